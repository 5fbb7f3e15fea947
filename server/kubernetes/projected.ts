import { isRecord } from '#lib/resources/field.ts'

export type Projected = Readonly<Record<string, unknown>>

/**
 * The named fields of a value, in the order given; what is absent stays absent. A value that is no map is
 * handed on as it is: `spec: null` is something that a check may want to see.
 */
export function kept(value: unknown, fields: readonly string[]): Projected {
  if (!isRecord(value)) return value as Projected
  const out: Record<string, unknown> = {}
  for (const field of fields) {
    const found = value[field]
    if (found !== undefined && Object.hasOwn(value, field)) out[field] = found
  }
  return out
}

/** Without the fields that hold `undefined`: absent in, absent out. */
export function defined(value: Projected): Projected {
  const out: Record<string, unknown> = {}
  for (const field in value) {
    const entry = value[field]
    if (entry !== undefined) out[field] = entry
  }
  return out
}

/**
 * Makes objects of these fields, without those that hold `undefined`. An object that grows field by field keeps
 * some of them in a list beside it; a copy of one that had them all from the start is a third smaller, and there
 * is one for each object of the cluster.
 */
export function shape<T extends object>(fields: readonly (keyof T & string)[]): (all: T) => T {
  const patterns = new Map<number, T>()
  return (all) => {
    let present = 0
    for (let at = 0; at < fields.length; at += 1) {
      if (all[fields[at] as keyof T] !== undefined) present |= 1 << at
    }
    let pattern = patterns.get(present)
    if (!pattern) {
      const names = fields.filter((_, at) => present & (1 << at))
      pattern = JSON.parse(`{${names.map((name) => `"${name}":null`).join()}}`) as T
      patterns.set(present, pattern)
    }
    const out = { ...pattern }
    for (let at = 0; at < fields.length; at += 1) {
      const field = fields[at] as keyof T
      if (present & (1 << at)) out[field] = all[field]
    }
    return out
  }
}
