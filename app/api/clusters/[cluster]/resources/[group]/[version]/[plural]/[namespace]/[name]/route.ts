import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'
import { liveObject } from '#server/http/live-object.ts'

export const GET = handle(endpoints.resource, ({ params, user, request, services }) => {
  const { cluster, ...key } = params
  return liveObject(clusterOf(services, cluster), user, key, request)
})
