import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { after, before, test } from 'node:test'
import { kubectlPath } from '#e2e/tools/kubectl.ts'
import { runCommand } from '#e2e/tools/run-command.ts'
import { messageOf } from './api-client.ts'
import { findBinaries } from './binaries.ts'
import { type ControlPlane, startControlPlane } from './control-plane.ts'
import { loadManifests } from './load.ts'

const binaries = await findBinaries()
const skip = binaries.found ? false : `no kube-apiserver: ${binaries.reason}`
const tools = await kubectlPath()
const skipKubectl = skip || (tools.found ? false : `no kubectl: ${tools.reason}`)

const WIDGETS = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.test.meshwright.dev }
spec:
  group: test.meshwright.dev
  scope: Namespaced
  names: { plural: widgets, singular: widget, kind: Widget }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties: { weight: { type: integer, maximum: 100 } }
`
const POD = `
apiVersion: v1
kind: Pod
metadata: { name: web-1, namespace: shop }
spec: { containers: [{ name: web, image: web:1 }] }
status: { phase: Running, podIP: 10.244.0.7 }
`
const widget = (name: string, spec: object) => ({
  apiVersion: 'test.meshwright.dev/v1',
  kind: 'Widget',
  metadata: { name },
  spec,
})
const widgets = '/apis/test.meshwright.dev/v1/namespaces/shop/widgets'

let plane: ControlPlane
before(async () => {
  if (!binaries.found) return
  plane = await startControlPlane({ binaries })
  const loaded = await loadManifests(plane, [{ text: WIDGETS }, { text: POD }])
  assert.deepEqual(loaded.refused, [])
})
after(() => plane?.stop())

test('kube-apiserver is ready, and its certificate is verified', { skip }, async () => {
  const ready = await plane.as('viewer').request('GET', '/readyz')
  assert.equal(ready.status, 200)
  const version = await plane.as('viewer').request('GET', '/version')
  assert.match(JSON.stringify(version.body), /"gitVersion":"v1\.\d+\./)
  // The runtime's own authorities do not know it: only the one handed out does.
  await assert.rejects(fetch(`${plane.url}/readyz`))
})

test('strict field validation refuses an unknown field and names it', { skip }, async () => {
  const strict = { fieldValidation: 'Strict' }
  const admin = plane.as('admin')
  const wrong = { body: widget('a', { weihgt: 1 }), query: strict }
  const refused = await admin.request('POST', widgets, wrong)
  assert.equal(refused.status, 400)
  assert.match(messageOf(refused.body), /unknown field "spec\.weihgt"/)
  const right = { body: widget('a', { weight: 1 }), query: strict }
  assert.equal((await admin.request('POST', widgets, right)).status, 201)
  const tooMuch = { body: widget('b', { weight: 101 }), query: { ...strict, dryRun: 'All' } }
  assert.equal((await admin.request('POST', widgets, tooMuch)).status, 422)
})

type WatchEvent = {
  type: string
  object: { metadata: { name?: string; annotations?: Record<string, string> } }
}

test('a watch sends what is there, a bookmark, then what happens', { skip }, async () => {
  const abort = new AbortController()
  const events = plane.as('admin').watch('/api/v1/namespaces', {
    query: {
      watch: 'true',
      sendInitialEvents: 'true',
      resourceVersionMatch: 'NotOlderThan',
      allowWatchBookmarks: 'true',
    },
    signal: abort.signal,
  })
  const initial = new Set<string | undefined>()
  for (;;) {
    const event = (await events.next()).value as WatchEvent
    if (event.type === 'BOOKMARK') {
      assert.equal(event.object.metadata.annotations?.['k8s.io/initial-events-end'], 'true')
      break
    }
    assert.equal(event.type, 'ADDED')
    initial.add(event.object.metadata.name)
  }
  assert.ok(initial.has('default') && initial.has('shop'), [...initial].join())
  const body = { metadata: { name: 'later' } }
  const created = await plane.as('admin').request('POST', '/api/v1/namespaces', { body })
  assert.equal(created.status, 201)
  let next = (await events.next()).value as WatchEvent
  while (next.type === 'BOOKMARK') next = (await events.next()).value as WatchEvent
  assert.deepEqual([next.type, next.object.metadata.name], ['ADDED', 'later'])
  abort.abort()
})

test('people may do what their role says', { skip }, async () => {
  await plane.applyRbac()
  await plane.applyRbac() // a second time changes nothing
  const map = { metadata: { name: 'note' } }
  const rows = [
    { who: 'viewer', verb: 'GET', path: '/api/v1/pods', status: 200 },
    { who: 'viewer', verb: 'GET', path: '/api/v1/secrets', status: 403 },
    { who: 'viewer', verb: 'POST', path: '/api/v1/namespaces/shop/configmaps', status: 403 },
    { who: 'viewer', verb: 'POST', path: '/api/v1/namespaces/team-a/configmaps', status: 403 },
    { who: 'teamA', verb: 'POST', path: '/api/v1/namespaces/team-a/configmaps', status: 201 },
    { who: 'teamA', verb: 'GET', path: '/api/v1/namespaces/team-b/configmaps', status: 403 },
    { who: 'teamA', verb: 'GET', path: '/api/v1/pods', status: 403 },
    { who: 'teamB', verb: 'POST', path: '/api/v1/namespaces/team-b/configmaps', status: 201 },
    { who: 'teamB', verb: 'POST', path: '/api/v1/namespaces/team-a/configmaps', status: 403 },
    { who: 'admin', verb: 'GET', path: '/api/v1/secrets', status: 200 },
  ] as const
  for (const { who, verb, path, status } of rows) {
    const options = verb === 'POST' ? { body: map } : {}
    const answer = await plane.as(who).request(verb, path, options)
    assert.equal(answer.status, status, `${who} ${verb} ${path}: ${messageOf(answer.body)}`)
  }
})

const kubectl = (args: string[], input = '') => {
  assert.ok(tools.found)
  return runCommand(tools.kubectl, args, { input, env: { HOME: '/nonexistent' } })
}

test('kubectl reads pods through the kubeconfig', { skip: skipKubectl }, async () => {
  const as = (person: 'admin' | 'teamA') => [`--kubeconfig=${plane.kubeconfig(person)}`]
  const all = await kubectl([...as('admin'), 'get', 'pods', '-A', '--no-headers'])
  assert.equal(all.code, 0, all.stderr)
  assert.match(all.stdout, /^shop\s+web-1\s+0\/1\s+Running/m)
  const denied = await kubectl([...as('teamA'), 'get', 'pods', '-A'])
  assert.match(denied.stderr, /"team-a" cannot list resource "pods"/)
  const named = await kubectl([...as('teamA'), '--context=admin', 'get', 'pods', '-A', '-o=name'])
  assert.equal(named.stdout.trim(), 'pod/web-1')
})

test('kubectl applies and patches', { skip: skipKubectl }, async () => {
  const config = `--kubeconfig=${plane.kubeconfig('admin')}`
  const text = JSON.stringify(widget('kubectl', { weight: 80 }))
  const applied = await kubectl([config, '-n=shop', 'apply', '-f', '-'], text)
  assert.equal(applied.code, 0, applied.stderr)
  const change = ['patch', 'widget', 'kubectl', '--type=merge', '-p', '{"spec":{"weight":35}}']
  const patched = await kubectl([config, '-n=shop', ...change])
  assert.equal(patched.code, 0, patched.stderr)
  const read = await plane.as('admin').request('GET', `${widgets}/kubectl`)
  assert.match(JSON.stringify(read.body), /"weight":35/)
})

test('a restart keeps port, certificate and data, and ends open watches', { skip }, async () => {
  const admin = plane.as('admin')
  const uid = async () => {
    const { body } = await admin.request('GET', '/api/v1/namespaces/shop')
    return (body as { metadata: { uid: string } }).metadata.uid
  }
  const first = await uid()
  const events = admin.watch('/api/v1/pods', { query: { watch: 'true' } })
  assert.equal(((await events.next()).value as WatchEvent).object.metadata.name, 'web-1')
  const end = events.next().then(
    ({ done }) => (done ? 'ended' : 'event'),
    () => 'cut off',
  )
  await plane.stopServer()
  assert.notEqual(await end, 'event')
  await assert.rejects(admin.request('GET', '/readyz'))
  await plane.startServer()
  assert.equal(await uid(), first)
  await plane.restart()
  assert.equal(await uid(), first)
})

test('stop leaves no server and no folder', { skip }, async () => {
  const other = await startControlPlane(binaries.found ? { binaries } : {})
  const folder = dirname(other.kubeconfig('admin'))
  assert.ok(existsSync(folder))
  const client = other.as('admin')
  assert.equal((await client.request('GET', '/readyz')).status, 200)
  await other.stop()
  assert.ok(!existsSync(folder))
  await assert.rejects(fetch(other.url), /fetch failed/)
})
