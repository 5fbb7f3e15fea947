import { findIn, parseFind } from '../find.ts'
import type { Graph } from '../graph.ts'

/**
 * The part of a graph that a find expression asks for: what matches, and both ends of each hop that does.
 * `error` says what of the expression is not understood.
 */
export function found(graph: Graph, expression: string): Graph & { readonly error?: string } {
  const query = parseFind(expression)
  if (query.error !== undefined) return { ...graph, error: query.error }
  const result = findIn(graph, query)
  if (!result) return graph
  const edges = graph.edges.filter(({ id }) => result.edges.has(id))
  const shown = new Set([...result.nodes, ...edges.flatMap(({ from, to }) => [from, to])])
  return { nodes: graph.nodes.filter(({ id }) => shown.has(id)), edges }
}
