import type { Graph } from '#lib/graph/graph.ts'

/** What a graph must look like, counted here once more and without any of the page's code. */
export type Expected = {
  /** Nodes of the graph: each must stand on a card. */
  readonly nodes: number
  /** Cards: Services, gateways and all others that are no row of exactly one Service. */
  readonly cards: number
  /** Edges that lead from one card to another, or, collapsed, one for each pair and kind of hop. */
  readonly edges: number
}

const JOINS = ['selects', 'split', 'instance']

/** Everything opened: a workload that exactly one Service selects stands on that Service. */
export function expectedOpened({ nodes, edges }: Graph): Expected {
  const kinds = new Map(nodes.map((node) => [node.id, node.kind]))
  const isJoin = ({ kind, from, to }: Graph['edges'][number]) =>
    JOINS.includes(kind ?? '') && kinds.get(from) === 'service' && kinds.get(to) === 'workload'
  const owners = new Map<string, Set<string>>()
  for (const edge of edges)
    if (isJoin(edge)) owners.set(edge.to, (owners.get(edge.to) ?? new Set()).add(edge.from))
  const placeOf = (id: string) => {
    const own = owners.get(id)
    return own?.size === 1 ? [...own][0] : id
  }
  return {
    nodes: nodes.length,
    cards: new Set(nodes.map(({ id }) => placeOf(id))).size,
    edges: edges.filter((edge) => !isJoin(edge) || placeOf(edge.from) !== placeOf(edge.to)).length,
  }
}

/** Each namespace one card, and hosts outside of the cluster another where they are many; hops across are one line for each pair, mTLS state and whether that is enforced. */
export function expectedCollapsed({ nodes, edges }: Graph): Expected {
  const hosts = nodes.filter(({ kind, namespace }) => kind === 'external' && !namespace)
  const isOne = new Set(hosts.length > 12 ? hosts.map(({ id }) => id) : [])
  const placeOf = new Map(
    nodes.map(({ id, namespace }) => [id, namespace ?? (isOne.has(id) ? 'hosts' : id)]),
  )
  const namespaces = new Set(nodes.flatMap(({ namespace }) => namespace ?? [])).add('hosts')
  const lines = new Set<string>()
  for (const { id, kind, from, to, mtls } of edges) {
    const [a, b] = [placeOf.get(from), placeOf.get(to)]
    if (a === b || kind === 'selects') continue
    const isSummed = namespaces.has(a ?? '') || namespaces.has(b ?? '')
    const isEnforced = mtls?.state === 'mtls' && mtls.enforced === true
    lines.add(isSummed ? JSON.stringify([a, b, mtls?.state, isEnforced]) : id)
  }
  return {
    nodes: new Set(placeOf.values()).size,
    cards: new Set(placeOf.values()).size,
    edges: lines.size,
  }
}
