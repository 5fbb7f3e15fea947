import { endpoints } from '#lib/api/endpoints.ts'
import { servicesReport } from '#lib/graph/reports/services-report.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.services, ({ params, query, services }) =>
  fromView(clusterOf(services, params.cluster), ({ model }) => ({
    services: servicesReport(model, query),
  })),
)
