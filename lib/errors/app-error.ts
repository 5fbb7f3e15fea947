import { ERRORS, type ErrorCode, type ErrorEntry, type ErrorParams } from './catalogue.ts'

/** RFC 9457 on the wire, with the way out beside it; never a stack. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly fix: string
  readonly instance?: string
  /** What a client needs to go on, for example both sides of a conflict. */
  readonly [extension: string]: unknown
}

/** An expected failure out of the catalogue. `extensions` are added to the problem on the wire. */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C
  readonly params: ErrorParams<C>
  readonly extensions: Readonly<Record<string, unknown>>

  constructor(
    code: C,
    params: ErrorParams<C>,
    options: { cause?: unknown; extensions?: Readonly<Record<string, unknown>> } = {},
  ) {
    const entry = ERRORS[code] as unknown as ErrorEntry<ErrorParams<C>>
    super(entry.detail(params), options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.params = params
    this.extensions = options.extensions ?? {}
  }

  toProblem(instance?: string): Problem {
    const entry = ERRORS[this.code] as unknown as ErrorEntry<ErrorParams<C>>
    return {
      ...this.extensions,
      type: `about:blank#${this.code}`,
      title: entry.title,
      status: entry.status,
      detail: entry.detail(this.params),
      code: this.code,
      fix: entry.fix(this.params),
      ...(instance ? { instance } : {}),
    }
  }
}
