import type { GraphEdge, MtlsState } from '#lib/graph/graph.ts'
import type { MtlsReport, PostureRow } from '#lib/model/mtls-report.ts'
import type { Hop } from './hops.ts'

/** Higher is better protected; `undefined` where nothing can be said. */
const RANK: Readonly<Record<MtlsState, number | undefined>> = {
  mtls: 4,
  tls: 3,
  passthrough: 3,
  unknown: 2,
  opaque: 1,
  plaintext: 1,
  bypass: 1,
  loopback: undefined,
  conflict: undefined,
  none: undefined,
}

const rankOf = ({ mtls }: GraphEdge): number | undefined => {
  const rank = mtls && RANK[mtls.state]
  return rank === undefined ? undefined : rank + (mtls?.state === 'mtls' && mtls.enforced ? 0.5 : 0)
}

const lowest = (edges: readonly GraphEdge[]): number | undefined => {
  const ranks = edges.flatMap((edge) => rankOf(edge) ?? [])
  return ranks.length > 0 ? Math.min(...ranks) : undefined
}

/** Whether the worst protected rule between two ends is worse than before. */
export function isHopLowered(before: Hop | undefined, after: Hop | undefined): boolean {
  if (!before || !after) return false
  const [old, now] = [lowest(before.edges), lowest(after.edges)]
  return old !== undefined && now !== undefined && now < old
}

const INBOUND: Readonly<Record<PostureRow['inbound'], number | undefined>> = {
  STRICT: 3,
  PERMISSIVE: 2,
  DISABLE: 1,
  'n/a': undefined,
  unknown: undefined,
}
const CLIENTS: Readonly<Record<PostureRow['clients']['state'], number | undefined>> = {
  mtls: 3,
  tls: 2,
  mixed: 1.5,
  plaintext: 1,
  unknown: undefined,
}

export type PostureChange = {
  readonly before: PostureRow
  readonly after: PostureRow
  readonly isLowered: boolean
}

/** Rows of the report that differ; a port without a row of its own follows its Service. */
export function postureChanges(before: MtlsReport, after: MtlsReport): readonly PostureChange[] {
  const key = (on: string, port: number | undefined) => `${on} ${port ?? ''}`
  const rows = (report: MtlsReport) =>
    new Map(report.posture.map((row) => [key(row.on, row.port), row]))
  const [old, now] = [rows(before), rows(after)]
  const changes: PostureChange[] = []
  for (const id of new Set([...old.keys(), ...now.keys()])) {
    const on = (old.get(id) ?? now.get(id))?.on ?? ''
    const was = old.get(id) ?? old.get(key(on, undefined))
    const is = now.get(id) ?? now.get(key(on, undefined))
    if (!was || !is) continue
    if (was.inbound === is.inbound && was.clients.state === is.clients.state) continue
    const isLower = (a: number | undefined, b: number | undefined) =>
      a !== undefined && b !== undefined && b < a
    const isLowered =
      isLower(INBOUND[was.inbound], INBOUND[is.inbound]) ||
      isLower(CLIENTS[was.clients.state], CLIENTS[is.clients.state])
    const port = old.get(id)?.port ?? now.get(id)?.port
    changes.push({ before: was, after: port === undefined ? is : { ...is, port }, isLowered })
  }
  return changes
}
