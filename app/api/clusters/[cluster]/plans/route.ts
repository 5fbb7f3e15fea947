import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const POST = handle(endpoints.plans, ({ params, body, user, services }) =>
  services.plans.plan(clusterOf(services, params.cluster), user, body),
)
