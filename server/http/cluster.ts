import { AppError } from '#lib/errors/app-error.ts'
import type { Cluster, ClusterView, Services } from '#server/services.ts'
import { type Reply, reply } from './reply.ts'

/** Throws `cluster/unknown`. */
export function clusterOf(services: Services, id: string): Cluster {
  const cluster = services.clusters.get(id)
  if (!cluster) throw new AppError('cluster/unknown', { id })
  return cluster
}

type Head = Pick<ClusterView, 'revision' | 'freshness' | 'partial'>

/** An answer out of one revision: what it shows, with revision, freshness and gaps beside it, and an ETag. */
export async function fromView<T extends object>(
  cluster: Cluster,
  show: (view: ClusterView) => T,
  version: readonly unknown[] = [],
): Promise<Reply<T & Head>> {
  await cluster.ready()
  const view = cluster.view()
  return ofView(view, show(view), version)
}

/** The same for what took time to put together: the head is that of the view that it was read from. */
export function ofView<T extends object>(
  { revision, freshness, partial }: ClusterView,
  answer: T,
  version: readonly unknown[] = [],
): Reply<T & Head> {
  return reply(
    { revision, freshness, partial, ...answer },
    { version: [revision, freshness, partial, ...version] },
  )
}
