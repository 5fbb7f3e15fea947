import type { AnswerOf, Endpoints } from '#lib/api/endpoints.ts'
import { kindId } from '#lib/resources/kind.ts'
import type { Cluster, Clusters, ClusterView } from '#server/services.ts'

/** One line of `/api/clusters`. */
export function summaryOf(
  cluster: Cluster,
  clusters: Clusters,
): AnswerOf<Endpoints['openSandbox']> {
  const { state, message, fix } = cluster.state()
  const { id, name, source, insecure, sample } = cluster
  const current = clusters.current().id === id
  return {
    id,
    name,
    source,
    current,
    state,
    ...(message === undefined ? {} : { message }),
    ...(fix === undefined ? {} : { fix }),
    ...(insecure ? { insecure } : {}),
    ...(sample ? { sample } : {}),
  }
}

/** How far each kind is read, for the status page and for the addresses of objects. */
export const kindsOf = (cluster: Cluster, view: ClusterView) =>
  cluster.kinds.map((kind) => {
    const slice = view.snapshot.kinds.get(kindId(kind))
    const status = slice?.status
    return {
      group: kind.group,
      kind: kind.kind,
      plural: kind.plural,
      ...(slice?.version === undefined ? {} : { version: slice.version }),
      scope: kind.scope,
      editable: kind.editable,
      state: kind.watch ? (status?.state ?? 'syncing') : 'not-watched',
      ...(status && 'message' in status ? { message: status.message } : {}),
      objects: slice?.size ?? 0,
    }
  })
