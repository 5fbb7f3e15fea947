import { isRecord, list, own, text, texts } from '#lib/resources/field.ts'
import { childPath } from './field-path.ts'
import { duplicates } from './list-type.ts'
import {
  additional,
  alternatives,
  asSchema,
  isEmbedded,
  isIntOrString,
  isNullable,
  isUntyped,
  items,
  limit,
  preservesUnknown,
  properties,
  property,
  type Schema,
  typeOf,
  unwrapped,
} from './schema.ts'
import { quoted, type SchemaIssue } from './schema-issue.ts'
import { validateArray, validateNumber, validateString } from './value-rules.ts'

export type ValidateOptions = {
  /** `report` (default): a field that no schema names is an issue. The API server prunes it instead. */
  readonly unknownFields?: 'report' | 'ignore'
}

/** Deeper values are cut off rather than followed: no real object is, and a stack has an end. */
const MAX_DEPTH = 200

/**
 * What the API server would say against a value by its structural schema; rules in CEL are not part of
 * this. A value at the root (no `basePath`) is a whole object: `apiVersion`, `kind` and `metadata` are
 * known there even where the schema does not name them.
 *
 * @see k8s.io/kube-openapi/pkg/validation/validate and k8s.io/apiextensions-apiserver/pkg/apiserver/validation
 */
export function validateSchema(
  schema: Schema,
  value: unknown,
  basePath = '',
  options: ValidateOptions = {},
): SchemaIssue[] {
  const issues: SchemaIssue[] = []
  const reportUnknown = options.unknownFields !== 'ignore'
  walk(schema, value, basePath, { issues, reportUnknown, depth: 0, isRoot: basePath === '' })
  return issues
}

type Walk = {
  readonly issues: SchemaIssue[]
  readonly reportUnknown: boolean
  readonly depth: number
  readonly isRoot: boolean
}

function walk(given: Schema, value: unknown, path: string, at: Walk): void {
  if (at.depth > MAX_DEPTH) return
  const schema = unwrapped(given)
  if (value === null && (isNullable(schema) || isUntyped(schema))) return
  if (!hasType(schema, value, path, at.issues)) return
  at.issues.push(...enumIssues(schema, value, path))
  if (typeof value === 'string') at.issues.push(...validateString(schema, value, path))
  else if (typeof value === 'number') at.issues.push(...validateNumber(schema, value, path))
  else if (Array.isArray(value)) walkArray(schema, value, path, at)
  else if (isRecord(value)) walkObject(schema, value, path, at)
  at.issues.push(...combined(schema, value, path))
}

const TYPE_NAMES = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

function hasType(schema: Schema, value: unknown, path: string, issues: SchemaIssue[]): boolean {
  const actual = TYPE_NAMES(value)
  const wanted = isIntOrString(schema) ? 'integer,string' : typeOf(schema)
  if (wanted === undefined) return true
  const fits = wanted
    .split(',')
    .some((type) => type === actual || (type === 'number' && actual === 'integer'))
  if (fits) return true
  // Go reads a fraction as float64 and names that where the schema has a format for integers.
  const format = text(own(schema, 'format'))
  const isFraction = actual === 'number' && wanted === 'integer' && format !== undefined
  const [expected, found] = isFraction ? [format, 'float64'] : [wanted, actual]
  const message = `Invalid value: "${found}": ${path} in body must be of type ${expected}: "${found}"`
  issues.push({ path, code: 'schema.type', message })
  return false
}

function enumIssues(schema: Schema, value: unknown, path: string): SchemaIssue[] {
  const allowed = list(own(schema, 'enum'))
  if (allowed.length === 0 || allowed.some((entry) => entry === value)) return []
  const supported = allowed.map((entry) => JSON.stringify(String(entry))).join(', ')
  const message = `Unsupported value: ${quoted(value)}: supported values: ${supported}`
  return [{ path, code: 'schema.enum', message }]
}

function walkArray(schema: Schema, value: readonly unknown[], path: string, at: Walk): void {
  at.issues.push(...validateArray(schema, value, path))
  const each = items(schema)
  if (each)
    for (const [index, entry] of value.entries())
      walk(each, entry, childPath(path, index), { ...at, depth: at.depth + 1, isRoot: false })
  at.issues.push(...duplicates(schema, value, path))
}

