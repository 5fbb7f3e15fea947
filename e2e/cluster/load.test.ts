import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { findBinaries } from './binaries.ts'
import { type ControlPlane, startControlPlane } from './control-plane.ts'
import { type LoadResult, loadManifests } from './load.ts'
import { type Manifest, readManifests } from './manifests.ts'
import { unloadManifests } from './unload.ts'

const binaries = await findBinaries()
const skip = binaries.found ? false : `no kube-apiserver: ${binaries.reason}`

const ROOT = join(import.meta.dirname, '../..')
const SCENARIOS = join(ROOT, '../shared/scenarios')
const CRDS = [join(ROOT, 'server/sandbox/crds'), join(ROOT, '../shared/corpus/crds')].find(
  (folder) => existsSync(join(folder, 'istio')),
)

let plane: ControlPlane
let loaded: LoadResult[] = []
before(async () => {
  if (binaries.found) plane = await startControlPlane({ binaries })
})
after(() => plane?.stop())
afterEach(async () => {
  for (const result of loaded.reverse()) await unloadManifests(plane, result)
  loaded = []
})

async function load(text: string): Promise<LoadResult> {
  const result = await loadManifests(plane, [{ text }])
  loaded.push(result)
  return result
}

async function read(path: string): Promise<Manifest & Record<'spec' | 'status', object>> {
  const answer = await plane.as('admin').request('GET', path)
  if (answer.status !== 200) throw answer.error()
  return answer.body as Manifest & Record<'spec' | 'status', object>
}

const WORKLOAD = `
apiVersion: v1
kind: Pod
metadata:
  name: web-1
  namespace: shop
  uid: 00000000-0000-0000-0000-000000000003
  resourceVersion: "7"
  labels: { app: web }
  ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: web-a, uid: r, controller: true }]
spec:
  serviceAccountName: nobody-made-it
  nodeName: node-a
  initContainers: [{ name: istio-init, image: i, securityContext: { privileged: true } }]
  containers: [{ name: web, image: web:1 }]
status:
  phase: Running
  podIP: 10.244.0.7
  conditions: [{ type: Ready, status: "True" }]
  containerStatuses:
    - { name: web, ready: true, restartCount: 2, image: web:1, imageID: "", state: { running: {} } }
---
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: web-a
  namespace: shop
  uid: r
  ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: web, uid: d, controller: true }]
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web:1 }] } }
status: { replicas: 1, readyReplicas: 1 }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, uid: d }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web:1 }] } }
status: { replicas: 1, readyReplicas: 1, availableReplicas: 1 }
`

test('a workload: made in order, owners linked again, status as written', { skip }, async () => {
  assert.deepEqual((await load(WORKLOAD)).refused, [])
  const deployment = await read('/apis/apps/v1/namespaces/shop/deployments/web')
  const replicaSet = await read('/apis/apps/v1/namespaces/shop/replicasets/web-a')
  const pod = await read('/api/v1/namespaces/shop/pods/web-1')
  const owner = (object: Manifest) => object.metadata.ownerReferences?.[0]?.uid
  assert.equal(owner(replicaSet), deployment.metadata.uid)
  assert.equal(owner(pod), replicaSet.metadata.uid)
  for (const manifest of readManifests(WORKLOAD)) {
    const live = [deployment, replicaSet, pod].find(({ kind }) => kind === manifest.kind)
    assertHolds(live, manifest)
  }
})

