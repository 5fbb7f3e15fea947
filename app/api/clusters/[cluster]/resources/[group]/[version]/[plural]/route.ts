import { endpoints } from '#lib/api/endpoints.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { kindId } from '#lib/resources/kind.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.resources, ({ params, query, services }) => {
  const cluster = clusterOf(services, params.cluster)
  const { group, version, plural } = params
  const id = kindId({ group: group === 'core' ? '' : group, plural })
  return fromView(cluster, ({ snapshot }) => {
    const slice = snapshot.kinds.get(id)
    if (slice?.version !== version) {
      throw new AppError('resource/unknown-kind', { what: `${group}/${version} ${plural}` })
    }
    const wanted = query.namespace && new Set(query.namespace)
    const namespaces = [...slice.namespaces].filter(([name]) => !wanted || wanted.has(name))
    return { items: namespaces.flatMap(([, objects]) => [...objects.values()]) }
  })
})
