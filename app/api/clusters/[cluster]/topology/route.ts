import { endpoints } from '#lib/api/endpoints.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { collapse } from '#lib/graph/reports/collapse.ts'
import { found } from '#lib/graph/reports/found.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'
import { inNamespaces } from '#server/http/in-namespaces.ts'

export const GET = handle(endpoints.topology, ({ params, query, services }) =>
  fromView(clusterOf(services, params.cluster), ({ graph }) => {
    const { error, ...part } = found(inNamespaces(graph, query.namespace), query.q ?? '')
    if (error !== undefined) {
      throw new AppError('request/invalid', { where: 'query.q', message: error })
    }
    return { cluster: params.cluster, ...collapse(part, query.collapse) }
  }),
)
