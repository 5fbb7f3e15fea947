import { list, own, text, texts } from '#lib/resources/field.ts'
import { type PathStep, parsePath } from './field-path.ts'
import {
  additional,
  alternatives,
  isIntOrString,
  items,
  properties,
  property,
  type Schema,
  typeOf,
  unwrapped,
} from './schema.ts'

export type FieldHint = {
  readonly name: string
  /** `string`, `integer`, `object`, `array of string`, `map of integer`, `integer or string`, `any`. */
  readonly type: string
  readonly description: string | undefined
  readonly required: boolean
  readonly enum: readonly string[]
  readonly default: unknown
}

/** The schema of a field; `undefined` where the schema does not say. */
export function schemaAt(schema: Schema, path: string | readonly PathStep[]): Schema | undefined {
  const steps = typeof path === 'string' ? parsePath(path) : path
  let current: Schema | undefined = schema
  for (const step of steps) current = current && below(unwrapped(current), step)
  return current && unwrapped(current)
}

function below(schema: Schema, step: PathStep): Schema | undefined {
  if (typeof step === 'number') {
    const each = items(schema)
    if (each) return each
  }
  const rest = additional(schema)
  return property(schema, String(step)) ?? (rest === 'any' ? undefined : rest)
}

/**
 * Fields that can stand in the object at a path, in the schema's order, required ones first. A path to
 * a list answers for its entries.
 */
export function fieldsAt(schema: Schema, path: string | readonly PathStep[]): readonly FieldHint[] {
  const at = schemaAt(schema, path)
  if (!at) return []
  const each = typeOf(at) === 'array' ? items(at) : undefined
  const object = each ? unwrapped(each) : at
  const required = new Set(texts(own(object, 'required')))
  const hints = Object.keys(properties(object)).flatMap((name) => {
    const given = property(object, name)
    return given ? [hint(name, given, required.has(name))] : []
  })
  return [...hints.filter((field) => field.required), ...hints.filter((field) => !field.required)]
}

function hint(name: string, given: Schema, required: boolean): FieldHint {
  const schema = unwrapped(given)
  return {
    name,
    type: typeName(schema),
    description: text(own(given, 'description')) ?? text(own(schema, 'description')),
    required,
    enum: enumOf(schema),
    default: own(given, 'default') ?? own(schema, 'default'),
  }
}

/** Values that a field may have: its own enum, or that of the alternatives it is made of. */
export function enumOf(schema: Schema): readonly string[] {
  const plain = list(own(schema, 'enum'))
  const all =
    plain.length > 0
      ? plain
      : alternatives(schema, 'anyOf').flatMap((one) => list(own(one, 'enum')))
  return all.filter((entry) => entry !== null).map(String)
}

function typeName(schema: Schema): string {
  if (isIntOrString(schema)) return 'integer or string'
  const type = typeOf(schema)
  const each = items(schema)
  if (type === 'array') return each ? `array of ${typeName(unwrapped(each))}` : 'array'
  const rest = additional(schema)
  if (type === 'object' && rest && rest !== 'any' && Object.keys(properties(schema)).length === 0)
    return `map of ${typeName(unwrapped(rest))}`
  return type ?? 'any'
}
