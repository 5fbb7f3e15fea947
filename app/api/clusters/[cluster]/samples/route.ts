import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.samples, ({ params, services }) =>
  services.samples.list(clusterOf(services, params.cluster)),
)

export const POST = handle(endpoints.openSample, ({ params, body, user, services }) =>
  services.samples.open(clusterOf(services, params.cluster), user, body.sample),
)