test('a load balancer has its address; taken ones are left to the server', { skip }, async () => {
  const service = (name: string, fields: string) => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { ${fields} }
`
  const port = '[{ port: 80, nodePort: 30080 }]'
  const balancer = `${service('a', `type: LoadBalancer, clusterIP: 10.96.0.77, ports: ${port}`)}
status: { loadBalancer: { ingress: [{ ip: 203.0.113.9 }] } }
`
  const others = [
    service('b', `type: NodePort, clusterIP: 10.96.0.77, ports: ${port}`),
    service('c', 'clusterIP: 172.20.0.1, ports: [{ port: 80 }]'),
    service('d', 'clusterIP: None, ports: [{ port: 80 }]'),
  ]
  const result = await load([balancer, ...others].join('---\n'))
  assert.deepEqual(result.refused, [])
  const adjusted = result.adjusted.map(({ object, change }) => `${object}: ${change}`)
  assert.equal(adjusted.length, 2)
  assert.match(
    adjusted[0] ?? '',
    /^Service\/shop\/b: clusterIP 10\.96\.0\.77 left.*, nodePort left/,
  )
  assert.match(adjusted[1] ?? '', /^Service\/shop\/c: clusterIP 172\.20\.0\.1 left to the server$/)
  const a = await read('/api/v1/namespaces/shop/services/a')
  assert.deepEqual(a.spec, { ...a.spec, clusterIP: '10.96.0.77' })
  assertHolds(a.status, { loadBalancer: { ingress: [{ ip: '203.0.113.9' }] } })
  assertHolds((await read('/api/v1/namespaces/shop/services/d')).spec, { clusterIP: 'None' })
})

test('what the server refuses is named with its reason, the rest is loaded', { skip }, async () => {
  const result = await load(`
{ apiVersion: example.com/v1, kind: Unheard, metadata: { name: a, namespace: shop } }
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: wrong, namespace: shop }, dtaa: {} }
---
{ apiVersion: v1, kind: ConfigMap, metadata: { name: right, namespace: shop }, data: { a: b } }
`)
  const refused = result.refused.map(({ object, reason }) => `${object}: ${reason}`).sort()
  assert.match(refused[0] ?? '', /^ConfigMap\/shop\/wrong: 400 .*unknown field "dtaa"/)
  assert.match(refused[1] ?? '', /^Unheard\/shop\/a: the server knows no Unheard in example\.com/)
  assert.equal(refused.length, 2)
  await read('/api/v1/namespaces/shop/configmaps/right')
})

test('loading again changes what is there, and unloading leaves it', { skip }, async () => {
  const text = (label: string) =>
    `{ apiVersion: v1, kind: Namespace, metadata: { name: default, labels: { a: ${label} } } }`
  await load(text('one'))
  const before = await read('/api/v1/namespaces/default')
  const again = await load(text('two'))
  assert.deepEqual(
    again.loaded.map(({ created }) => created),
    [false],
  )
  await unloadManifests(plane, again)
  const now = await read('/api/v1/namespaces/default')
  assert.equal(now.metadata.uid, before.metadata.uid)
  assertHolds(now.metadata, { labels: { a: 'two' } })
})

test('unloading takes away objects, finalizers or not, and their namespaces', {
  skip,
}, async () => {
  const result = await loadManifests(plane, [
    { text: WORKLOAD },
    {
      text: `
{ apiVersion: v1, kind: ConfigMap, metadata: { name: held, namespace: shop, finalizers: [a.b/c] } }`,
    },
  ])
  await unloadManifests(plane, result)
  const admin = plane.as('admin')
  for (const { path } of result.loaded) {
    assert.equal((await admin.request('GET', path)).status, 404, path)
  }
})

const scenarios = existsSync(SCENARIOS)
  ? readdirSync(SCENARIOS).filter((id) => existsSync(join(SCENARIOS, id, 'manifests.yaml')))
  : []
const skipScenarios =
  skip ||
  (scenarios.length === 0 && 'the acceptance scenarios are not beside the project') ||
  (CRDS === undefined && 'no folder with resource definitions')

test('every acceptance scenario loads as written', { skip: skipScenarios }, async (t) => {
  const crds = ['istio', 'consul'].map((name) => join(CRDS ?? '', name)).filter(existsSync)
  assert.deepEqual((await loadManifests(plane, [], { crds })).refused, [])
  for (const id of scenarios) {
    await t.test(id, async () => {
      const file = join(SCENARIOS, id, 'manifests.yaml')
      const result = await loadManifests(plane, [{ file }])
      try {
        assert.deepEqual(result.refused, [])
        assert.deepEqual(result.adjusted, [])
        const paths = new Map(result.loaded.map(({ object, path }) => [object, path]))
        for (const manifest of readManifests(readFileSync(file, 'utf8'))) {
          const { namespace, name } = manifest.metadata
          const object = `${manifest.kind}/${[namespace, name].filter(Boolean).join('/')}`
          const path = paths.get(object)
          assert.ok(path, `${object} is missing`)
          if (manifest.kind !== 'CustomResourceDefinition') {
            assertHolds(await read(path), manifest, object)
          }
        }
      } finally {
        await unloadManifests(plane, result)
      }
    })
  }
})

const GIVEN_BY_SERVER = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'selfLink']

/** Everything in `expected` is in `actual`, but for what the server gives and drops itself. */
function assertHolds(actual: unknown, expected: unknown, at = ''): void {
  // A null is dropped on the way in, a zero or an empty text on the way out (omitempty).
  if (expected === null || expected === undefined) return
  if (actual === undefined && (expected === 0 || expected === '')) return
  if (Array.isArray(expected)) {
    assert.ok(Array.isArray(actual) && actual.length === expected.length, `${at}: other length`)
    expected.forEach((item, index) => {
      assertHolds(actual[index], item, `${at}[${index}]`)
    })
    return
  }
  if (typeof expected !== 'object') {
    assert.deepEqual(actual, expected, at)
    return
  }
  const fields = (actual ?? {}) as Record<string, unknown>
  for (const [key, value] of Object.entries(expected)) {
    if (GIVEN_BY_SERVER.includes(key)) continue
    assertHolds(fields[key], value, `${at}.${key}`)
  }
}