function walkObject(
  schema: Schema,
  value: Readonly<Record<string, unknown>>,
  path: string,
  at: Walk,
): void {
  at.issues.push(...sizeIssues(schema, value, path))
  const isWhole = at.isRoot || isEmbedded(schema)
  const required = new Set([
    ...texts(own(schema, 'required')),
    ...(isEmbedded(schema) ? ['apiVersion', 'kind'] : []),
  ])
  for (const key of required)
    if (isMissing(schema, value, key))
      at.issues.push({
        path: childPath(path, key),
        code: 'schema.required',
        message: 'Required value',
      })
  const known = properties(schema)
  const rest = additional(schema)
  for (const [key, entry] of Object.entries(value)) {
    const child = childPath(path, key)
    const own = property(schema, key) ?? (rest === 'any' ? undefined : rest)
    const next = { ...at, depth: at.depth + 1, isRoot: false }
    // An empty `metadata` schema in a CRD stands for the API server's own.
    if (isWhole && key === 'metadata' && (!own || Object.keys(properties(own)).length === 0))
      continue
    if (own) {
      // Nulls of fields that are not nullable are dropped before validation.
      if (entry === null && !isNullable(unwrapped(own))) continue
      walk(own, entry, child, next)
      continue
    }
    const isKnown =
      rest === 'any' ||
      preservesUnknown(schema) ||
      isUntyped(schema) ||
      (isWhole && ENVELOPE.has(key))
    if (!isKnown && at.reportUnknown && !Object.hasOwn(known, key))
      at.issues.push({
        path: child,
        code: 'schema.unknown-field',
        message: `unknown field ${JSON.stringify(child)}`,
      })
  }
}

const ENVELOPE: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata'])

/** A null for a field that is not nullable counts as absent, and absent fields get their default. */
function isMissing(schema: Schema, value: Readonly<Record<string, unknown>>, key: string): boolean {
  const own = property(schema, key)
  if (own && Object.hasOwn(own, 'default')) return false
  if (!Object.hasOwn(value, key) || value[key] === undefined) return true
  return value[key] === null && own !== undefined && !isNullable(own)
}

function sizeIssues(schema: Schema, value: object, path: string): SchemaIssue[] {
  const size = Object.keys(value).length
  const most = limit(schema, 'maxProperties')
  const least = limit(schema, 'minProperties')
  if (most !== undefined && size > most)
    return [
      {
        path,
        code: 'schema.too-many',
        message: `Too many: ${size}: must have at most ${most} items`,
      },
    ]
  if (least !== undefined && size < least) {
    const message = `Invalid value: ${size}: ${path} in body should have at least ${least} properties`
    return [{ path, code: 'schema.too-few', message }]
  }
  return []
}

/**
 * `oneOf`, `anyOf`, `allOf` and `not`. Inside them a structural schema only tests values, so unknown
 * fields do not count. What failed inside an alternative is left out: the alternatives together are
 * the message, and the first of them is seldom the one that was meant.
 */
function combined(schema: Schema, value: unknown, path: string): SchemaIssue[] {
  const issues: SchemaIssue[] = []
  const say = (message: string) =>
    issues.push({ path, code: 'schema.one-of', message: `Invalid value: "": "${path}" ${message}` })
  const one = alternatives(schema, 'oneOf')
  if (one.length > 0) {
    const valid = one.filter((option) => accepts(option, value, path)).length
    const found = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`
    if (valid !== 1) say(`must validate one and only one schema (oneOf). ${found}`)
  }
  const any = alternatives(schema, 'anyOf')
  if (any.length > 0 && !any.some((option) => accepts(option, value, path)))
    say('must validate at least one schema (anyOf)')
  const all = alternatives(schema, 'allOf')
  const failed = all.flatMap((option) =>
    validateSchema(option, value, path, { unknownFields: 'ignore' }),
  )
  issues.push(...failed)
  if (failed.length > 0) say('must validate all the schemas (allOf)')
  const not = asSchema(own(schema, 'not'))
  if (not && accepts(not, value, path)) say('must not validate the schema (not)')
  return issues
}

const accepts = (schema: Schema, value: unknown, path: string): boolean =>
  validateSchema(schema, value, path || '(root)', { unknownFields: 'ignore' }).length === 0
