import { endpoints } from '#lib/api/endpoints.ts'
import { installationsReport } from '#lib/graph/reports/installations-report.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'
import { kindsOf } from '#server/http/summary.ts'

export const GET = handle(endpoints.status, ({ params, services }) => {
  const cluster = clusterOf(services, params.cluster)
  const { id, name, source, server, insecure, unreadable, documents, sample } = cluster
  const namespaces = services.named.of(id)
  const state = cluster.state()
  return fromView(
    cluster,
    (view) => ({
      cluster: id,
      name,
      source,
      server,
      ...state,
      ...(insecure ? { insecure } : {}),
      ...(sample ? { sample } : {}),
      ...(unreadable?.length ? { unreadable, documents } : {}),
      ...(namespaces.length ? { namespaces } : {}),
      readOnly: services.settings.readOnly,
      installations: installationsReport(view.model),
      kinds: kindsOf(cluster, view),
    }),
    [state, name, server, insecure, unreadable, namespaces, sample],
  )
})

export const POST = handle(endpoints.retry, ({ params, services }) => {
  clusterOf(services, params.cluster).retry()
  return {}
})
