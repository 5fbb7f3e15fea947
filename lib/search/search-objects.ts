import { type KindId, kindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { KindSlice, Snapshot } from '#lib/snapshot/snapshot.ts'
import { best, byText, type Named, named, rankOf, wordsOf } from './rank.ts'
import { shortNamesOf } from './short-names.ts'

export type FoundObject = {
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly kind: string
  readonly namespace?: string
  readonly name: string
}

/** Where names are equally good: what people call by its name first, what is made in numbers last. */
const PLACE: ReadonlyMap<KindId, number> = new Map([
  ['core/services', 0],
  ['core/pods', 2],
  ['core/endpoints', 2],
  ['apps/replicasets', 2],
  ['discovery.k8s.io/endpointslices', 2],
])

/** A namespace's objects of one kind keep their map while nothing changes, and so their folded names. */
const prepared = new WeakMap<ReadonlyMap<string, KubernetesObject>, readonly Named[]>()

function namesOf(
  kind: KindSlice,
  namespace: string,
  objects: ReadonlyMap<string, KubernetesObject>,
): readonly Named[] {
  const known = prepared.get(objects)
  if (known) return known
  const also = named('', [
    kind.kind.kind,
    kind.kind.plural,
    ...shortNamesOf(kindId(kind.kind)),
    ...(namespace ? [namespace] : []),
  ]).also
  const names = [...objects.keys()].map((name) => ({ ...named(name), also }))
  prepared.set(objects, names)
  return names
}

type Candidate = {
  readonly cost: number
  readonly place: number
  readonly name: string
  readonly namespace: string
  readonly slice: KindSlice
}

const compare = (a: Candidate, b: Candidate): number =>
  a.cost - b.cost ||
  a.place - b.place ||
  a.name.length - b.name.length ||
  byText(a.name, b.name) ||
  byText(a.slice.kind.kind, b.slice.kind.kind) ||
  byText(a.namespace, b.namespace)

/** Objects of every kind by name, kind and namespace, best first. `total` counts all that fit. */
export function searchObjects(
  snapshot: Snapshot,
  typed: string,
  limit: number,
): { readonly results: readonly FoundObject[]; readonly total: number } {
  const words = wordsOf(typed)
  if (words.length === 0) return { results: [], total: 0 }
  const top = best<Candidate>(limit, compare)
  for (const [id, slice] of snapshot.kinds) {
    if (slice.version === undefined) continue
    const place = PLACE.get(id) ?? 1
    for (const [namespace, objects] of slice.namespaces)
      for (const thing of namesOf(slice, namespace, objects)) {
        const rank = rankOf(thing, words)
        if (rank) top.add({ cost: rank.cost, place, name: thing.name, namespace, slice })
      }
  }
  const { kept, total } = top.result()
  return {
    total,
    results: kept.map(({ name, namespace, slice: { kind, version = '' } }) => ({
      group: kind.group,
      version,
      plural: kind.plural,
      kind: kind.kind,
      ...(namespace ? { namespace } : {}),
      name,
    })),
  }
}
