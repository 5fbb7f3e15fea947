import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GraphEdge, GraphNode } from '../graph.ts'
import { collapse } from './collapse.ts'
import { found } from './found.ts'

const node = (name: string, namespace: string, warning = 0): GraphNode => ({
  id: `service:${namespace}/${name}`,
  kind: 'service',
  name,
  namespace,
  findings: { error: 0, warning, info: 0 },
  resources: [],
})
const edge = (from: string, to: string, more: Partial<GraphEdge> = {}): GraphEdge => ({
  id: `${from} ${to} ${more.port ?? ''}`,
  from: `service:${from}`,
  to: `service:${to}`,
  via: [],
  mtls: { state: 'mtls', because: '', decidedBy: [] },
  ...more,
})
const graph = {
  nodes: [node('a', 'x', 1), node('b', 'x', 2), node('c', 'y'), node('d', 'z')],
  edges: [
    edge('x/a', 'x/b'),
    edge('x/a', 'y/c', { port: 1 }),
    edge('x/b', 'y/c', { port: 2 }),
    edge('x/b', 'y/c', { port: 3, mtls: { state: 'plaintext', because: '', decidedBy: [] } }),
    edge('y/c', 'z/d'),
    edge('y/c', 'x/a', { kind: 'selects' }),
  ],
}

test('collapse: nothing asked leaves the graph as it is', () => {
  assert.equal(collapse(graph, undefined), graph)
  assert.equal(collapse(graph, []), graph)
})

test('collapse: hops inside are counted, hops across are summed by pair and state', () => {
  const { nodes, edges, groups, summed } = collapse(graph, ['x'])
  assert.deepEqual(
    nodes.map(({ id }) => id),
    ['service:y/c', 'service:z/d'],
  )
  assert.deepEqual(
    edges.map(({ id }) => id),
    ['y/c z/d '],
  )
  assert.deepEqual(groups, [
    {
      id: 'namespace:x',
      namespace: 'x',
      nodes: 2,
      services: 2,
      workloads: 0,
      hops: 1,
      mtls: [{ state: 'mtls', hops: 1 }],
      findings: { error: 0, warning: 3, info: 0 },
    },
  ])
  assert.deepEqual(
    summed?.map(({ from, to, hops, mtls }) => [from, to, hops, mtls]),
    [
      ['namespace:x', 'service:y/c', 2, 'mtls'],
      ['namespace:x', 'service:y/c', 1, 'plaintext'],
    ],
  )
})

test('collapse: all of them, and no hop is lost', () => {
  const { nodes, edges, groups = [], summed = [] } = collapse(graph, ['*'])
  assert.deepEqual([nodes.length, edges.length, groups.length], [0, 0, 3])
  const inside = groups.reduce((sum, g) => sum + g.hops, 0)
  const across = summed.reduce((sum, s) => sum + s.hops, 0)
  assert.equal(inside + across, graph.edges.filter((e) => e.kind !== 'selects').length)
})

test('find: what matches with both ends of each hop; nothing asked is all', () => {
  assert.equal(found(graph, ''), graph)
  const { nodes, edges } = found(graph, 'mtls:plaintext')
  assert.deepEqual([nodes.map(({ name }) => name), edges.length], [['b', 'c'], 1])
  assert.match(found(graph, 'mtls:nonsense').error ?? '', /takes one of/)
})
