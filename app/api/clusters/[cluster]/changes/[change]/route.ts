import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.change, ({ params, services }) =>
  services.plans.change(clusterOf(services, params.cluster), params.change),
)
