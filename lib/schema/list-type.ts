import { isRecord, own, text, texts } from '#lib/resources/field.ts'
import { childPath } from './field-path.ts'
import { isFlagged, items, property, type Schema } from './schema.ts'
import type { SchemaIssue } from './schema-issue.ts'

/**
 * Entries that a list of type `set` or `map`, or one with `uniqueItems`, holds twice.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype/validation.go
 */
export function duplicates(schema: Schema, value: readonly unknown[], path: string): SchemaIssue[] {
  const type = text(own(schema, 'x-kubernetes-list-type'))
  const isSet = type === 'set' || isFlagged(schema, 'uniqueItems')
  if (!isSet && type !== 'map') return []
  const keys = texts(own(schema, 'x-kubernetes-list-map-keys'))
  const seen = new Set<string>()
  const reported = new Set<string>()
  const issues: SchemaIssue[] = []
  for (const [index, entry] of value.entries()) {
    const identity = isSet ? canonical(entry) : mapKey(schema, entry, keys)
    if (identity === undefined) continue
    // The API server reports each doubled entry once, at its second place.
    if (seen.has(identity) && !reported.has(identity)) {
      reported.add(identity)
      const message = `Duplicate value: ${identity}`
      issues.push({ path: childPath(path, index), code: 'schema.duplicate', message })
    }
    seen.add(identity)
  }
  return issues
}

/** Key fields as JSON; an absent one counts with its default. `undefined` for what is no map. */
function mapKey(schema: Schema, entry: unknown, keys: readonly string[]): string | undefined {
  if (!isRecord(entry) || keys.length === 0) return undefined
  const each = items(schema)
  const fields = [...keys].sort().flatMap((key) => {
    const found = own(entry, key) ?? own(each && property(each, key), 'default')
    return found === undefined ? [] : [`${JSON.stringify(key)}:${canonical(found)}`]
  })
  return `{${fields.join(',')}}`
}

/** JSON with sorted keys, so that equal values are equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isRecord(value)) return JSON.stringify(value) ?? 'null'
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
  return `{${fields.join(',')}}`
}
