import { isRecord } from '#lib/resources/field.ts'
import { applyDefaults } from '#lib/schema/defaults.ts'
import { prune } from '#lib/schema/prune.ts'
import type { SchemaIssue } from '#lib/schema/schema-issue.ts'
import { validateSchema } from '#lib/schema/validate.ts'
import { objectMetaSchema } from './built-in-kinds.ts'
import { builtInCauses } from './built-in-rules.ts'
import type { Served } from './kind-registry.ts'
import { metadataCauses } from './object-meta-rules.ts'
import { badRequest, type Cause, invalid } from './status-error.ts'
import type { StoredObject } from './store.ts'

export type Decoded = {
  readonly object: StoredObject
  /** `duplicate field "…"`, `unknown field "…"`: fatal, said or ignored, as the request asks. */
  readonly strict: readonly string[]
}

/**
 * A body as an object of the kind: fields that no schema knows are taken out, nulls and defaults are
 * settled. The types of metadata must fit already.
 *
 * @throws StatusError 400
 */
export function decodeObject(
  served: Served,
  body: unknown,
  duplicates: readonly string[],
): Decoded {
  if (!isRecord(body)) throw cannotHandle(served, 'json: cannot unmarshal into Go value')
  const metadata = isRecord(body.metadata) ? body.metadata : {}
  if (body.metadata !== undefined && body.metadata !== null && !isRecord(body.metadata))
    throw cannotHandle(
      served,
      'json: cannot unmarshal into Go struct field .metadata of type ObjectMeta',
    )
  const meta = prune(objectMetaSchema(), metadata, 'metadata')
  refuseTypes(served, validateSchema(objectMetaSchema(), meta.value, 'metadata', IGNORE))
  const schema = served.version.schema()
  const { managedFields: _, selfLink: __, ...kept } = withoutNulls(meta.value)
  const content = { ...body, metadata: {} }
  const pruned = schema ? prune(schema, content) : { value: content, unknown: [] }
  const settled = !served.kind.isCustom
    ? withoutNullFields(pruned.value)
    : schema
      ? applyDefaults(schema, pruned.value)
      : pruned.value
  const unknown = [...meta.unknown, ...pruned.unknown].sort()
  return {
    object: { ...settled, metadata: kept },
    strict: [
      ...duplicates.map((path) => `duplicate field ${JSON.stringify(path)}`),
      ...unknown.map((path) => `unknown field ${JSON.stringify(path)}`),
    ],
  }
}

const IGNORE = { unknownFields: 'ignore' } as const

export const cannotHandle = ({ kind, version }: Served, why: string) =>
  badRequest(
    `${kind.kind} in version ${JSON.stringify(version.name)} cannot be handled as a ${kind.kind}: ${why}`,
  )

export const strictError = (served: Served, strict: readonly string[]) =>
  cannotHandle(served, `strict decoding error: ${strict.join(', ')}`)

/** Go cannot decode a value of another type at all, so that is 400 and not 422. */
function refuseTypes(served: Served, issues: readonly SchemaIssue[]): void {
  const wrong = issues.find((issue) => issue.code === 'schema.type')
  if (!wrong) return
  const found = /must be of type ([^:]+): "([^"]+)"/.exec(wrong.message)
  const what = found?.[2] === 'boolean' ? 'bool' : found?.[2] === 'integer' ? 'number' : found?.[2]
  throw cannotHandle(
    served,
    `json: cannot unmarshal ${what} into Go struct field ${wrong.path.replaceAll(/\[\d+\]/g, '')} of type ${found?.[1]}`,
  )
}

/**
 * Refuses a decoded object with all that is wrong with it, as the API server lists it.
 *
 * @throws StatusError 422, or 400 where a built-in kind could not even be decoded
 */
export function validateObject(served: Served, object: StoredObject): void {
  const { kind } = served
  const causes = [...metadataCauses(kind, object), ...schemaCauses(served, object)]
  causes.push(...builtInCauses(kind, object))
  if (causes.length === 0) return
  throw invalid(kind.group, kind.kind, String(object.metadata.name ?? ''), causes)
}

const REASONS: ReadonlyMap<SchemaIssue['code'], string> = new Map([
  ['schema.type', 'FieldValueTypeInvalid'],
  ['schema.format', 'FieldValueTypeInvalid'],
  ['schema.enum', 'FieldValueNotSupported'],
  ['schema.required', 'FieldValueRequired'],
  ['schema.duplicate', 'FieldValueDuplicate'],
  ['schema.too-long', 'FieldValueTooLong'],
  ['schema.too-many', 'FieldValueTooMany'],
])

/** The API server names no field for these, only the path in the text. */
const WITHOUT_FIELD: ReadonlySet<SchemaIssue['code']> = new Set([
  'schema.one-of',
  'schema.number-format',
])

function schemaCauses({ kind, version }: Served, object: StoredObject): Cause[] {
  const schema = version.schema()
  if (!schema) return []
  const issues = validateSchema(schema, { ...object, metadata: {} }, '', IGNORE)
  if (!kind.isCustom) refuseTypes({ kind, version }, issues)
  const relevant = kind.isCustom ? issues : issues.filter(isBuiltInRule)
  return relevant.map(({ path, code, message }) => ({
    reason: REASONS.get(code) ?? 'FieldValueInvalid',
    message,
    ...(WITHOUT_FIELD.has(code) ? {} : { field: path }),
  }))
}

/**
 * Published schemas of built-in kinds are documentation; the real rules are Go code. What holds in both:
 * required fields and enumerations of the specification. Go reads an absent field of a status as zero.
 */
function isBuiltInRule({ path, code }: SchemaIssue): boolean {
  if (code !== 'schema.required' && code !== 'schema.enum') return false
  return !path.startsWith('status') && path !== 'endpoints'
}

/** Go reads null as absent, at any depth. */
function withoutNullFields<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutNullFields) as T
  if (!isRecord(value)) return value
  const kept = Object.entries(value).flatMap(([key, field]) =>
    field === null ? [] : [[key, withoutNullFields(field)] as const],
  )
  return Object.fromEntries(kept) as T
}

/** Labels and annotations written as null are absent. */
function withoutNulls(metadata: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => value !== null && value !== undefined),
  )
}
