import type { ClusterStatus, PartialKind } from '#components/query/answers.ts'
import { digits } from '#components/ui/count.ts'

/** "3 of 45 kinds read" and "42 not permitted": together they are the whole, and no kind is in both. */
export function kindsRead({
  synced,
  of,
  partial = [],
  namespaces,
}: Pick<ClusterStatus, 'synced' | 'of' | 'partial' | 'namespaces'>): {
  readonly read: string
  readonly unread: string | undefined
} {
  const gaps = new Map<string, PartialKind['reason']>()
  for (const { group, plural, reason } of partial)
    if (reason !== 'not-served') gaps.set(`${group}/${plural}`, reason)
  const read = `${digits(Math.max(0, synced - gaps.size))} of ${digits(of)} kinds read`
  if (gaps.size === 0) return { read, unread: undefined }
  const isRefused = [...gaps.values()].every((reason) => reason === 'not-permitted')
  // Where namespaces are read one by one, some of each kind may be there.
  const isPart = (namespaces?.length ?? 0) > 0 || partial.some((p) => p.namespace !== undefined)
  const how = `${isPart ? 'in part or ' : ''}${isRefused ? 'not permitted' : 'not read'}`
  return { read, unread: `${digits(gaps.size)} ${how}` }
}
