import type { Graph } from '#lib/graph/graph.ts'
import type { Cluster } from '#server/services.ts'

/** Graphs share what did not change, so a few of them cost little more than one. */
const KEPT = 16

/** The last graphs that were answered, by revision: who has one of them is told only what became of it. */
const logs = new WeakMap<Cluster, Map<string, Graph>>()

/** @returns the graph of an earlier revision, where it is still known */
export function answeredGraph(
  cluster: Cluster,
  now: { readonly revision: string; readonly graph: Graph },
  since: string | undefined,
): Graph | undefined {
  const log = logs.get(cluster) ?? new Map<string, Graph>()
  logs.set(cluster, log)
  const known = since === undefined ? undefined : log.get(since)
  log.delete(now.revision)
  log.set(now.revision, now.graph)
  for (const revision of log.keys()) {
    if (log.size <= KEPT) break
    log.delete(revision)
  }
  return known
}
