import type { Ref } from '#lib/resources/reference.ts'
import type { AccessVerdict, EdgeKind, EdgeMtls } from './edge-words.ts'
import type { Match } from './match.ts'

/** What configuration states: one hop, its conditions and who says so. The graph gives it an id. */
export type StatedEdge = {
  /** Tells apart edges of one pair; derived from what states it, never from a place in a list. */
  readonly key: string
  readonly from: string
  readonly to: string
  readonly kind: EdgeKind
  readonly port?: number | undefined
  readonly protocol?: string | undefined
  readonly host?: string | undefined
  readonly subset?: string | undefined
  readonly order?: number | undefined
  readonly match?: readonly Match[] | undefined
  readonly when?: string | undefined
  readonly share?: number | undefined
  readonly written?: number | undefined
  readonly conflict?: boolean | undefined
  readonly verdict?: AccessVerdict | undefined
  readonly via: readonly Ref[]
  readonly policies?: readonly Ref[] | undefined
  readonly because?: string | undefined
  readonly mtls?: EdgeMtls | undefined
}
