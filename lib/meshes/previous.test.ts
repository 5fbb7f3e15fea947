import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '#lib/changes/derive.ts'
import * as make from '#lib/fixtures/istio-objects.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { ALL_KINDS } from './index.ts'

const cluster = [
  ...make.controlPlane(),
  ...make.ingressGateway(),
  make.gateway('shop/web', [make.httpServer()]),
  ...['a', 'b'].flatMap((name) => [
    ...make.deployment(`shop/${name}`, { sidecar: true, replicas: 2 }),
    make.service(`shop/${name}`),
  ]),
  ...make.deployment('other/c'),
  make.service('other/c'),
  make.networking('VirtualService', 'shop/x', {
    hosts: ['*'],
    gateways: ['web'],
    http: [
      {
        route: [
          { destination: { host: 'a' }, weight: 80 },
          { destination: { host: 'b' }, weight: 20 },
        ],
      },
    ],
  }),
]

/** The same snapshot with one object put or taken away; everything else keeps its identity. */
function changed(
  snapshot: Snapshot,
  id: string,
  namespace: string,
  name: string,
  to: (o: KubernetesObject) => KubernetesObject | undefined,
): Snapshot {
  const slice = snapshot.kinds.get(id)
  assert.ok(slice)
  const names = new Map(slice.namespaces.get(namespace))
  const before = names.get(name)
  assert.ok(before)
  const after = to(before)
  if (after) names.set(name, after)
  else names.delete(name)
  const namespaces = new Map(slice.namespaces).set(namespace, names)
  return { kinds: new Map(snapshot.kinds).set(id, { ...slice, namespaces }) }
}

const labelled = (labels: Record<string, string>) => (o: KubernetesObject) => ({
  ...o,
  metadata: { ...o.metadata, labels },
})
const spec = (body: unknown) => (o: KubernetesObject) => ({ ...o, spec: body })

const steps: readonly [
  string,
  string,
  string,
  (o: KubernetesObject) => KubernetesObject | undefined,
][] = [
  ['core/pods', 'shop', 'a-abc-0', () => undefined],
  ['core/pods', 'shop', 'a-abc-1', labelled({ app: 'b' })],
  ['core/services', 'shop', 'b', spec({ selector: { app: 'a' }, ports: [{ port: 81 }] })],
  ['networking.istio.io/virtualservices', 'shop', 'x', () => undefined],
  [
    'networking.istio.io/gateways',
    'shop',
    'web',
    spec({ selector: { istio: 'nobody' }, servers: [] }),
  ],
  ['apps/deployments', 'other', 'c', () => undefined],
  [
    'core/configmaps',
    'istio-system',
    'istio',
    (o) => ({ ...o, data: { mesh: 'enableAutoMtls: false' } }),
  ],
]

test('what is taken over from the model before is what a fresh one says', () => {
  let snapshot = snapshotFromObjects(ALL_KINDS, cluster)
  let kept = derive(snapshot)
  for (const [id, namespace, name, to] of steps) {
    snapshot = changed(snapshot, id, namespace, name, to)
    kept = derive(snapshot, kept)
    const fresh = derive(structuredClone(snapshot))
    for (const part of ['graph', 'findings', 'mtls'] as const)
      assert.deepEqual(kept[part], fresh[part], `${part} after ${id} ${namespace}/${name}`)
  }
})

test('a namespace that an event did not touch keeps its workloads', () => {
  const snapshot = snapshotFromObjects(ALL_KINDS, cluster)
  const before = derive(snapshot)
  const after = derive(
    changed(snapshot, 'core/pods', 'shop', 'a-abc-0', () => undefined),
    before,
  )
  const workloads = (name: string) => [before, after].map((d) => d.model.cluster.workloadsIn(name))
  assert.equal(workloads('other')[0], workloads('other')[1])
  assert.notDeepEqual(workloads('shop')[0], workloads('shop')[1])
})
