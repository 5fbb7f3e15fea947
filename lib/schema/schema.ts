import {
  type Fields,
  flag,
  isRecord,
  list,
  number,
  own,
  record,
  text,
} from '#lib/resources/field.ts'

/**
 * A structural schema as CRDs and `/openapi/v3` hold it. Nothing in it is trusted: every keyword goes
 * through a reader that answers `undefined` for another type than the keyword has.
 */
export type Schema = Fields

export const properties = (schema: Schema): Fields => record(own(schema, 'properties'))

export const property = (schema: Schema, key: string): Schema | undefined =>
  asSchema(own(own(schema, 'properties'), key))

export const asSchema = (value: unknown): Schema | undefined =>
  isRecord(value) ? value : undefined

export const items = (schema: Schema): Schema | undefined => asSchema(own(schema, 'items'))

/** The schema of the values of a map; `'any'` for `additionalProperties: true`. */
export function additional(schema: Schema): Schema | 'any' | undefined {
  const value = own(schema, 'additionalProperties')
  return value === true ? 'any' : asSchema(value)
}

export const alternatives = (
  schema: Schema,
  keyword: 'oneOf' | 'anyOf' | 'allOf',
): readonly Schema[] => list(own(schema, keyword)).filter(isRecord)

export const typeOf = (schema: Schema): string | undefined => text(own(schema, 'type'))
export const isIntOrString = (schema: Schema): boolean =>
  own(schema, 'x-kubernetes-int-or-string') === true || own(schema, 'format') === 'int-or-string'
export const isEmbedded = (schema: Schema): boolean =>
  own(schema, 'x-kubernetes-embedded-resource') === true
export const preservesUnknown = (schema: Schema): boolean =>
  own(schema, 'x-kubernetes-preserve-unknown-fields') === true
export const isNullable = (schema: Schema): boolean => own(schema, 'nullable') === true
export const limit = (schema: Schema, keyword: string): number | undefined =>
  number(own(schema, keyword))
export const isFlagged = (schema: Schema, keyword: string): boolean =>
  flag(own(schema, keyword)) === true

/**
 * Whether the schema says nothing about the fields of an object: `{}`, or an object of the published
 * OpenAPI without properties (`FieldsV1`, `RawExtension`). In a CRD such an object would be emptied,
 * so it is open only where no `type: object` closes it.
 */
export const isUntyped = (schema: Schema): boolean =>
  typeOf(schema) === undefined &&
  own(schema, 'properties') === undefined &&
  own(schema, 'additionalProperties') === undefined

/**
 * Published OpenAPI wraps a reference that has a description or a default of its own as
 * `allOf: [target]`; what is meant is the target.
 */
export function unwrapped(schema: Schema): Schema {
  if (typeOf(schema) !== undefined || own(schema, 'properties') !== undefined) return schema
  const [only, ...more] = alternatives(schema, 'allOf')
  const isTarget = only && (typeOf(only) !== undefined || own(only, 'properties') !== undefined)
  return isTarget && more.length === 0 ? only : schema
}
