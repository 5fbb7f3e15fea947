import { endpoints } from '#lib/api/endpoints.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { columnsOf } from '#lib/meshes/columns.ts'
import { text } from '#lib/resources/field.ts'
import { kindId } from '#lib/resources/kind.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.list, ({ params, query, services }) => {
  const { group, version, plural } = params
  const id = kindId({ group: group === 'core' ? '' : group, plural })
  return fromView(clusterOf(services, params.cluster), ({ snapshot }) => {
    const slice = snapshot.kinds.get(id)
    if (slice?.version !== version) {
      throw new AppError('resource/unknown-kind', { what: `${group}/${version} ${plural}` })
    }
    const columns = columnsOf(id)
    const wanted = query.namespace && new Set(query.namespace)
    const namespaces = [...slice.namespaces].filter(([name]) => !wanted || wanted.has(name))
    return {
      kind: slice.kind.kind,
      scope: slice.kind.scope,
      columns: columns.map(({ name, numeric, wide }) => ({
        name,
        ...(numeric ? { numeric } : {}),
        ...(wide ? { wide } : {}),
      })),
      rows: namespaces.flatMap(([namespace, objects]) =>
        [...objects.values()].map((object) => {
          const created = text(object.metadata.creationTimestamp)
          const resourceVersion = text(object.metadata.resourceVersion)
          return {
            ...(namespace ? { namespace } : {}),
            name: object.metadata.name,
            ...(resourceVersion ? { version: resourceVersion } : {}),
            ...(created ? { created } : {}),
            cells: columns.map((column) => column.cell(object) ?? null),
          }
        }),
      ),
    }
  })
})
