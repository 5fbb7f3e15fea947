import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.findings, ({ params, services }) =>
  fromView(clusterOf(services, params.cluster), ({ findings }) => ({
    findings,
    suppressed: findings.filter(({ suppressed }) => suppressed).length,
  })),
)
