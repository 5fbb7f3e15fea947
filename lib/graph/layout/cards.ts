import type { GraphEdge, GraphNode } from '#lib/graph/graph.ts'
import type { Arrow, Box } from './block.ts'
import { rulesOf } from './gateway-rules.ts'
import { FRAMELESS } from './layout.ts'
import { MEASURES as M } from './measures.ts'
import { collapsesInto, OUTSIDE_HOSTS, SUM_PREFIX, sumNamespaces } from './namespaces.ts'
import { widthOf } from './width.ts'

/** One line of a card. It may be the end of an edge, and it may stand for a node of its own. */
export type CardRow =
  | {
      readonly kind: 'workload'
      readonly id: string
      readonly node: GraphNode
      readonly share?: number
      readonly edges: readonly GraphEdge[]
    }
  | {
      readonly kind: 'rule'
      readonly id: string
      readonly order?: number
      readonly when?: string
      /** Stated by text that is no mesh resource's route (an EnvoyFilter): it may shadow the others. */
      readonly patched: boolean
      readonly edges: readonly GraphEdge[]
    }
  | { readonly kind: 'text'; readonly id: string; readonly text: string }

export type NamespaceSum = {
  readonly services: number
  readonly gateways: number
  /** Hosts outside of the cluster. */
  readonly hosts: number
  readonly hops: number
  readonly mix: Readonly<Record<string, number>>
}

/** What is drawn as one thing: a node with the nodes and rules that stand in it as rows. */
export type Card = {
  readonly id: string
  readonly kind: GraphNode['kind'] | 'namespace'
  readonly node: GraphNode
  readonly group: string
  readonly rows: readonly CardRow[]
  /** Rows beyond the sixth, which are counted and not drawn. */
  readonly more: number
  readonly width: number
  readonly height: number
  readonly idle: boolean
  readonly sum?: NamespaceSum
}

/** One line between two cards: all edges that leave one place for another. */
export type Link = {
  readonly id: string
  readonly from: string
  readonly to: string
  /** Where on the cards, from their tops. */
  readonly fromY: number
  readonly toY: number
  readonly edges: readonly GraphEdge[]
}

export type Cards = {
  readonly cards: readonly Card[]
  readonly links: readonly Link[]
  /** The card on which a node of the graph stands. */
  readonly cardOf: ReadonlyMap<string, string>
  readonly boxes: readonly Box[]
  readonly arrows: readonly Arrow[]
}

const ROWS = 6
/** Above this many, hosts outside of the cluster are one group. */
export const MOST_HOSTS = 12
const JOINS = new Set(['selects', 'split', 'instance'])

export type CardOptions = {
  /** Namespaces drawn as one card each, with their inner hops counted on it. */
  readonly collapsed?: ReadonlySet<string>
  /** What stands in one frame; a namespace by itself. */
  readonly group?: Grouping
}

export type Grouping = 'namespace' | 'mesh' | 'none'

/** Frame of what is in no mesh, where frames are meshes. */
export const NO_MESH = 'in no mesh'

/**
 * Turns a graph into cards: a workload that exactly one Service selects is a row of that Service's card, and each
 * routing rule is a row of its gateway. Edges keep their ids and end at rows where they can.
 */
