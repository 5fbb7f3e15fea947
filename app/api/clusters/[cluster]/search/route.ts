import { endpoints } from '#lib/api/endpoints.ts'
import { searchObjects } from '#lib/search/search-objects.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

const MOST = 50

export const GET = handle(endpoints.search, ({ params, query, services }) =>
  fromView(clusterOf(services, params.cluster), ({ snapshot }) =>
    searchObjects(snapshot, query.q, MOST),
  ),
)
