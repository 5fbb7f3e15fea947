import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.objectEvents, async ({ params, query, user, services }) => ({
  events: [...((await clusterOf(services, params.cluster).as(user).eventsOf?.(query)) ?? [])],
}))