export function cardsOf(
  graph: { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] },
  options: CardOptions = {},
): Cards {
  const { nodes, edges, sums } = sumNamespaces(graph, options.collapsed ?? new Set())
  const byId = new Map(nodes.map((n) => [n.id, n]))
  const owners = new Map<string, Set<string>>()
  const joins = new Map<string, GraphEdge[]>()
  const outOf = new Map<string, GraphEdge[]>()
  const touched = new Set<string>()
  for (const edge of edges) {
    if (!byId.has(edge.from) || !byId.has(edge.to)) continue
    const isJoin =
      JOINS.has(edge.kind ?? '') &&
      byId.get(edge.from)?.kind === 'service' &&
      byId.get(edge.to)?.kind === 'workload'
    if (isJoin) {
      push(joins, edge.from, edge)
      const set = owners.get(edge.to) ?? new Set()
      set.add(edge.from)
      owners.set(edge.to, set)
    } else {
      push(outOf, edge.from, edge)
      touched.add(edge.from)
      touched.add(edge.to)
    }
  }
  const isRow = (id: string) => owners.get(id)?.size === 1

  // Many hosts outside stand together; a few stand where they are called.
  const outside = nodes.filter((n) => collapsesInto(n) === OUTSIDE_HOSTS && !sums.has(n.id))
  const hosts = new Set(outside.length > MOST_HOSTS ? outside.map(({ id }) => id) : [])

  const cards: Card[] = []
  const cardOf = new Map<string, string>()
  const rowY = new Map<string, number>()
  const edgeY = new Map<string, number>()
  const rowsByCard = new Map<string, readonly CardRow[]>()
  for (const node of nodes) {
    if (isRow(node.id)) continue
    const sum = sums.get(node.id)
    const rows = sum
      ? []
      : rowsOf(node, byId, joins.get(node.id) ?? [], outOf.get(node.id) ?? [], isRow)
    const shown = rows.length > ROWS + 1 ? rows.slice(0, ROWS) : rows
    const more = rows.length - shown.length
    cardOf.set(node.id, node.id)
    rowsByCard.set(node.id, shown)
    rows.forEach((row, i) => {
      const y = M.header + M.row * Math.min(i, shown.length) + M.row / 2 + 1
      if (row.kind === 'workload') {
        cardOf.set(row.node.id, node.id)
        rowY.set(row.node.id, y)
      } else if (row.kind === 'rule') for (const edge of row.edges) edgeY.set(edge.id, y)
    })
    const alone = [node.id, ...rows.flatMap((r) => (r.kind === 'workload' ? [r.node.id] : []))]
    const isJoined = node.kind === 'workload' && (owners.get(node.id)?.size ?? 0) > 1
    cards.push({
      id: node.id,
      kind: sum ? 'namespace' : node.kind,
      node,
      group: groupOf(node, sum !== undefined, hosts.has(node.id), options.group),
      rows: shown,
      more,
      ...widthOf(node, shown, more, sum !== undefined),
      idle: !isJoined && !alone.some((id) => touched.has(id)),
      ...(sum ? { sum } : {}),
    })
  }

  const links = linksOf(edges, byId, cardOf, (edge) => {
    const from = cardOf.get(edge.from) ?? ''
    const to = cardOf.get(edge.to) ?? ''
    if (from === to && edge.from !== edge.to && JOINS.has(edge.kind ?? '')) return undefined
    const middle = (id: string) => middleOf(byId.get(id), sums.has(id))
    return {
      from,
      to,
      fromY: edgeY.get(edge.id) ?? rowY.get(edge.from) ?? middle(from),
      toY: subsetY(edge, rowsByCard.get(to) ?? [], rowY) ?? rowY.get(edge.to) ?? middle(to),
    }
  })
  return {
    cards,
    links,
    cardOf,
    boxes: cards.map(({ id, group, width, height, idle }) => ({ id, group, width, height, idle })),
    arrows: links.filter((l) => l.from !== l.to && !runsBack(l)),
  }
}

/** A subset ends at the row of its workload, where exactly one row carries that version. */
function subsetY(
  edge: GraphEdge,
  rows: readonly CardRow[],
  rowY: ReadonlyMap<string, number>,
): number | undefined {
  const subset = edge.subset
  if (subset === undefined) return undefined
  const fits = rows.filter((r) => r.kind === 'workload' && r.node.versions?.includes(subset))
  return fits.length === 1 ? rowY.get(fits[0]?.id ?? '') : undefined
}

/** An inferred way back is drawn over the top and must not bend the columns. */
const runsBack = (link: Link): boolean => link.edges.every((e) => e.kind === 'inferred')

