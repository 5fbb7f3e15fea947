import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Graph, GraphEdge } from '#lib/graph/graph.ts'
import { beforeEdges, confirmPlan, okPlan } from './example-plans.ts'
import { isSeenLive } from './seen-live.ts'

const graph = (edges: readonly GraphEdge[]): Graph => ({ nodes: [], edges })
const before = [...beforeEdges.values()]
const after = okPlan.graph.edges.changed.map((change) => change.after)

const rows = [
  { name: 'the shares of before are not it', plan: okPlan, edges: before, seen: false },
  { name: 'one of two hops is not enough', plan: okPlan, edges: after.slice(1), seen: false },
  { name: 'both hops as promised', plan: okPlan, edges: after, seen: true },
  {
    name: 'a hop that should be gone is still there',
    plan: confirmPlan,
    edges: [...before, ...confirmPlan.graph.edges.added],
    seen: false,
  },
  {
    name: 'gone and come as promised',
    plan: confirmPlan,
    edges: [...before.slice(0, 1), ...confirmPlan.graph.edges.added],
    seen: true,
  },
]
for (const row of rows)
  test(row.name, () => assert.equal(isSeenLive(row.plan.graph, graph(row.edges)), row.seen))
