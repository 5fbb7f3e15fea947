import { AppError } from '#lib/errors/app-error.ts'
import type { Cluster, ClusterView, Services } from '#server/services.ts'
import { type Reply, reply } from './reply.ts'

/** Throws `cluster/unknown`. */
export function clusterOf(services: Services, id: string): Cluster {
  const cluster = services.clusters.get(id)
  if (!cluster) throw new AppError('cluster/unknown', { id })
  return cluster
}

/** An answer out of one revision: what it shows, with revision, freshness and gaps beside it, and an ETag. */
export function fromView<T extends object>(
  cluster: Cluster,
  show: (view: ClusterView) => T,
  version: readonly unknown[] = [],
): Reply<T & Pick<ClusterView, 'revision' | 'freshness' | 'partial'>> {
  const view = cluster.view()
  const { revision, freshness, partial } = view
  return reply(
    { revision, freshness, partial, ...show(view) },
    { version: [revision, freshness, partial, ...version] },
  )
}
