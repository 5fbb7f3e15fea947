import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf } from '#server/http/cluster.ts'
import { eventStream } from '#server/http/event-stream.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.events, ({ params, identity, request, services }) => {
  const cluster = clusterOf(services, params.cluster)
  return eventStream({ cluster, log: services.log(cluster), identity, services, request })
})
