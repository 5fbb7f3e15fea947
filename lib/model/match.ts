export type TextMatch = {
  readonly name: string
  readonly op: 'present' | 'absent' | 'exact' | 'prefix' | 'regex'
  readonly value?: string
}

/** One alternative of a condition: all that it names must hold. */
export type Match = {
  readonly port?: number
  readonly hosts?: readonly string[]
  readonly methods?: readonly string[]
  readonly path?: { readonly op: 'exact' | 'prefix' | 'regex'; readonly value: string }
  readonly headers?: readonly TextMatch[]
  readonly query?: readonly TextMatch[]
  readonly claims?: Readonly<Record<string, readonly string[]>>
  readonly sources?: readonly string[]
}
