import { endpoints } from '#lib/api/endpoints.ts'
import { handle } from '#server/http/handle.ts'
import { summaryOf } from '#server/http/summary.ts'

export const GET = handle(endpoints.clusters, ({ services: { clusters } }) => ({
  clusters: clusters.list().map((cluster) => summaryOf(cluster, clusters)),
}))

/** The offer beside a cluster that does not answer. */
export const POST = handle(endpoints.openSandbox, async ({ services }) =>
  summaryOf(await services.openSandbox(), services.clusters),
)
