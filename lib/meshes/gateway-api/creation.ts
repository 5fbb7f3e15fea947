import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'

const times = new WeakMap<KubernetesObject, number>()

/** Epoch milliseconds; 0 for objects without a readable time. */
function createdAt(object: KubernetesObject): number {
  const known = times.get(object)
  if (known !== undefined) return known
  const { creationTimestamp } = object.metadata
  const time = typeof creationTimestamp === 'string' ? Date.parse(creationTimestamp) : Number.NaN
  const value = Number.isNaN(time) ? 0 : time
  times.set(object, value)
  return value
}

type Created = { readonly object: KubernetesObject }

const fullName = ({ object: { metadata } }: Created) =>
  `${metadata.namespace ?? ''}/${metadata.name}`

/**
 * Oldest first; ties by `{namespace}/{name}`.
 * @see gateway-api apis/v1/shared_types.go and httproute_types.go, HTTPRouteRule.Matches
 */
export function byAge(a: Created, b: Created): number {
  const difference = createdAt(a.object) - createdAt(b.object)
  if (difference !== 0) return difference
  const [first, second] = [fullName(a), fullName(b)]
  return first < second ? -1 : first > second ? 1 : 0
}

/** Reads each object once for as long as it lives; oldest first. */
export function reader<T extends Created>(parse: (object: KubernetesObject) => T) {
  const known = new WeakMap<KubernetesObject, T>()
  return (objects: Iterable<KubernetesObject>): readonly T[] =>
    Array.from(objects, (object) => {
      const value = known.get(object) ?? parse(object)
      known.set(object, value)
      return value
    }).sort(byAge)
}
