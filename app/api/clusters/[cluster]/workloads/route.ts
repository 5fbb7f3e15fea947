import { endpoints } from '#lib/api/endpoints.ts'
import { workloadsReport } from '#lib/graph/reports/workloads-report.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.workloads, ({ params, query, services }) =>
  fromView(clusterOf(services, params.cluster), ({ model }) => ({
    workloads: workloadsReport(model, query),
  })),
)
