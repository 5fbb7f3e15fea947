/** An answer with more to say than its value: kept apart from values by its class. */
export class Reply<T> {
  readonly value: T
  readonly options: ReplyOptions

  constructor(value: T, options: ReplyOptions) {
    this.value = value
    this.options = options
  }
}

export type ReplyOptions = {
  readonly status?: number
  readonly cookie?: string
  /** What the answer depends on besides person and address; gives it an ETag. */
  readonly version?: readonly unknown[]
  /** Another text than JSON; `value` stays what is redacted. */
  readonly as?: { readonly type: string; readonly write: (value: unknown) => string }
}

export const reply = <T>(value: T, options: ReplyOptions): Reply<T> => new Reply(value, options)
