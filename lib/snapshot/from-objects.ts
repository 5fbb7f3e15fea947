import { type Kind, kindId, parseApiVersion } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { KindSlice, Snapshot } from './snapshot.ts'

/**
 * A snapshot of a list of objects, as from files: kinds that are not known are left out, and of two objects
 * with one name the first counts. Every known kind is there, synced, be it empty.
 */
export function snapshotFromObjects(
  kinds: readonly Kind[],
  objects: Iterable<KubernetesObject>,
): Snapshot {
  const byType = new Map(kinds.map((kind) => [`${kind.group} ${kind.kind}`, kind]))
  const slices = new Map(
    kinds.map((kind) => [
      kindId(kind),
      {
        kind,
        version: kind.versions[0],
        namespaces: new Map<string, Map<string, KubernetesObject>>(),
        size: 0,
      },
    ]),
  )
  for (const object of objects) {
    const kind = byType.get(`${parseApiVersion(object.apiVersion).group} ${object.kind}`)
    const slice = kind && slices.get(kindId(kind))
    if (!kind || !slice) continue
    const namespace = kind.scope === 'Namespaced' ? (object.metadata.namespace ?? 'default') : ''
    const names = slice.namespaces.get(namespace) ?? new Map<string, KubernetesObject>()
    slice.namespaces.set(namespace, names)
    if (names.has(object.metadata.name)) continue
    names.set(object.metadata.name, object)
    slice.size++
  }
  return {
    kinds: new Map(
      [...slices].map(([id, slice]): [string, KindSlice] => [
        id,
        { ...slice, status: { state: 'synced' } },
      ]),
    ),
  }
}
