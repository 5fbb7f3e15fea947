import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deltaOf, merged } from './delta.ts'
import type { Graph, GraphNode } from './graph.ts'

const node = (id: string, name = id): GraphNode => ({
  id,
  kind: 'service',
  name,
  findings: { error: 0, warning: 0, info: 0 },
  resources: [],
})
const edge = (from: string, to: string, share?: number) => ({
  id: `${from} ${to}`,
  from,
  to,
  via: [],
  ...(share === undefined ? {} : { share }),
})
const [a, b, c, d] = [node('a'), node('b'), node('c'), node('d')]
const [ab, bc] = [edge('a', 'b', 80), edge('b', 'c')]
const before: Graph = { nodes: [a, b, c], edges: [ab, bc] }

const rows: readonly { name: string; after: Graph; sent: number; gone: readonly string[] }[] = [
  { name: 'nothing', after: before, sent: 0, gone: [] },
  {
    name: 'one share',
    after: { nodes: before.nodes, edges: [edge('a', 'b', 50), bc] },
    sent: 1,
    gone: [],
  },
  { name: 'one more, last', after: { nodes: [a, b, c, d], edges: [ab, bc] }, sent: 1, gone: [] },
  {
    name: 'one more, first',
    after: { nodes: [node('A'), a, b, c], edges: [ab, bc] },
    sent: 1,
    gone: [],
  },
  {
    name: 'one less, and its hop',
    after: { nodes: [a, b], edges: [ab] },
    sent: 0,
    gone: ['c', 'b c'],
  },
  {
    name: 'one for another',
    after: { nodes: [a, b, d], edges: [ab, edge('b', 'd')] },
    sent: 2,
    gone: ['c', 'b c'],
  },
  {
    name: 'all gone',
    after: { nodes: [], edges: [] },
    sent: 0,
    gone: ['a', 'b', 'c', 'a b', 'b c'],
  },
]
for (const { name, after, sent, gone } of rows)
  test(`${name}: what is sent makes the graph after of the one before`, () => {
    const delta = deltaOf(before, after)
    assert.equal(delta.nodes.length + delta.edges.length, sent)
    assert.deepEqual([...delta.gone.nodes, ...delta.gone.edges], gone)
    const wire = JSON.parse(JSON.stringify(delta)) as typeof delta
    assert.deepEqual(merged(before, wire), after)
  })

test('what did not change keeps its identity', () => {
  const after: Graph = { nodes: before.nodes, edges: [edge('a', 'b', 50), bc] }
  const now = merged(before, deltaOf(before, after))
  assert.equal(now.nodes, before.nodes)
  assert.equal(now.edges[1], bc)
})
