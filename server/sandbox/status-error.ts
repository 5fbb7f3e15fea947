import { qualified, type ServedKind } from './served-kind.ts'

export type Cause = { readonly reason?: string; readonly message: string; readonly field?: string }
type Details = {
  readonly name?: string
  readonly group?: string
  readonly kind?: string
  readonly uid?: string
  readonly causes?: readonly Cause[]
  readonly retryAfterSeconds?: number
}

/** What the API server answers instead of an object, with the same code, reason and details. */
export class StatusError extends Error {
  readonly code: number
  readonly reason: string | undefined
  readonly details: Details | undefined

  constructor(code: number, reason: string | undefined, message: string, details?: Details) {
    super(message)
    this.name = 'StatusError'
    this.code = code
    this.reason = reason
    this.details = details
  }

  body(): object {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason ? { reason: this.reason } : {}),
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    }
  }
}

const named = (kind: ServedKind, name: string): Details => ({
  ...(name ? { name } : {}),
  ...(kind.group ? { group: kind.group } : {}),
  kind: kind.plural,
})

export const badRequest = (message: string) => new StatusError(400, 'BadRequest', message)

export const notFound = (kind: ServedKind, name: string) =>
  new StatusError(
    404,
    'NotFound',
    `${qualified(kind, kind.plural)} "${name}" not found`,
    named(kind, name),
  )

export const noSuchResource = () =>
  new StatusError(404, 'NotFound', 'the server could not find the requested resource', {})

export const alreadyExists = (kind: ServedKind, name: string) =>
  new StatusError(
    409,
    'AlreadyExists',
    `${qualified(kind, kind.plural)} "${name}" already exists`,
    named(kind, name),
  )

export const conflict = (
  kind: ServedKind,
  name: string,
  why = 'the object has been modified; please apply your changes to the latest version and try again',
) =>
  new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(kind, kind.plural)} "${name}": ${why}`,
    named(kind, name),
  )

export const methodNotAllowed = () =>
  new StatusError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  )

export const unsupportedMediaType = (accepted: readonly string[]) =>
  new StatusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  )

export const notAcceptable = () =>
  new StatusError(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/yaml',
  )

export const expired = (message: string) => new StatusError(410, 'Expired', message)

/** 422: everything that is wrong with one object, each with its field. */
export function invalid(
  group: string,
  kind: string,
  name: string,
  causes: readonly Cause[],
): StatusError {
  const lines = causes.map((cause) => `${cause.field ?? '<nil>'}: ${cause.message}`)
  const what = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`
  const type = group === '' ? kind : `${kind}.${group}`
  return new StatusError(422, 'Invalid', `${type} "${name}" is invalid: ${what}`, {
    ...(name ? { name } : {}),
    ...(group ? { group } : {}),
    ...(kind ? { kind } : {}),
    causes: causes.map(({ reason, message, field }) => ({
      ...(reason ? { reason } : {}),
      message,
      field: field ?? '<nil>',
    })),
  })
}
