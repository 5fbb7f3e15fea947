import type { Ref } from '#lib/resources/reference.ts'
import type { MtlsState } from './mtls-words.ts'

export type Decider = Ref | 'default' | 'unknown'
export type InboundMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE' | 'n/a' | 'unknown'

/** The server side of one Service, or of one of its ports where that differs. */
export type PostureRow = {
  readonly on: Ref
  readonly port?: number
  readonly inbound: InboundMode
  readonly decidedBy: readonly Decider[]
  readonly because: string
  /** What a meshed caller is told to send. */
  readonly clients: {
    readonly state: 'mtls' | 'plaintext' | 'tls' | 'mixed' | 'unknown'
    readonly decidedBy: readonly Decider[]
  }
}

/** The answer of `/mtls`. Counts are numbers of callers (edges). */
export type MtlsReport = {
  readonly posture: readonly PostureRow[]
  readonly rows: readonly {
    readonly workload: string
    readonly port: number
    readonly inMesh: string
    readonly mode: InboundMode
    readonly decidedBy: readonly Decider[]
    readonly callers: {
      readonly mtls: number
      readonly plaintext: number
      readonly conflict: number
      readonly unknown: number
    }
    readonly bypasses: readonly { readonly what: string; readonly from: Ref }[]
    readonly identity: { readonly serviceAccount: string; readonly trustDomain: string }
  }[]
  readonly summary: readonly {
    readonly scope: string
    readonly strict: number
    readonly permissive: number
    readonly disabled: number
    readonly unknown: number
    readonly plaintextHops: number
    readonly conflictHops: number
  }[]
  readonly edge: readonly {
    readonly what: 'listener' | 'exposed-service' | 'passthrough' | 'service-entry'
    readonly node: string
    readonly port: number
    readonly tls: MtlsState | string
    readonly minimumVersion?: string
    readonly because: string
    readonly from: Ref
  }[]
  readonly trust: readonly {
    readonly installation: string
    readonly trustDomain: string
    readonly minimumVersion?: string
    readonly roots: readonly {
      readonly subject: string
      readonly notAfter: string
      readonly from: Ref
    }[]
  }[]
}
