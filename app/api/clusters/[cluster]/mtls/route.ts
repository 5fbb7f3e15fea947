import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.mtls, ({ params, services }) =>
  fromView(clusterOf(services, params.cluster), ({ mtls }) => mtls),
)
