import { listChanges, placeOf } from '#lib/incremental/sorted.ts'
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

/** So many lists of one kind are remembered: one for each control plane that sees another part of them. */
const REMEMBERED = 4
/** Beyond this many that came or went, sorting all of them anew is as quick. */
const FEW = 100

/** Reads objects of one kind once each, oldest first. Names without a dot are completed with the cluster's domain. */
export function reader<T extends Created>(parse: (object: KubernetesObject, domain: string) => T) {
  const byDomain = new Map<string, WeakMap<KubernetesObject, T>>()
  const inOrder = orderer<T>()
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
    return inOrder(out)
  }
}

type Remembered<T> = { readonly given: readonly T[]; readonly sorted: readonly T[] }

/** Puts lists in order, with the help of those that are still in use somewhere and differ in a few entries. */
function orderer<T extends Created>() {
  let remembered: readonly WeakRef<Remembered<T>>[] = []
  const holders = new WeakMap<readonly T[], Remembered<T>>()
  return (given: readonly T[]): readonly T[] => {
    const held = remembered.flatMap((one) => one.deref() ?? [])
    const near = held.find(
      (one) =>
        Math.abs(one.given.length - given.length) <= FEW && isNear(listChanges(one.given, given)),
    )
    const sorted = near ? patched(near, given) : [...given].sort(byCreation)
    if (near?.sorted === sorted) return sorted
    const now = { given, sorted }
    // It lives for as long as somebody uses the list.
    holders.set(sorted, now)
    remembered = [now, ...held.filter((one) => one !== near)]
      .slice(0, REMEMBERED)
      .map((one) => new WeakRef(one))
    return sorted
  }
}

type Changes<T> = { readonly gone: readonly T[]; readonly came: readonly T[] }
const isNear = <T>({ gone, came }: Changes<T>) => gone.length + came.length <= FEW

function patched<T extends Created>(near: Remembered<T>, given: readonly T[]): readonly T[] {
  const { gone, came } = listChanges(near.given, given)
  if (gone.length + came.length === 0) return near.sorted
  const out = near.sorted.filter((entry) => !gone.includes(entry))
  for (const entry of came) out.splice(placeOf(out, entry, byCreation), 0, entry)
  return out
}
