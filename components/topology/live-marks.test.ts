import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Graph, GraphEdge, GraphNode } from '#lib/graph/graph.ts'
import { changesBetween, withNamespaces } from './live-marks.ts'

const node = (id: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  kind: 'service',
  name: id,
  findings: { error: 0, warning: 0, info: 0 },
  resources: [],
  ...more,
})
const edge = (from: string, to: string, more: Partial<GraphEdge> = {}): GraphEdge => ({
  id: `${from} route ${to}`,
  from,
  to,
  via: [],
  ...more,
})
const [a, b] = [node('service:shop/a'), node('service:shop/b')]
const ab = edge(a.id, b.id, { share: 80 })
const before: Graph = { nodes: [a, b], edges: [ab] }

const rows: readonly { name: string; after: Graph; marks: readonly [string, string][] }[] = [
  { name: 'the same', after: before, marks: [] },
  {
    name: 'another share',
    after: { ...before, edges: [{ ...ab, share: 50 }] },
    marks: [[ab.id, 'changed']],
  },
  {
    name: 'other words for the same',
    after: { ...before, edges: [{ ...ab, because: 'read anew' }] },
    marks: [],
  },
  {
    name: 'one more and one less',
    after: { nodes: [a, node('service:shop/c')], edges: [] },
    marks: [
      ['service:shop/c', 'new'],
      [b.id, 'gone'],
      [ab.id, 'gone'],
    ],
  },
]
for (const { name, after, marks } of rows)
  test(`${name}: what is marked`, () => {
    assert.deepEqual([...changesBetween(before, after)], marks)
  })

test('the namespaces of a changed hop are marked, at both ends', () => {
  const marks = withNamespaces(new Map([['service:shop/a route service:pay/b', 'changed']]))
  assert.deepEqual([...marks.keys()].slice(1).toSorted(), ['namespace:pay', 'namespace:shop'])
})
