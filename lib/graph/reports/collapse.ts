import type { AccessVerdict } from '#lib/model/edge-words.ts'
import type { MtlsState } from '#lib/model/mtls-words.ts'
import type { Graph, GraphEdge, GraphNode } from '../graph.ts'

/** A namespace as one card. */
export type Group = {
  readonly id: string
  readonly namespace: string
  readonly nodes: number
  readonly services: number
  readonly workloads: number
  readonly hops: number
  readonly mtls: readonly { readonly state: MtlsState; readonly hops: number }[]
  readonly findings: { readonly error: number; readonly warning: number; readonly info: number }
}

/** Hops between two ends of which at least one is a group, as one line for each verdict. */
export type SummedEdge = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly hops: number
  readonly mtls: MtlsState
  readonly verdict?: AccessVerdict
  readonly edges: readonly string[]
}

export type CollapsedGraph = {
  readonly groups?: readonly Group[]
  readonly summed?: readonly SummedEdge[]
}

export const groupId = (namespace: string): string => `namespace:${namespace}`

/** Joining a Service to its pods is no call. */
const isHop = ({ kind }: GraphEdge) => kind !== 'selects'

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)

function groupOf(
  namespace: string,
  nodes: readonly GraphNode[],
  inside: readonly GraphEdge[],
): Group {
  const findings = { error: 0, warning: 0, info: 0 }
  // An object may stand behind two nodes; what is wrong with it is then counted on each, as on the cards.
  for (const node of nodes) {
    findings.error += node.findings.error
    findings.warning += node.findings.warning
    findings.info += node.findings.info
  }
  const hops = inside.filter(isHop)
  const states = new Map<MtlsState, number>()
  for (const { mtls } of hops) if (mtls) states.set(mtls.state, (states.get(mtls.state) ?? 0) + 1)
  return {
    id: groupId(namespace),
    namespace,
    nodes: nodes.length,
    services: nodes.filter((n) => n.kind === 'service').length,
    workloads: nodes.filter((n) => n.kind === 'workload' || n.kind === 'gateway').length,
    hops: hops.length,
    mtls: [...states]
      .map(([state, count]) => ({ state, hops: count }))
      .sort((a, b) => (a.state < b.state ? -1 : 1)),
    findings,
  }
}

/**
 * Namespaces shown as one group each: hops inside are counted on it, hops across are summed by pair, mTLS state
 * and access verdict.
 *
 * @param wanted names of namespaces, or `*` for all; undefined leaves the graph as it is
 */
export function collapse(
  graph: Graph,
  wanted: readonly string[] | undefined,
): Graph & CollapsedGraph {
  if (!wanted || wanted.length === 0) return graph
  const all = wanted.includes('*')
  const names = new Set(wanted)
  const groupByNode = new Map<string, string>()
  const members = new Map<string, { nodes: GraphNode[]; inside: GraphEdge[] }>()
  for (const node of graph.nodes) {
    const { namespace } = node
    if (namespace === undefined || !(all || names.has(namespace))) continue
    groupByNode.set(node.id, namespace)
    const group = members.get(namespace) ?? { nodes: [], inside: [] }
    members.set(namespace, group)
    group.nodes.push(node)
  }
  const kept: GraphEdge[] = []
  const summed = new Map<string, SummedEdge & { hops: number; edges: string[] }>()
  for (const edge of graph.edges) {
    const [from, to] = [groupByNode.get(edge.from), groupByNode.get(edge.to)]
    if (from === undefined && to === undefined) {
      kept.push(edge)
      continue
    }
    if (from !== undefined && from === to) {
      members.get(from)?.inside.push(edge)
      continue
    }
    if (!isHop(edge)) continue
    const ends = [
      from === undefined ? edge.from : groupId(from),
      to === undefined ? edge.to : groupId(to),
    ] as const
    const mtls = edge.mtls?.state ?? 'unknown'
    const id = [...ends, mtls, edge.verdict ?? ''].join(' ').trim()
    const known = summed.get(id)
    if (known) {
      known.hops++
      known.edges.push(edge.id)
    } else
      summed.set(id, {
        id,
        from: ends[0],
        to: ends[1],
        hops: 1,
        mtls,
        ...(edge.verdict ? { verdict: edge.verdict } : {}),
        edges: [edge.id],
      })
  }
  return {
    nodes: graph.nodes.filter((n) => !groupByNode.has(n.id)),
    edges: kept,
    groups: [...members]
      .map(([namespace, { nodes, inside }]) => groupOf(namespace, nodes, inside))
      .sort(byId),
    summed: [...summed.values()].sort(byId),
  }
}
