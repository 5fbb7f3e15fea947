import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.changes, async ({ params, services }) => ({
  changes: await services.plans.changes(clusterOf(services, params.cluster)),
}))
