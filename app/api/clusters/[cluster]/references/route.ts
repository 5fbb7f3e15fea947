import { endpoints } from '#lib/api/endpoints.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { referencesOf } from '#lib/meshes/references.ts'
import { kindId } from '#lib/resources/kind.ts'
import { get } from '#lib/snapshot/read.ts'
import { clusterOf, fromView } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

export const GET = handle(endpoints.references, ({ params, query, services }) => {
  const { group, plural, namespace, name } = query
  return fromView(clusterOf(services, params.cluster), ({ snapshot, model }) => {
    const id = kindId({ group: group === 'core' ? '' : group, plural })
    const object = get(snapshot, id, namespace ?? '', name) ?? secretOf(id, namespace, name)
    if (!object) {
      const resource = [plural, namespace, name].filter(Boolean).join('/')
      throw new AppError('resource/not-found', { resource })
    }
    const roots = [...model.contributions.values()].flatMap(({ installations }) =>
      installations.map(({ rootNamespace }) => rootNamespace.value),
    )
    return referencesOf(snapshot, object, new Set(roots))
  })
})

/** Never held, so whether it is there is not known here; who names it is. */
const secretOf = (id: string, namespace: string | undefined, name: string) =>
  id === 'core/secrets' && namespace
    ? { apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name } }
    : undefined
