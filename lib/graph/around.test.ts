import assert from 'node:assert/strict'
import { test } from 'node:test'
import { around } from './around.ts'
import type { Graph, GraphNode } from './graph.ts'

const node = (id: string, kind: GraphNode['kind'] = 'service'): GraphNode => ({
  id,
  kind,
  name: id,
  findings: { error: 0, warning: 0, info: 0 },
  resources: [],
})
const hop = (from: string, to: string, kind?: 'selects') => ({
  id: `${from}-${to}`,
  from,
  to,
  via: [],
  ...(kind ? { kind } : {}),
})
/** gw → a → b → c in services; a1 and b1 are behind a and b, and b1 calls d. e stands alone. */
const graph: Graph = {
  nodes: [
    node('gw', 'gateway'),
    node('a'),
    node('a1', 'workload'),
    node('b'),
    node('b1', 'workload'),
    node('c'),
    node('d'),
    node('e'),
  ],
  edges: [
    hop('gw', 'a'),
    hop('a', 'a1', 'selects'),
    hop('a1', 'b'),
    hop('b', 'b1'),
    hop('b1', 'd'),
    hop('b', 'c'),
    hop('c', 'b'),
  ],
}

const rows: { id: string; hops: number; nodes: string[] }[] = [
  { id: 'a', hops: 0, nodes: ['a', 'a1'] },
  { id: 'a', hops: 1, nodes: ['gw', 'a', 'a1', 'b', 'b1'] },
  { id: 'a', hops: 2, nodes: ['gw', 'a', 'a1', 'b', 'b1', 'c', 'd'] },
  { id: 'b1', hops: 1, nodes: ['a', 'a1', 'b', 'b1', 'c', 'd'] },
  { id: 'd', hops: 1, nodes: ['b', 'b1', 'd'] },
  { id: 'e', hops: 5, nodes: ['e'] },
  { id: 'gone', hops: 3, nodes: [] },
]
for (const row of rows)
  test(`around ${row.id}, ${row.hops} hops`, () => {
    const part = around(graph, row.id, row.hops)
    assert.deepEqual(
      part.nodes.map((n) => n.id),
      row.nodes,
    )
    const kept = new Set(row.nodes)
    assert.deepEqual(
      part.edges,
      graph.edges.filter((e) => kept.has(e.from) && kept.has(e.to)),
    )
  })
