import type { KindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'

const NONE: ReadonlyMap<string, KubernetesObject> = new Map()

/** Objects of one kind in one namespace ('' for cluster-scoped kinds). */
export const namespaceOf = (snapshot: Snapshot, kind: KindId, namespace: string) =>
  snapshot.kinds.get(kind)?.namespaces.get(namespace) ?? NONE

/** All objects of one kind, by namespace and name, so that no answer depends on the order of arrival. */
export function objectsOf(snapshot: Snapshot, kind: KindId): readonly KubernetesObject[] {
  const slice = snapshot.kinds.get(kind)
  if (!slice) return []
  return [...slice.namespaces.keys()]
    .sort()
    .flatMap((namespace) => sorted(slice.namespaces.get(namespace) ?? NONE))
}

const known = new WeakMap<ReadonlyMap<string, KubernetesObject>, readonly KubernetesObject[]>()

/** By name; sorted once for as long as a namespace stays as it is. */
export function sorted(
  objects: ReadonlyMap<string, KubernetesObject>,
): readonly KubernetesObject[] {
  const found =
    known.get(objects) ?? [...objects.keys()].sort().flatMap((name) => objects.get(name) ?? [])
  known.set(objects, found)
  return found
}

/**
 * Whether the absence of an object of this kind means anything. A kind that the cluster does not serve has
 * no objects; one that may not be read has unknown ones.
 */
export function isReadable(snapshot: Snapshot, kind: KindId, namespace?: string): boolean {
  const status = snapshot.kinds.get(kind)?.status
  if (!status) return true
  switch (status.state) {
    case 'synced':
    case 'stale':
    case 'not-served':
      return true
    case 'not-permitted':
      return !!namespace && !!status.namespaces && !status.namespaces.includes(namespace)
    case 'syncing':
    case 'failed':
      return false
  }
}
