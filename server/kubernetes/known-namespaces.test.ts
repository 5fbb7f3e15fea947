import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import { objectsOf, stateOf } from '#lib/snapshot/read.ts'
import { emptySnapshot, reduce } from '#lib/snapshot/reduce.ts'
import { FakeApiServer } from './api-server.fixture.ts'
import { type Connection, connectUrl } from './connection.ts'
import { PACE } from './pace.ts'
import { type Kubernetes, openKubernetes } from './source.ts'

const KINDS = CORE_KINDS.filter(({ plural }) => plural === 'pods' || plural === 'namespaces')
let server: FakeApiServer
let kubernetes: Kubernetes
let snapshot = emptySnapshot(KINDS)
let mayRead: Set<string>
let isAdmin: boolean
let ruled: readonly string[]

beforeEach(async () => {
  server = await new FakeApiServer().start()
  snapshot = emptySnapshot(KINDS)
  mayRead = new Set(['mine'])
  isAdmin = false
  ruled = []
  for (const name of ['mine', 'theirs', 'closed']) {
    server.put('namespaces', { metadata: { name } })
    server.put('pods', { metadata: { name: `${name}-pod`, namespace: name } })
  }
  server.fault = ({ url }) => {
    const inOne = /^\/api\/v1\/namespaces\/([^/]+)/.exec(url.pathname)?.[1]
    const isOfAll = /^\/api\/v1\/(pods|namespaces)$/.test(url.pathname)
    const isOpen = isAdmin || !(isOfAll || inOne) || (inOne !== undefined && mayRead.has(inOne))
    return isOpen ? undefined : { status: 403, message: 'no' }
  }
  server.respond = ({ url, method }) => {
    const name = /^\/api\/v1\/namespaces\/([^/]+)$/.exec(url.pathname)?.[1]
    if (name)
      return { status: 200, body: { kind: 'Namespace', metadata: { name, labels: { of: name } } } }
    if (method === 'POST' && url.pathname.endsWith('/selfsubjectrulesreviews')) {
      const rule = { verbs: ['get'], apiGroups: [''], resources: ['namespaces'] }
      const resourceRules = [{ ...rule, resourceNames: ruled }, { verbs: null }, 'x', rule]
      return { status: 201, body: { status: { resourceRules } } }
    }
    return { status: 404, body: {} }
  }
})
afterEach(async () => {
  await kubernetes.close()
  await server.stop()
})

function watch(own: Partial<Connection>) {
  kubernetes = openKubernetes({
    connection: { ...connectUrl(server.url), ...own },
    kinds: KINDS,
    pace: { ...PACE, deniedMs: 40, backOffMs: 5 },
  })
  kubernetes.watch({
    event: (event) => {
      snapshot = reduce(snapshot, [event])
    },
    failure: () => {},
  })
}
const names = (kind: string) => [...objectsOf(snapshot, kind)].map((o) => o.metadata.name).sort()
async function sees(namespaces: readonly string[], pods: readonly string[]) {
  const seen = () => [names('core/namespaces'), names('core/pods')]
  for (let i = 0; i < 300 && JSON.stringify(seen()) !== JSON.stringify([namespaces, pods]); i += 1)
    await sleep(10)
  assert.deepEqual(seen(), [namespaces, pods])
}
async function readingEnds(kind: string) {
  for (let i = 0; i < 300 && stateOf(snapshot, kind).state === 'syncing'; i += 1) await sleep(10)
}

test('namespaces of the kubeconfig are read, with the labels of the Namespace itself', async () => {
  watch({ namespaces: ['mine', 'closed'] })
  await sees(['mine'], ['mine-pod'])
  assert.deepEqual([...objectsOf(snapshot, 'core/namespaces')][0]?.metadata.labels, { of: 'mine' })
  await readingEnds('core/pods')
  const pods = stateOf(snapshot, 'core/pods')
  assert.partialDeepStrictEqual(pods, {
    state: 'not-permitted',
    namespaces: ['mine'],
    refused: ['closed'],
  })
  assert.match('message' in pods ? pods.message : '', /Read in: mine\. Refused in: closed\./)
  await readingEnds('core/namespaces')
  assert.equal(stateOf(snapshot, 'core/namespaces').state, 'not-permitted')
})

test('namespaces that rules name are found', async () => {
  ruled = ['theirs', '../evil', 'Not-A-Name']
  mayRead.add('theirs')
  watch({ namespaces: ['mine'] })
  await sees(['mine', 'theirs'], ['mine-pod', 'theirs-pod'])
})

test('with nothing to go by nothing is seen, until somebody names a namespace', async () => {
  watch({})
  await readingEnds('core/pods')
  await sees([], [])
  assert.equal(stateOf(snapshot, 'core/pods').state, 'not-permitted')
  kubernetes.readNamespaces(['mine'])
  await sees(['mine'], ['mine-pod'])
  mayRead.add('theirs')
  kubernetes.readNamespaces(['theirs'])
  await sees(['theirs'], ['theirs-pod'])
  kubernetes.readNamespaces([])
  await sees([], [])
  assert.throws(() => kubernetes.readNamespaces(['a/../b']), /no namespace that Kubernetes allows/)
})

test('a namespace that is opened or closed later is seen, or no more', async () => {
  watch({ namespaces: ['mine', 'theirs'] })
  await sees(['mine'], ['mine-pod'])
  mayRead.add('theirs')
  await sees(['mine', 'theirs'], ['mine-pod', 'theirs-pod'])
  isAdmin = true
  await sees(['closed', 'mine', 'theirs'], ['closed-pod', 'mine-pod', 'theirs-pod'])
  assert.equal(stateOf(snapshot, 'core/pods').state, 'synced')
  assert.equal(stateOf(snapshot, 'core/namespaces').state, 'synced')
})
