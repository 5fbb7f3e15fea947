import type { GraphEdge } from './graph.ts'

/** Why an edge is drawn at all: stated by a resource, allowed by a policy, inferred from text, or observed. */
export function basisOf(edge: GraphEdge): 'stated' | 'allowed' | 'inferred' | 'observed' {
  return edge.kind === 'allowed' || edge.kind === 'inferred' || edge.kind === 'observed'
    ? edge.kind
    : 'stated'
}
