import type { Graph, GraphDiff, GraphEdge, GraphNode } from '#lib/graph/graph.ts'

/**
 * Whether a topology shows what a plan promised: things added are there, things removed are gone, hops that
 * change have the promised share, condition and mTLS. Somebody else's later change may make this false for
 * good, so an answer of `false` means "not seen", never "not written".
 */
export function isSeenLive(promised: GraphDiff, topology: Graph): boolean {
  const nodes = new Map(topology.nodes.map((node) => [node.id, node]))
  const edges = new Map(topology.edges.map((edge) => [edge.id, edge]))
  return (
    present(promised.nodes.added, nodes) &&
    present(promised.edges.added, edges) &&
    promised.nodes.removed.every((id) => !nodes.has(id)) &&
    promised.edges.removed.every((id) => !edges.has(id)) &&
    promised.nodes.changed.every(({ id }) => nodes.has(id)) &&
    promised.edges.changed.every(({ id, after }) => isAs(after, edges.get(id)))
  )
}

const present = <T extends GraphNode | GraphEdge>(
  added: readonly T[],
  there: ReadonlyMap<string, T>,
): boolean => added.every(({ id }) => there.has(id))

const isAs = (promised: GraphEdge, there: GraphEdge | undefined): boolean =>
  there !== undefined &&
  there.share === promised.share &&
  there.when === promised.when &&
  there.verdict === promised.verdict &&
  there.mtls?.state === promised.mtls?.state &&
  there.mtls?.enforced === promised.mtls?.enforced
