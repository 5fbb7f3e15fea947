import { endpoints } from '#lib/api/endpoints.ts'
import { gatewaysReport } from '#lib/graph/reports/gateways-report.ts'
import { clusterOf, ofView } from '#server/http/cluster.ts'
import { withCredentials } from '#server/http/credentials.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.gateways, async ({ params, query, user, services }) => {
  const cluster = clusterOf(services, params.cluster)
  await cluster.ready()
  const view = cluster.view()
  const report = gatewaysReport(view.model, query)
  const { gateways, seen } = await withCredentials(report.gateways, cluster, user)
  // Secrets are not part of the snapshot: what was seen of them makes another answer of the same revision.
  return ofView(view, { ...report, gateways }, [seen])
})
