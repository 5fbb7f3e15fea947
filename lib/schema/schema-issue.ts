export type SchemaCode =
  | 'schema.type'
  | 'schema.enum'
  | 'schema.required'
  | 'schema.unknown-field'
  | 'schema.one-of'
  | 'schema.format'
  | 'schema.number-format'
  | 'schema.pattern'
  | 'schema.range'
  | 'schema.too-long'
  | 'schema.too-short'
  | 'schema.too-many'
  | 'schema.too-few'
  | 'schema.duplicate'

/** One thing that the API server would refuse. `path` is like `spec.http[0].route[1].weight`. */
export type SchemaIssue = {
  readonly path: string
  readonly code: SchemaCode
  /** The API server's words, without the path in front. */
  readonly message: string
}

/** A value as the API server quotes it in a message. */
export const quoted = (value: unknown): string =>
  typeof value === 'object' && value === null ? 'null' : JSON.stringify(value)
