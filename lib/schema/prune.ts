import { isRecord } from '#lib/resources/field.ts'
import { childPath } from './field-path.ts'
import {
  additional,
  isEmbedded,
  isUntyped,
  items,
  preservesUnknown,
  properties,
  property,
  type Schema,
  unwrapped,
} from './schema.ts'

export type Pruned<T> = { readonly value: T; readonly unknown: readonly string[] }

/**
 * The value without the fields that the schema does not name, as a copy, and the paths of those fields.
 * `apiVersion`, `kind` and `metadata` at the root and in embedded objects stay.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning
 */
export function prune<T>(schema: Schema, value: T, basePath = ''): Pruned<T> {
  const unknown: string[] = []
  const pruned = strip(schema, value, basePath, unknown, basePath === '')
  return { value: pruned as T, unknown: unknown.sort() }
}

function strip(
  given: Schema,
  value: unknown,
  path: string,
  unknown: string[],
  isRoot: boolean,
): unknown {
  const schema = unwrapped(given)
  if (Array.isArray(value)) {
    const each = items(schema)
    if (!each) return value
    return value.map((entry, index) => strip(each, entry, childPath(path, index), unknown, false))
  }
  if (!isRecord(value)) return value
  const rest = additional(schema)
  const isWhole = isRoot || isEmbedded(schema)
  const keepsAll = rest === 'any' || preservesUnknown(schema) || isUntyped(schema)
  const out: Record<string, unknown> = Object.create(null)
  for (const [key, entry] of Object.entries(value)) {
    const child = property(schema, key) ?? (rest === 'any' ? undefined : rest)
    const childAt = childPath(path, key)
    if (isWhole && (key === 'apiVersion' || key === 'kind')) out[key] = entry
    else if (
      isWhole &&
      key === 'metadata' &&
      (!child || Object.keys(properties(unwrapped(child))).length === 0)
    )
      out[key] = entry
    else if (child) out[key] = strip(child, entry, childAt, unknown, false)
    else if (keepsAll) out[key] = entry
    else unknown.push(childAt)
  }
  return { ...out }
}
