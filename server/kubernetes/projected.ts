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
