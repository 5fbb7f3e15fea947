import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diffGraphs, isSame } from './diff.ts'
import type { Graph, GraphEdge, GraphNode } from './graph.ts'

const node = (id: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  kind: 'service',
  name: id,
  findings: { error: 0, warning: 0, info: 0 },
  resources: [],
  ...more,
})
const edge = (id: string, share: number): GraphEdge => ({ id, from: 'a', to: 'b', share, via: [] })

test('a difference names what came, went and changed', () => {
  const before: Graph = { nodes: [node('a'), node('b')], edges: [edge('x', 80), edge('y', 20)] }
  const after: Graph = { nodes: [node('b'), node('c')], edges: [edge('x', 50), edge('y', 20)] }
  const { nodes, edges } = diffGraphs(before, after)
  assert.deepEqual([nodes.added.map((n) => n.id), nodes.removed, nodes.changed], [['c'], ['a'], []])
  assert.deepEqual(
    edges.changed.map((c) => [c.id, c.before.share, c.after.share]),
    [['x', 80, 50]],
  )
})

test('the same graph has none', () => {
  const graph: Graph = { nodes: [node('a', { hosts: ['x'] })], edges: [edge('x', 1)] }
  const { nodes, edges } = diffGraphs(graph, structuredClone(graph))
  assert.deepEqual(
    [nodes, edges].flatMap((d) => [...d.added, ...d.removed, ...d.changed]),
    [],
  )
})

test('sameness is of values, not of key order, and a list is no map', () => {
  assert.ok(isSame({ a: 1, b: [1] }, { b: [1], a: 1 }))
  assert.ok(!isSame([], {}))
  assert.ok(!isSame({ a: undefined }, { b: undefined }))
})
