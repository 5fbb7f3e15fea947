import type { Cluster, RevisionLog, Topic } from '#server/services.ts'

const KEPT = 256
/** A page that opens its stream has fetched what it shows at most this long ago. */
const LOADING = 60_000
export const TOPICS: readonly Topic[] = ['topology', 'mtls', 'findings', 'status', 'resources']

/** The last events of one cluster, so that a page that comes back learns what went stale meanwhile, not just "all". */
export function createRevisionLog(cluster: Cluster, now: () => number = Date.now): RevisionLog {
  const events: { revision: string; stale: readonly Topic[]; at: number }[] = []
  const stop = cluster.subscribe((event) => {
    events.push({ ...event, at: now() })
    if (events.length > KEPT) events.shift()
  })
  const union = (part: typeof events): Topic[] => [...new Set(part.flatMap(({ stale }) => stale))]
  return {
    stop,
    since(revision) {
      if (revision === null) return union(events.filter(({ at }) => at > now() - LOADING))
      const seen = events.findIndex((event) => event.revision === revision)
      if (seen >= 0) return union(events.slice(seen + 1))
      return revision === cluster.view().revision ? [] : TOPICS
    },
  }
}
