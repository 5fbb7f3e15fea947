import type { Graph } from '#lib/graph/graph.ts'

/** Nodes of these namespaces, the edges that touch them, and the other ends of those edges. */
export function inNamespaces(graph: Graph, namespaces: readonly string[] | undefined): Graph {
  if (!namespaces) return graph
  const wanted = new Set(namespaces)
  const inside = new Set(
    graph.nodes.flatMap(({ id, namespace }) =>
      namespace !== undefined && wanted.has(namespace) ? [id] : [],
    ),
  )
  const edges = graph.edges.filter(({ from, to }) => inside.has(from) || inside.has(to))
  const shown = new Set([...inside, ...edges.flatMap(({ from, to }) => [from, to])])
  return { nodes: graph.nodes.filter(({ id }) => shown.has(id)), edges }
}
