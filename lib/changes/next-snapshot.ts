import { apiVersionOf, type Kind, kindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { reduce } from '#lib/snapshot/reduce.ts'
import type { Snapshot, SnapshotEvent } from '#lib/snapshot/snapshot.ts'
import type { Target } from './edits.ts'

/** One object as it would be; `after` is absent for a deletion. */
export type PlannedObject = { readonly target: Target; readonly after?: KubernetesObject }

/** What arrives in the snapshot of an object that the API server sends: the projection of the watch. */
export type Project = (kind: Kind, object: KubernetesObject) => KubernetesObject

/**
 * The snapshot as it would be once all is applied. Objects go in as the watch would deliver them: in the version
 * that is watched and projected. They carry no resourceVersion, since a dry run answers the old one, by which
 * the reducer would take them for what it has.
 */
export function nextSnapshot(
  snapshot: Snapshot,
  objects: readonly PlannedObject[],
  project: Project = (_kind, object) => object,
): Snapshot {
  const events = objects.map(({ target, after }): SnapshotEvent => {
    const kind = kindId(target.kind)
    if (!after)
      return { type: 'delete', kind, namespace: target.namespace ?? '', name: target.name }
    const slice = snapshot.kinds.get(kind)
    const { resourceVersion: _version, ...metadata } = after.metadata
    const version = slice?.version ?? target.version
    const object = { ...after, apiVersion: apiVersionOf(target.kind.group, version), metadata }
    return { type: 'put', kind, object: project(slice?.kind ?? target.kind, object) }
  })
  return reduce(snapshot, events)
}
