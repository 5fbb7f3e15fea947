import { endpoints } from '#lib/api/endpoints.ts'
import { accessReportOf } from '#lib/graph/reports/access-report.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.access, ({ params, query, services }) =>
  fromView(clusterOf(services, params.cluster), ({ model }) => ({
    ...accessReportOf(model, query),
  })),
)
