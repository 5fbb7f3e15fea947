import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'
import { liveObject } from '#server/http/live-object.ts'

/** Cluster-scoped objects have no namespace: the one part after the plural is their name. */
export const GET = handle(endpoints.clusterResource, ({ params, user, request, services }) => {
  const { cluster, ...key } = params
  return liveObject(clusterOf(services, cluster), user, key, request)
})
