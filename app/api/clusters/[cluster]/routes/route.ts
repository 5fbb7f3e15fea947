import { endpoints } from '#lib/api/endpoints.ts'
import { routesReport } from '#lib/graph/reports/routes-report.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.routes, ({ params, query, services }) =>
  fromView(clusterOf(services, params.cluster), ({ model }) => ({
    tables: routesReport(model, query),
  })),
)
