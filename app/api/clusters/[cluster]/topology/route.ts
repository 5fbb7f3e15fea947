import { endpoints } from '#lib/api/endpoints.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { deltaOf } from '#lib/graph/delta.ts'
import { collapse } from '#lib/graph/reports/collapse.ts'
import { found } from '#lib/graph/reports/found.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { answeredGraph } from '#server/http/graph-log.ts'
import { handle } from '#server/http/handle.ts'
import { inNamespaces } from '#server/http/in-namespaces.ts'

export const GET = handle(endpoints.topology, ({ params, query, services }) => {
  const cluster = clusterOf(services, params.cluster)
  const isWhole = !query.namespace && query.q === undefined && !query.collapse
  return fromView(cluster, (view) => {
    const { graph } = view
    if (isWhole) {
      const before = answeredGraph(cluster, view, query.since)
      if (before) return { cluster: params.cluster, since: query.since, ...deltaOf(before, graph) }
    }
    const { error, ...part } = found(inNamespaces(graph, query.namespace), query.q ?? '')
    if (error !== undefined) {
      throw new AppError('request/invalid', { where: 'query.q', message: error })
    }
    return { cluster: params.cluster, ...collapse(part, query.collapse) }
  })
})
