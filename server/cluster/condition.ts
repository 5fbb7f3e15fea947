import type { AppError } from '#lib/errors/app-error.ts'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import { kindId } from '#lib/resources/kind.ts'
import type { KindSlice, Snapshot } from '#lib/snapshot/snapshot.ts'
import type { ClusterState, Freshness, PartialKind } from '#server/services.ts'

/** How a cluster is, without the times: those belong to whoever sees it change. */
export type Condition = {
  readonly state: ClusterState['state']
  readonly freshness: Freshness['state']
  readonly synced: number
  readonly of: number
  readonly message?: string
  readonly fix?: string
}

/** The connection as a whole: not yet, refused for a reason, or open. */
export type Link = { readonly isOpen: boolean; readonly failure: AppError | undefined }

const CORE: ReadonlySet<string> = new Set(CORE_KINDS.map(kindId))
const DENIALS: ReadonlySet<string> = new Set(['cluster/unauthorized', 'cluster/forbidden'])

/**
 * Live when every kind is read, refused or not served; stale as soon as a kind that every mesh rests on cannot
 * be followed. A kind of one mesh that fails is a gap in the picture, not an old picture: see `partialOf`.
 */
export function conditionOf(snapshot: Snapshot, link: Link, complaint?: AppError): Condition {
  const condition = stateOf(snapshot, link)
  if (!complaint || condition.message !== undefined) return condition
  const { detail, fix } = complaint.toProblem()
  const message = `${detail} The connection of before goes on.`
  return { ...condition, message, fix }
}

function stateOf(snapshot: Snapshot, link: Link): Condition {
  const slices = [...snapshot.kinds.values()]
  const inState = (state: KindSlice['status']['state']) =>
    slices.filter(({ status }) => status.state === state)
  const syncing = inState('syncing').length
  const counts = { synced: slices.length - syncing, of: slices.length }
  if (link.failure) {
    const { detail, fix } = link.failure.toProblem()
    // What was read stays to be seen; the message tells why nothing newer comes.
    const isRead = slices.some(({ size }) => size > 0)
    const state = isRead ? 'stale' : DENIALS.has(link.failure.code) ? 'denied' : 'failed'
    return { state, freshness: 'stale', ...counts, message: detail, fix }
  }
  if (!link.isOpen) return { state: 'connecting', freshness: 'syncing', ...counts }
  if (syncing > 0) return { state: 'syncing', freshness: 'syncing', ...counts }

  const stale = inState('stale').filter(({ kind }) => CORE.has(kindId(kind)))
  if (stale.length > 0) {
    return {
      state: 'stale',
      freshness: 'stale',
      ...counts,
      message: messageOf(stale),
      fix: 'What is shown is the last that was read. Meshwright goes on by itself when the API server answers.',
    }
  }
  const denied = inState('not-permitted')
  const failed = inState('failed')
  const isBlind = slices.every(({ status }) => isUnread(status))
  if (isBlind && failed.length > 0) {
    const message = messageOf(failed)
    return {
      state: 'failed',
      freshness: 'stale',
      ...counts,
      message,
      fix: 'Check that the API server runs.',
    }
  }
  if (isBlind && denied.length > 0) {
    return {
      state: 'denied',
      freshness: 'live',
      ...counts,
      message: messageOf(denied),
      fix: 'Ask for a ClusterRole that allows "get", "list" and "watch" on what Meshwright reads, or choose another context with --context.',
    }
  }
  return { state: 'live', freshness: 'live', ...counts }
}

/** Whether waiting longer could still change what there is to see: what `/api/ready` asks. */
export const isSettled = ({ state }: Pick<Condition, 'state'>): boolean =>
  state !== 'connecting' && state !== 'syncing'

/** Kinds that the picture lacks, and why. While the whole picture is old, that is said once and not for each kind. */
export function partialOf(snapshot: Snapshot): readonly PartialKind[] {
  const out: PartialKind[] = []
  for (const { kind, version, status } of snapshot.kinds.values()) {
    if (status.state === 'synced' || status.state === 'syncing') continue
    if (status.state === 'stale' && CORE.has(kindId(kind))) continue
    const gap = {
      group: kind.group,
      version: version ?? kind.versions[0] ?? '',
      plural: kind.plural,
      reason: status.state === 'stale' ? ('failed' as const) : status.state,
      message: status.message,
    }
    out.push(gap)
    if (status.state !== 'not-permitted' || !status.namespaces) continue
    // Where nothing at all is read of a kind, naming each namespace too would say the same again.
    for (const namespace of status.refused ?? []) out.push({ ...gap, namespace })
  }
  return out
}

const isUnread = (status: KindSlice['status']): boolean =>
  status.state === 'failed' ||
  status.state === 'not-served' ||
  (status.state === 'not-permitted' && !status.namespaces?.length)

const messageOf = ([first]: readonly KindSlice[]): string =>
  first && 'message' in first.status ? first.status.message : ''
