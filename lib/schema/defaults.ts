import { isRecord, own } from '#lib/resources/field.ts'
import {
  additional,
  isNullable,
  items,
  properties,
  property,
  type Schema,
  unwrapped,
} from './schema.ts'

/**
 * The value with the schema's defaults filled in, as a copy; the given value is not changed. A null
 * for a field that is not nullable becomes its default, or goes.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting
 */
export function applyDefaults<T>(schema: Schema, value: T): T {
  return defaulted(schema, value) as T
}

function defaulted(given: Schema, value: unknown): unknown {
  const schema = unwrapped(given)
  if (Array.isArray(value)) {
    const each = items(schema)
    return each ? value.map((entry) => defaulted(each, entry)) : value
  }
  if (!isRecord(value)) return value
  const rest = additional(schema)
  const out: Record<string, unknown> = Object.create(null)
  for (const [key, entry] of Object.entries(value)) {
    const child = property(schema, key) ?? (rest === 'any' ? undefined : rest)
    if (!child) out[key] = entry
    else if (entry !== null || isNullable(unwrapped(child))) out[key] = defaulted(child, entry)
  }
  for (const key of Object.keys(properties(schema))) {
    const child = property(schema, key)
    const fallback = own(child, 'default')
    if (child && fallback !== undefined && out[key] === undefined)
      out[key] = defaulted(child, structuredCopy(fallback))
  }
  // A plain object again: callers compare and spread it.
  return { ...out }
}

const structuredCopy = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
