import type { ClusterView, Topic } from '#server/services.ts'

export const ALL_TOPICS: readonly Topic[] = ['topology', 'mtls', 'findings', 'status', 'resources']

/** Which answers differ between two views. Parts that were taken over are the same objects, and are not stale. */
export function staleTopics(before: ClusterView | undefined, after: ClusterView): readonly Topic[] {
  // Every answer carries freshness and gaps: when those change, all of them do.
  if (!before || before.freshness !== after.freshness || before.partial !== after.partial) {
    return ALL_TOPICS
  }
  const stale: Topic[] = []
  if (before.graph !== after.graph || before.findings !== after.findings) stale.push('topology')
  if (before.mtls !== after.mtls) stale.push('mtls')
  if (before.findings !== after.findings) stale.push('findings')
  if (before.snapshot !== after.snapshot) stale.push('status', 'resources')
  return stale
}
