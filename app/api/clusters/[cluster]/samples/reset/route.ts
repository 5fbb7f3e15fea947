import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const POST = handle(endpoints.resetSample, ({ params, user, services }) =>
  services.samples.open(clusterOf(services, params.cluster), user),
)
