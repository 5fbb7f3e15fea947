import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * Equal but for the version counter. A Node's heartbeat, a leader's lease and a kubelet's note in a field that
 * the projection drops all count the version up and change nothing that a reader could see.
 */
export const isSameContent = (a: KubernetesObject, b: KubernetesObject): boolean =>
  a === b || (hasSameFields(a, b, METADATA) && hasSameFields(a.metadata, b.metadata, COUNTERS))

const METADATA: ReadonlySet<string> = new Set(['metadata'])
const COUNTERS: ReadonlySet<string> = new Set(['resourceVersion', 'generation'])
const NONE: ReadonlySet<string> = new Set()

/** Deep equality of JSON values. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((entry, at) => isEqual(entry, b[at]))
  }
  return hasSameFields(a as Fields, b as Fields, NONE)
}

// Loops over keys and makes no lists of them: a fresh list of 20,000 Pods is compared in one go.
function hasSameFields(a: Fields, b: Fields, except: ReadonlySet<string>): boolean {
  let count = 0
  for (const key in a) {
    if (except.has(key)) continue
    if (!Object.hasOwn(b, key) || !isEqual(a[key], b[key])) return false
    count += 1
  }
  for (const key in b) if (!except.has(key)) count -= 1
  return count === 0
}
