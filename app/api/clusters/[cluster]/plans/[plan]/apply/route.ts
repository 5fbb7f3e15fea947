import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const POST = handle(endpoints.apply, ({ params, body, user, services }) =>
  services.plans.apply(clusterOf(services, params.cluster), user, params.plan, body),
)
