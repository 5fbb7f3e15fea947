import type { GraphEdge, GraphNode } from '#lib/graph/graph.ts'
import type { NamespaceSum } from './cards.ts'

const PREFIX = 'namespace:'
/** How ids of summed hops begin: each keeps a line of its own. */
export const SUM_PREFIX = 'sum '
export const namespaceId = (namespace: string): string => PREFIX + namespace
export const namespaceOfId = (id: string): string | undefined =>
  id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined

/** Stands for a namespace where there are too many hosts outside to draw each; no namespace can have this name. */
export const OUTSIDE_HOSTS = '~external'

/** What a node is drawn with when that is collapsed: its namespace, or all hosts outside together. */
export const collapsesInto = (node: GraphNode): string | undefined =>
  node.namespace ?? (node.kind === 'external' ? OUTSIDE_HOSTS : undefined)

export const collapsedName = (name: string): string =>
  name === OUTSIDE_HOSTS ? 'External hosts' : name

/** Exceptions first: what a summed line or a mix bar must not hide. */
export const STATE_ORDER = [
  'conflict',
  'none',
  'plaintext',
  'bypass',
  'unknown',
  'accepted',
  'tls',
  'passthrough',
  'opaque',
  'loopback',
  'enforced',
] as const

export const stateKey = (edge: GraphEdge): string =>
  edge.mtls
    ? edge.mtls.state === 'mtls'
      ? edge.mtls.enforced
        ? 'enforced'
        : 'accepted'
      : edge.mtls.state
    : 'unstated'

/** A graph in which each collapsed namespace is one node; hops across are summed by pair and verdict. */
export function sumNamespaces(
  graph: { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] },
  collapsed: ReadonlySet<string>,
): {
  nodes: readonly GraphNode[]
  edges: readonly GraphEdge[]
  sums: ReadonlyMap<string, NamespaceSum>
} {
  if (collapsed.size === 0) return { ...graph, sums: new Map() }
  const nodes: GraphNode[] = []
  const placeOf = new Map<string, string>()
  type Sum = {
    services: number
    gateways: number
    hosts: number
    hops: number
    mix: Record<string, number>
    findings: { error: number; warning: number; info: number }
  }
  const sums = new Map<string, Sum>()
  for (const node of graph.nodes) {
    const name = collapsesInto(node)
    if (name === undefined || !collapsed.has(name)) {
      nodes.push(node)
      placeOf.set(node.id, node.id)
      continue
    }
    const id = namespaceId(name)
    placeOf.set(node.id, id)
    let sum = sums.get(id)
    if (!sum) {
      sum = {
        services: 0,
        gateways: 0,
        hosts: 0,
        hops: 0,
        mix: {},
        findings: { error: 0, warning: 0, info: 0 },
      }
      sums.set(id, sum)
    }
    if (node.kind === 'service') sum.services += 1
    if (node.kind === 'external') sum.hosts += 1
    if (node.kind === 'gateway' || node.kind === 'ingress') sum.gateways += 1
    sum.findings.error += node.findings.error
    sum.findings.warning += node.findings.warning
    sum.findings.info += node.findings.info
  }
  const edges: GraphEdge[] = []
  const between = new Map<string, { first: GraphEdge; from: string; to: string; count: number }>()
  for (const edge of graph.edges) {
    const from = placeOf.get(edge.from)
    const to = placeOf.get(edge.to)
    if (from === undefined || to === undefined) continue
    if (edge.kind !== 'selects')
      for (const id of new Set([from, to])) {
        const sum = sums.get(id)
        if (!sum) continue
        sum.hops += 1
        const key = stateKey(edge)
        if (key !== 'unstated') sum.mix[key] = (sum.mix[key] ?? 0) + 1
      }
    if (from === edge.from && to === edge.to) {
      edges.push(edge)
      continue
    }
    if (from === to || edge.kind === 'selects') continue
    const key = `${from} > ${to} ${stateKey(edge)}`
    const pair = between.get(key)
    if (pair) pair.count += 1
    else between.set(key, { first: edge, from, to, count: 1 })
  }
  for (const [key, { first, from, to, count }] of between)
    edges.push({
      id: SUM_PREFIX + key,
      from,
      to,
      via: [],
      because: `${count} ${count === 1 ? 'hop' : 'hops'}`,
      ...(first.mtls ? { mtls: first.mtls } : {}),
    })
  for (const [id, sum] of sums)
    nodes.push({
      id,
      kind: 'service',
      name: collapsedName(namespaceOfId(id) ?? id),
      ...(id === namespaceId(OUTSIDE_HOSTS) ? {} : { namespace: namespaceOfId(id) ?? id }),
      findings: sum.findings,
      resources: [],
    })
  return { nodes, edges, sums }
}
