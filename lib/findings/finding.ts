import type { Ref } from '#lib/resources/reference.ts'

export type Severity = 'error' | 'warning' | 'info'
/** What catches it; decides whether a change that adds it is blocked. */
export type Layer = 'yaml' | 'schema' | 'cel' | 'admission' | 'semantic' | 'cross-resource'
/** 1-based, end exclusive, in the text that was looked at. */
export type Range = {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

export type Finding = {
  /** Stable: derived from code, resource and path. */
  readonly id: string
  readonly code: string
  /** The same check in other tools, for example IST0101. */
  readonly aliases: readonly string[]
  readonly severity: Severity
  readonly layer: Layer
  readonly resource: Ref | 'mesh'
  /** `spec.http[0].route[1].destination.host` */
  readonly path?: string
  readonly range?: Range
  /** What will happen, for people. Names of other objects stand in `mentions` too. */
  readonly message: string
  readonly fix?: string
  readonly mentions: readonly Ref[]
  readonly docs: string
  readonly suppressed?: { readonly by: Ref; readonly reason: string; readonly until?: string }
}
