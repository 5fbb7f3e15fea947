import { findIn, parseFind } from './find.ts'
import type { Graph } from './graph.ts'

/** The graph without what any of the queries matches: things with their hops, or hops alone. */
export function without(graph: Graph, queries: readonly string[]): Graph {
  let { nodes, edges } = graph
  for (const text of queries) {
    const found = findIn({ nodes, edges }, parseFind(text))
    if (!found) continue
    const { nodes: gone, edges: cut } = found
    if (found.counts === 'hops') edges = edges.filter((e) => !cut.has(e.id))
    else {
      nodes = nodes.filter((n) => !gone.has(n.id))
      edges = edges.filter((e) => !gone.has(e.from) && !gone.has(e.to))
    }
  }
  return { nodes, edges }
}
