import { isRecord } from '#lib/resources/field.ts'
import { formatPath, parsePath } from '#lib/yaml/field-path.ts'

/**
 * Where a violation stands and how it reads. A missing field has no line of its own: it is told of the object
 * that lacks it. The API server's words follow what a person would say.
 *
 * @param path as `formatPath` writes it
 * @param root the object that is looked at, when it is at hand
 */
export function schemaWords(
  code: string,
  path: string,
  said: string,
  root?: unknown,
): { readonly path: string; readonly message: string } {
  const steps = parsePath(path)
  const field = steps?.at(-1)
  if (code === 'schema.required' && steps && field !== undefined) {
    const parent = formatPath(steps.slice(0, -1))
    return { path: parent, message: `${parent || 'The object'} lacks ${field}, which is required.` }
  }
  if (code === 'schema.one-of') {
    const value = steps?.reduce<unknown>((at, step) => childOf(at, step), root)
    const keys = isRecord(value) ? Object.keys(value) : []
    if (keys.length > 1)
      return {
        path,
        message: `${path}: ${keys.join(' and ')} stand beside each other, and some of them exclude each other. ${said}`,
      }
  }
  const words = said
    .replace(
      /must be of type int(?:32|64)\b/,
      (type) => `${type.slice(0, 'must be of type'.length)} integer`,
    )
    .replace('Invalid value: "float64": ', '')
    .replace(/: "float64"$/, ', not a fraction')
  return { path, message: words.includes(path) ? words : `${path || 'The object'}: ${words}` }
}

const childOf = (value: unknown, step: string | number): unknown =>
  typeof step === 'number'
    ? Array.isArray(value)
      ? value[step]
      : undefined
    : isRecord(value) && Object.hasOwn(value, step)
      ? value[step]
      : undefined