function groupOf(
  node: GraphNode,
  isSum: boolean,
  isHost: boolean,
  grouping: Grouping = 'namespace',
): string {
  if (isSum) return `${FRAMELESS}namespace:${node.name}`
  if (isHost) return `${FRAMELESS}${OUTSIDE_HOSTS}`
  if (grouping === 'none') return FRAMELESS
  if (grouping === 'mesh' && node.namespace !== undefined) return node.mesh ?? NO_MESH
  return node.namespace ?? `${FRAMELESS}${node.id}`
}

const middleOf = (node: GraphNode | undefined, isSum: boolean): number =>
  isSum ? 37 : node?.kind === 'client' ? 16 : M.header / 2

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

function rowsOf(
  node: GraphNode,
  byId: ReadonlyMap<string, GraphNode>,
  joins: readonly GraphEdge[],
  out: readonly GraphEdge[],
  isRow: (id: string) => boolean,
): readonly CardRow[] {
  if (node.kind === 'gateway' || node.kind === 'ingress') return rulesOf(node, out)
  if (node.kind === 'service') {
    const rows = new Map<string, GraphEdge[]>()
    for (const edge of joins) if (isRow(edge.to)) push(rows, edge.to, edge)
    const ordered = [...rows].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    const shareOf = sharesOf(joins)
    return ordered.flatMap(([id, edges]) => {
      const workload = byId.get(id)
      const share = shareOf?.(id)
      return workload
        ? [
            {
              kind: 'workload' as const,
              id,
              node: workload,
              edges,
              ...(share === undefined ? {} : { share }),
            },
          ]
        : []
    })
  }
  if (node.kind === 'entry' || node.kind === 'external')
    return (node.endpoints ?? []).slice(0, 3).map((text) => ({
      kind: 'text',
      id: `${node.id} ${text}`,
      text,
    }))
  return []
}

/**
 * Shares of the rows, where the service's own split has one answer for every request: what no route names gets none.
 * With several rules there is no one number, and the rows carry none.
 */
function sharesOf(joins: readonly GraphEdge[]): ((id: string) => number) | undefined {
  const splits = joins.filter((e) => e.share !== undefined)
  if (splits.length === 0 || splits.some((e) => e.when !== undefined || e.order !== undefined))
    return undefined
  const sums = new Map<string, number>()
  for (const edge of splits) sums.set(edge.to, (sums.get(edge.to) ?? 0) + (edge.share ?? 0))
  const total = [...sums.values()].reduce((a, b) => a + b, 0)
  // Several ports, or subsets that share workloads: the numbers are not parts of one whole.
  if (Math.abs(total - 100) > 0.5) return undefined
  return (id) => sums.get(id) ?? 0
}

function linksOf(
  edges: readonly GraphEdge[],
  byId: ReadonlyMap<string, GraphNode>,
  cardOf: ReadonlyMap<string, string>,
  endsOf: (edge: GraphEdge) => { from: string; to: string; fromY: number; toY: number } | undefined,
): Link[] {
  const links = new Map<string, { ends: Omit<Link, 'id' | 'edges'>; edges: GraphEdge[] }>()
  for (const edge of edges) {
    if (!byId.has(edge.from) || !byId.has(edge.to)) continue
    if (!cardOf.has(edge.from) || !cardOf.has(edge.to)) continue
    const ends = endsOf(edge)
    if (!ends) continue
    // Rules, ports and hosts of one pair share a line; subsets, rows of the target and kinds of arrow keep their own.
    const key = [edge.from, edge.to, ends.toY, edge.subset ?? '', lineKind(edge)].join(' ')
    const link = links.get(key)
    if (link) link.edges.push(edge)
    else links.set(key, { ends, edges: [edge] })
  }
  return [...links.values()].map(({ ends, edges: own }) => ({
    id: own[0]?.id ?? '',
    ...ends,
    edges: own,
  }))
}

const lineKind = (edge: GraphEdge): string =>
  edge.id.startsWith(SUM_PREFIX)
    ? edge.id
    : ['mirror', 'allowed', 'inferred', 'observed', 'selects', 'failover', 'sum'].includes(
          edge.kind ?? '',
        )
      ? (edge.kind ?? '')
      : 'stated'
