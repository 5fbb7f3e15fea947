import type { EdgeKind, Graph, GraphEdge } from '#lib/graph/graph.ts'

const NO_CALL: ReadonlySet<EdgeKind> = new Set<EdgeKind>([
  'selects',
  'inferred',
  'allowed',
  'observed',
  'instance',
])

/** An edge that carries requests: not one that joins a Service to its pods, nor one that is only guessed or measured. */
export const isCall = (edge: GraphEdge): boolean => !edge.kind || !NO_CALL.has(edge.kind)

/** Calls from one node to another, all rules and ports together. */
export type Hop = {
  readonly from: string
  readonly to: string
  readonly edges: readonly GraphEdge[]
}

export const hopKey = (from: string, to: string): string => `${from} → ${to}`

/** The calls of a graph by their two ends: rules come and go with an edit, the ends stay comparable. */
export function hopsOf(graph: Graph): ReadonlyMap<string, Hop> {
  const hops = new Map<string, { from: string; to: string; edges: GraphEdge[] }>()
  for (const edge of graph.edges) {
    if (!isCall(edge)) continue
    const key = hopKey(edge.from, edge.to)
    const hop = hops.get(key)
    if (hop) hop.edges.push(edge)
    else hops.set(key, { from: edge.from, to: edge.to, edges: [edge] })
  }
  return hops
}

/** Nodes that can be reached along any edge, in at most `steps` steps. */
export function reaches(graph: Graph, from: string, to: string, steps: number): boolean {
  const next = new Map<string, string[]>()
  for (const edge of graph.edges) {
    const targets = next.get(edge.from)
    if (targets) targets.push(edge.to)
    else next.set(edge.from, [edge.to])
  }
  let front = [from]
  const seen = new Set(front)
  for (let step = 0; step < steps && front.length > 0; step += 1) {
    const found: string[] = []
    for (const node of front)
      for (const target of next.get(node) ?? []) {
        if (target === to) return true
        if (!seen.has(target)) {
          seen.add(target)
          found.push(target)
        }
      }
    front = found
  }
  return false
}
