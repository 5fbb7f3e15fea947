import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const POST = handle(endpoints.revert, ({ params, user, services }) =>
  services.plans.revert(clusterOf(services, params.cluster), user, params.change),
)
