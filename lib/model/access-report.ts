import type { Ref } from '#lib/resources/reference.ts'
import type { AccessVerdict } from './edge-words.ts'
import type { Match } from './match.ts'
import type { Decider } from './mtls-report.ts'

/**
 * Who may call whom, as policies state it. The most specific row holds for a caller: its service account, a
 * pattern, its namespace, then `*` (any other identity of the mesh) and `anonymous` (none).
 */
export type AccessRow = {
  /** `ServiceAccount/ns/name`, `Namespace/ns`, `principal:<pattern>`, `namespace:<pattern>`, `*` or `anonymous`. */
  readonly from: string
  /** Node id; `*` for every workload that no row of its own names. */
  readonly to: string
  /** Port of the workload; absent for every port that no row of its own names. */
  readonly port?: number
  readonly verdict: AccessVerdict
  readonly by: readonly Ref[]
  /** Of what decides; higher goes first. */
  readonly precedence?: number
  /** What speaks about these calls too, and does not decide. */
  readonly shadows?: readonly { readonly by: Ref; readonly precedence: number }[]
  /** Requests that a conditional verdict is about: alternatives. */
  readonly match?: readonly Match[]
  /** Further conditions, which `match` has no words for. */
  readonly also?: readonly string[]
  readonly because: string
}

export type AccessDefault = {
  readonly verdict: AccessVerdict
  readonly decidedBy: readonly Decider[]
}

export type AccessReport = {
  readonly default: AccessDefault
  /** With several control planes that of each; `default` is the main one's. */
  readonly defaults?: readonly (AccessDefault & {
    /** Id of its installation. */
    readonly controlPlane: string
  })[]
  readonly rows: readonly AccessRow[]
}
