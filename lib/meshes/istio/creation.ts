import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { DOMAIN } from './hosts.ts'

const times = new WeakMap<KubernetesObject, number>()

/** Epoch milliseconds; 0 for objects without a readable time. */
export function createdAt(object: KubernetesObject): number {
  const known = times.get(object)
  if (known !== undefined) return known
  const written = object.metadata.creationTimestamp
  const time = typeof written === 'string' ? Date.parse(written) : Number.NaN
  const value = Number.isNaN(time) ? 0 : time
  times.set(object, value)
  return value
}

type Created = { readonly object: KubernetesObject }

/**
 * Oldest first; ties by name, then namespace.
 * @see istio/istio pilot/pkg/model/config.go, sortByCreationComparator
 */
export function byCreation(a: Created, b: Created): number {
  const difference = createdAt(a.object) - createdAt(b.object)
  if (difference !== 0) return difference
  const [first, second] = [a.object.metadata, b.object.metadata]
  if (first.name !== second.name) return first.name < second.name ? -1 : 1
  return (first.namespace ?? '') < (second.namespace ?? '') ? -1 : 1
}

/** Reads objects of one kind once each, oldest first. Names without a dot are completed with the cluster's domain. */
export function reader<T extends Created>(parse: (object: KubernetesObject, domain: string) => T) {
  const byDomain = new Map<string, WeakMap<KubernetesObject, T>>()
  return (objects: Iterable<KubernetesObject>, domain: string = DOMAIN): readonly T[] => {
    const known = byDomain.get(domain) ?? new WeakMap<KubernetesObject, T>()
    byDomain.set(domain, known)
    const out: T[] = []
    for (const object of objects) {
      let value = known.get(object)
      if (!value) {
        value = parse(object, domain)
        known.set(object, value)
      }
      out.push(value)
    }
    return out.sort(byCreation)
  }
}
