import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { filterFindings } from '#server/http/filter-findings.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.findings, ({ params, query, services }) =>
  fromView(clusterOf(services, params.cluster), ({ findings }) => filterFindings(findings, query)),
)
