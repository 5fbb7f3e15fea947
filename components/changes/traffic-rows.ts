import type { Diff, GraphEdge } from '#lib/graph/graph.ts'

/** Shares of one condition, before and after; the rows of one match add up to its whole. */
export type TrafficRow = {
  readonly id: string
  readonly from: string
  readonly when: string
  /** A name for people: the thing, or the host that no thing answers to. */
  readonly to: string
  readonly port?: number
  readonly before?: number
  readonly after?: number
  readonly change: 'changed' | 'added' | 'removed'
  /** Requests that would reach no place. */
  readonly nowhere: boolean
}

/** The kinds of hop that share out requests; the others say who belongs to whom or who may call. */
const CARRIES_NOTHING = new Set([
  'selects',
  'allowed',
  'inferred',
  'observed',
  'loopback',
  'instance',
])

const carries = (edge: GraphEdge): boolean =>
  (edge.kind === undefined || !CARRIES_NOTHING.has(edge.kind)) && edge.share !== undefined

/**
 * What happens to the shares of traffic, out of the difference of the two graphs.
 *
 * @param before edges as they are now, to name those that go; without it a removed hop is named by its id
 */
export function trafficRows(
  edges: Diff<GraphEdge>,
  before: ReadonlyMap<string, GraphEdge> = new Map(),
): readonly TrafficRow[] {
  const rows: TrafficRow[] = []
  for (const change of edges.changed) {
    const moved =
      change.before.share !== change.after.share ||
      change.before.when !== change.after.when ||
      isNowhere(change.before) !== isNowhere(change.after)
    if (!moved || !(carries(change.before) || carries(change.after))) continue
    rows.push({
      ...rowOf(change.after),
      before: change.before.share,
      after: change.after.share,
      change: 'changed',
    })
  }
  for (const edge of edges.added)
    if (carries(edge)) rows.push({ ...rowOf(edge), after: edge.share, change: 'added' })
  for (const id of edges.removed) {
    const edge = before.get(id)
    if (edge && !carries(edge)) continue
    rows.push(
      edge
        ? { ...rowOf(edge), before: edge.share, change: 'removed' }
        : { ...endsOf(id), id, when: '', change: 'removed', nowhere: false },
    )
  }
  return rows.sort(byPlace)
}

const isNowhere = (edge: GraphEdge): boolean => edge.mtls?.state === 'none'

const rowOf = (edge: GraphEdge) => ({
  id: edge.id,
  from: edge.from,
  when: edge.when ?? 'any path',
  ...(isNowhere(edge)
    ? { to: edge.host ?? 'a destination that does not exist' }
    : { to: thingName(edge.to), port: edge.port }),
  nowhere: isNowhere(edge),
})

/** Ids of hops hold both ends around an arrow; the fallback where the hop itself is not at hand. */
function endsOf(id: string): { from: string; to: string } {
  const [from = id, to = ''] = id.split(/->|→/)
  return { from, to: thingName(to) }
}

const byPlace = (a: TrafficRow, b: TrafficRow): number =>
  compare(a.from, b.from) || compare(a.when, b.when) || compare(a.to, b.to)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Rows of one sender and condition, in the order of `trafficRows`. */
export function trafficGroups(rows: readonly TrafficRow[]): readonly (readonly TrafficRow[])[] {
  const groups = new Map<string, TrafficRow[]>()
  for (const row of rows) {
    const key = JSON.stringify([row.from, row.when])
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups.values()]
}

/** `service:shop/web` → `shop/web`, `workload:shop/Deployment/web` → `shop/web`: what people call the thing. */
export function thingName(id: string): string {
  const rest = id.slice(id.indexOf(':') + 1)
  const parts = rest.split('/')
  return id.startsWith('workload:') && parts.length === 3 ? `${parts[0]}/${parts[2]}` : rest
}
