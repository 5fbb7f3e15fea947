import { own, text } from '#lib/resources/field.ts'
import { hasFormat } from './format.ts'
import { matcher } from './pattern.ts'
import { isFlagged, limit, type Schema, typeOf } from './schema.ts'
import { quoted, type SchemaIssue } from './schema-issue.ts'

const INTEGER_RANGES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['int32', [-(2 ** 31), 2 ** 31 - 1]],
  // The largest double that is an int64; a number beyond it does not survive JSON in any case.
  ['int64', [-(2 ** 63), 2 ** 63 - 1024]],
])

/** Length, pattern and format of a text. */
export function validateString(schema: Schema, value: string, path: string): SchemaIssue[] {
  const issues: SchemaIssue[] = []
  const length = codePoints(value)
  const most = limit(schema, 'maxLength')
  if (most !== undefined && length > most)
    issues.push({
      path,
      code: 'schema.too-long',
      message: `Too long: may not be more than ${most} bytes`,
    })
  const invalid = (code: SchemaIssue['code'], what: string) =>
    issues.push({ path, code, message: `Invalid value: ${quoted(value)}: ${path} in body ${what}` })
  const least = limit(schema, 'minLength')
  if (least !== undefined && length < least)
    invalid('schema.too-short', `should be at least ${least} chars long`)
  const pattern = text(own(schema, 'pattern'))
  if (pattern !== undefined && matcher(pattern)?.(value) === false)
    invalid('schema.pattern', `should match '${pattern}'`)
  const format = text(own(schema, 'format'))
  if (format !== undefined && typeOf(schema) === 'string' && !hasFormat(format, value))
    invalid('schema.format', `must be of type ${format}: ${quoted(value)}`)
  return issues
}

/** Range, multiples and integer formats of a number. */
export function validateNumber(schema: Schema, value: number, path: string): SchemaIssue[] {
  const issues: SchemaIssue[] = []
  const format = text(own(schema, 'format'))
  const range = format === undefined ? undefined : INTEGER_RANGES.get(format)
  if (range && typeOf(schema) === 'integer' && (value < range[0] || value > range[1])) {
    const message = `Invalid value: "": Checked value must be of type integer with format ${format} in ${path}`
    issues.push({ path, code: 'schema.number-format', message })
  }
  const invalid = (what: string) => {
    const message = `Invalid value: ${value}: ${path} in body should be ${what}`
    issues.push({ path, code: 'schema.range', message })
  }
  const most = limit(schema, 'maximum')
  const least = limit(schema, 'minimum')
  const step = limit(schema, 'multipleOf')
  if (most !== undefined) {
    const isExclusive = isFlagged(schema, 'exclusiveMaximum')
    if (value > most || (isExclusive && value === most))
      invalid(isExclusive ? `less than ${most}` : `less than or equal to ${most}`)
  }
  if (least !== undefined) {
    const isExclusive = isFlagged(schema, 'exclusiveMinimum')
    if (value < least || (isExclusive && value === least))
      invalid(isExclusive ? `greater than ${least}` : `greater than or equal to ${least}`)
  }
  if (step !== undefined && step > 0 && !Number.isInteger(value / step))
    invalid(`a multiple of ${step}`)
  return issues
}

/** Number of entries of a list; see `duplicates` for their uniqueness. */
export function validateArray(
  schema: Schema,
  value: readonly unknown[],
  path: string,
): SchemaIssue[] {
  const most = limit(schema, 'maxItems')
  const least = limit(schema, 'minItems')
  if (most !== undefined && value.length > most) {
    const message = `Too many: ${value.length}: must have at most ${most} items`
    return [{ path, code: 'schema.too-many', message }]
  }
  if (least !== undefined && value.length < least) {
    const message = `Invalid value: ${value.length}: ${path} in body should have at least ${least} items`
    return [{ path, code: 'schema.too-few', message }]
  }
  return []
}

function codePoints(value: string): number {
  let count = 0
  for (const _ of value) count += 1
  return count
}
