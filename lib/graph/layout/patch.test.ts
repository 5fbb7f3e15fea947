import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meshOfShape } from '#lib/fixtures/mesh-shape.ts'
import type { Graph, GraphEdge } from '#lib/graph/graph.ts'
import { cardsOf } from './cards.ts'
import { patchCards } from './patch.ts'

const none = { error: 0, warning: 0, info: 0 }
const split: Graph = {
  nodes: [
    { id: 's', kind: 'service', name: 's', namespace: 'shop', findings: none, resources: [] },
    { id: 'v1', kind: 'workload', name: 'v1', namespace: 'shop', findings: none, resources: [] },
    { id: 'v2', kind: 'workload', name: 'v2', namespace: 'shop', findings: none, resources: [] },
    { id: 'g', kind: 'gateway', name: 'g', namespace: 'edge', findings: none, resources: [] },
  ],
  edges: [
    {
      id: 'g s',
      from: 'g',
      to: 's',
      kind: 'route',
      order: 1,
      share: 100,
      via: ['VirtualService/a/b'],
    },
    { id: 's v1', from: 's', to: 'v1', kind: 'split', share: 80, via: [] },
    { id: 's v2', from: 's', to: 'v2', kind: 'split', share: 20, via: [] },
    { id: 'selects v1', from: 's', to: 'v1', kind: 'selects', via: [] },
    { id: 'selects v2', from: 's', to: 'v2', kind: 'selects', via: [] },
  ],
}
const mesh: Graph = meshOfShape({ services: 60 })
const withEdges = (graph: Graph, change: (edge: GraphEdge) => GraphEdge): Graph => ({
  nodes: graph.nodes,
  edges: graph.edges.map(change),
})
const all = new Set(mesh.nodes.flatMap(({ namespace }) => namespace ?? []))

const same: readonly {
  name: string
  before: Graph
  after: Graph
  collapsed?: ReadonlySet<string>
}[] = [
  {
    name: 'the shares of a split, on its rows',
    before: split,
    after: withEdges(split, (e) => (e.kind === 'split' ? { ...e, share: 50, written: 1 } : e)),
  },
  {
    name: 'a share on a line and in a rule of a gateway',
    before: split,
    after: withEdges(split, (e) => (e.id === 'g s' ? { ...e, share: 70 } : e)),
  },
  {
    name: 'verdicts of lines',
    before: mesh,
    after: withEdges(mesh, (e) =>
      e.id.endsWith('svc-0007') && e.mtls ? { ...e, mtls: { ...e.mtls, state: 'plaintext' } } : e,
    ),
  },
  {
    name: 'shares within and between collapsed namespaces',
    before: mesh,
    after: withEdges(mesh, (e) => (e.id.endsWith('7') && e.share ? { ...e, share: 40 } : e)),
    collapsed: all,
  },
]
for (const { name, before, after, collapsed } of same)
  test(`${name}: patched cards are those made anew`, () => {
    const options = collapsed ? { collapsed } : {}
    const cards = cardsOf(before, options)
    const patched = patchCards(cards, before, after)
    assert.ok(patched)
    const { arrows: _, ...rest } = patched
    const { arrows: __, ...fresh } = cardsOf(after, options)
    assert.deepEqual(rest, fresh)
    assert.equal(patched.boxes, cards.boxes)
    assert.equal(patched.arrows, cards.arrows)
  })

const others: readonly {
  name: string
  before: Graph
  after: Graph
  collapsed?: ReadonlySet<string>
}[] = [
  {
    name: 'another order',
    before: split,
    after: withEdges(split, (e) => (e.order ? { ...e, order: 2 } : e)),
  },
  { name: 'one edge less', before: split, after: { ...split, edges: split.edges.slice(1) } },
  {
    name: 'another node',
    before: split,
    after: { ...split, nodes: split.nodes.map((n) => ({ ...n })) },
  },
  {
    name: 'parts that make no whole any more',
    before: split,
    after: withEdges(split, (e) => (e.id === 's v1' ? { ...e, share: 10 } : e)),
  },
  {
    name: 'a verdict inside a collapsed namespace',
    before: mesh,
    after: withEdges(mesh, (e) =>
      e.mtls && e.id.endsWith('svc-0007') ? { ...e, mtls: { ...e.mtls, state: 'conflict' } } : e,
    ),
    collapsed: all,
  },
]
for (const { name, before, after, collapsed } of others)
  test(`${name}: cards are made anew`, () => {
    const cards = cardsOf(before, collapsed ? { collapsed } : {})
    assert.equal(patchCards(cards, before, after), undefined)
  })
