import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Graph, GraphDiff, GraphNode } from '#lib/graph/graph.ts'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { emptySnapshot, reduce } from '#lib/snapshot/reduce.ts'
import { newlyGoverned, unnamedServices } from './reach.ts'

const service = (
  name: string,
  mode: 'STRICT' | 'PERMISSIVE' = 'PERMISSIVE',
  decidedBy: string[] = [],
): GraphNode => ({
  id: `service:shop/${name}`,
  kind: 'service',
  name,
  namespace: 'shop',
  findings: { error: 0, warning: 0, info: 0 },
  resources: [`Service/shop/${name}`],
  accepts: { mode, decidedBy, because: '' },
})
const object = (kind: string, name: string, rest: object): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'shop' },
  ...rest,
})
const snapshot = reduce(emptySnapshot(CORE_KINDS), [
  {
    type: 'put',
    kind: 'core/services',
    object: object('Service', 'web', { spec: { selector: { app: 'w' } } }),
  },
  {
    type: 'put',
    kind: 'core/pods',
    object: {
      ...object('Pod', 'web-1', {}),
      metadata: { name: 'web-1', namespace: 'shop', labels: { app: 'w', v: '1' } },
    },
  },
])
const before = service('web')
const after = service('web', 'STRICT')
const graph: Graph = { nodes: [after], edges: [] }
const diff: GraphDiff = {
  nodes: { added: [], removed: [], changed: [{ id: after.id, before, after }] },
  edges: { added: [], removed: [], changed: [] },
}
const policy = (spec: object) => object('PeerAuthentication', 'default', { spec })
const rows = [
  {
    name: 'nothing names it',
    edited: policy({ mtls: { mode: 'STRICT' } }),
    wanted: ['service:shop/web'],
  },
  { name: 'a host names it', edited: policy({ host: 'web.shop.svc.cluster.local' }), wanted: [] },
  {
    name: 'a cluster of Envoy names it',
    edited: policy({ cluster: 'outbound|80||web.shop.svc.cluster.local' }),
    wanted: [],
  },
  {
    name: 'a selector meets its pods',
    edited: policy({ selector: { matchLabels: { v: '1' } } }),
    wanted: [],
  },
  {
    name: 'a selector meets other pods',
    edited: policy({ selector: { matchLabels: { v: '2' } } }),
    wanted: ['service:shop/web'],
  },
  {
    name: 'part of a word is no name',
    edited: policy({ host: 'web-admin.shop' }),
    wanted: ['service:shop/web'],
  },
]
for (const row of rows)
  test(`services that change: ${row.name}`, () =>
    assert.deepEqual(unnamedServices(diff, graph, [row.edited], snapshot), row.wanted))

test('a service that only the edit brings is not one that changes', () => {
  const added: GraphDiff = { ...diff, nodes: { added: [after], removed: [], changed: [] } }
  assert.deepEqual(unnamedServices(added, graph, [policy({})], snapshot), [])
})

test('newly governed: decided by an edited object now and not before', () => {
  const edited = new Set(['PeerAuthentication/shop/p'])
  const workload: GraphNode = {
    ...service('w'),
    id: 'workload:shop/Deployment/w',
    kind: 'workload',
    accepts: undefined,
    resources: ['Deployment/shop/w'],
  }
  const side = (decidedBy: string[]): Graph => ({
    nodes: [service('web', 'STRICT', decidedBy), workload],
    edges: [{ id: 's', kind: 'selects', from: 'service:shop/web', to: workload.id, via: [] }],
  })
  const by = ['PeerAuthentication/shop/p']
  assert.deepEqual(
    [...newlyGoverned(side([]), side(by), edited)],
    ['Service/shop/web', 'Deployment/shop/w'],
  )
  assert.deepEqual([...newlyGoverned(side(by), side(by), edited)], [])
})
