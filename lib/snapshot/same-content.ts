import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'

/** The same version of the same object, as Kubernetes counts; objects without a version are compared by content. */
export function isSameVersion(a: KubernetesObject, b: KubernetesObject): boolean {
  if (a === b) return true
  const [left, right] = [a.metadata, b.metadata]
  if (left.resourceVersion === undefined || left.resourceVersion !== right.resourceVersion) {
    return left.resourceVersion === right.resourceVersion && isEqual(a, b)
  }
  return left.uid === right.uid && a.apiVersion === b.apiVersion && left.uid !== undefined
    ? true
    : isEqual(a, b)
}

/**
 * Equal but for the version counter. A Node's heartbeat, a leader's lease and a kubelet's note in a field that
 * the projection drops all count the version up and change nothing that a reader could see.
 */
export function isSameContent(a: KubernetesObject, b: KubernetesObject): boolean {
  if (a === b) return true
  if (a.metadata.uid !== b.metadata.uid) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) =>
    key === 'metadata' ? isSameMetadata(a.metadata, b.metadata) : isEqual(a[key], b[key]),
  )
}

const COUNTERS: ReadonlySet<string> = new Set(['resourceVersion', 'generation'])

function isSameMetadata(a: KubernetesObject['metadata'], b: KubernetesObject['metadata']): boolean {
  const keys = Object.keys(a).filter((key) => !COUNTERS.has(key))
  const others = Object.keys(b).filter((key) => !COUNTERS.has(key))
  if (keys.length !== others.length) return false
  return keys.every((key) => isEqual(a[key as keyof typeof a], b[key as keyof typeof b]))
}

/** Deep equality of JSON values. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((entry, at) => isEqual(entry, b[at]))
  }
  const left = a as Readonly<Record<string, unknown>>
  const right = b as Readonly<Record<string, unknown>>
  const keys = Object.keys(left)
  if (keys.length !== Object.keys(right).length) return false
  return keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key], right[key]))
}
