import { endpoints } from '#lib/api/endpoints.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'
import { inNamespaces } from '#server/http/in-namespaces.ts'

export const GET = handle(endpoints.topology, ({ params, query, services }) =>
  fromView(clusterOf(services, params.cluster), ({ graph }) => ({
    cluster: params.cluster,
    ...inNamespaces(graph, query.namespace),
  })),
)
