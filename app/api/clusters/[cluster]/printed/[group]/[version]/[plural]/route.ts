import { endpoints } from '#lib/api/endpoints.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { kindId } from '#lib/resources/kind.ts'
import { clusterOf } from '#server/http/cluster.ts'
import { handle } from '#server/http/handle.ts'

/** Kinds that are never held in memory, and are listed by name only when somebody asks. */
const BY_NAME: ReadonlyMap<string, 'Namespaced' | 'Cluster'> = new Map([
  ['core/secrets', 'Namespaced'],
])

export const GET = handle(endpoints.printed, async ({ params, query, user, services }) => {
  const { group, version, plural } = params
  const id = kindId({ group: group === 'core' ? '' : group, plural })
  const cluster = clusterOf(services, params.cluster)
  const scope =
    BY_NAME.get(id) ??
    cluster.kinds.find((kind) => kindId({ group: kind.group, plural: kind.plural }) === id)?.scope
  const api = cluster.as(user)
  if (!scope || !api.printed) {
    throw new AppError('resource/unknown-kind', { what: `${group}/${version} ${plural}` })
  }
  const { kinds } = cluster.view().snapshot
  const known = new Set([
    ...[...(kinds.get('core/namespaces')?.namespaces.values() ?? [])].flatMap((objects) => [
      ...objects.keys(),
    ]),
    // Where namespaces may not be listed, those that something is read in.
    ...[...kinds.values()].flatMap((slice) => [...slice.namespaces.keys()].filter(Boolean)),
  ])
  const { name, namespace } = query
  const page = await api.printed({
    group: group === 'core' ? '' : group,
    version,
    plural,
    scope,
    known: [...known].sort(),
    ...(scope === 'Cluster'
      ? {}
      : name === undefined
        ? { namespaces: namespace }
        : { namespace: namespace?.[0] }),
    name,
    continue: query.continue,
  })
  return {
    at: new Date().toISOString(),
    columns: page.columns,
    rows: page.rows,
    refused: page.refused,
    ...(page.continue ? { continue: page.continue } : {}),
  }
})
