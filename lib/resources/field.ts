/**
 * Readers for fields that may be anything. Objects come from clusters with other CRD versions, from half
 * written manifests and from people; a wrong type reads as absent and never throws.
 */
export type Fields = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const EMPTY: Fields = Object.freeze(Object.create(null))

/** The value as a map, or an empty one. */
export const record = (value: unknown): Fields => (isRecord(value) ? value : EMPTY)

/** The value as a list, or an empty one. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A list of maps: entries of another type are dropped but keep their index through `index`. */
export function records(
  value: unknown,
): readonly { readonly at: number; readonly value: Fields }[] {
  const all = list(value)
  if (all.length === 0) return NO_RECORDS
  const out: { at: number; value: Fields }[] = []
  // By hand: nothing is asked for more often while a cluster is read.
  for (let at = 0; at < all.length; at++) {
    const entry = all[at]
    if (isRecord(entry)) out.push({ at, value: entry })
  }
  return out
}
const NO_RECORDS: readonly { readonly at: number; readonly value: Fields }[] = []

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

export const texts = (value: unknown): readonly string[] =>
  list(value).filter((entry): entry is string => typeof entry === 'string')

/** A finite number; strings are not numbers here, as the API server would refuse them too. */
export const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

export const flag = (value: unknown): boolean | undefined =>
  typeof value === 'boolean' ? value : undefined

/** String values of a map, as in labels and annotations; keys from a cluster never touch a prototype. */
export function textMap(value: unknown): ReadonlyMap<string, string> {
  const out = new Map<string, string>()
  if (isRecord(value)) {
    for (const [key, entry] of Object.entries(value))
      if (typeof entry === 'string') out.set(key, entry)
  }
  return out
}

/** Own property of a map by key; `undefined` for inherited ones such as `constructor`. */
export const own = (value: unknown, key: string): unknown =>
  isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined

/** Walks own keys: `at(object, 'spec', 'selector')`. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value
  for (const key of path) current = own(current, key)
  return current
}
