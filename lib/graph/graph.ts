import type { MtlsState } from '#lib/model/mtls-words.ts'
import type { Ref } from '#lib/resources/reference.ts'

/** The graph as `/topology` answers it. Names and meanings: API.md of the HTTP contract, mirrored in `lib/api`. */
export type Graph = { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] }

export type NodeKind =
  | 'gateway'
  | 'service'
  | 'workload'
  | 'entry'
  | 'ingress'
  | 'external'
  | 'cluster'
  | 'client'

export type InMesh =
  | 'sidecar'
  | 'native-sidecar'
  | 'gateway'
  | 'ambient'
  | 'waypoint'
  | 'none'
  | 'unknown'

export type Listener = {
  readonly port: number
  readonly protocol: string
  readonly hosts: readonly string[]
  /** TLS mode as written: SIMPLE, MUTUAL, PASSTHROUGH, ISTIO_MUTUAL, … */
  readonly tls?: string
  readonly credential?: string
  readonly from: Ref
  readonly exposed?: boolean
}

export type PodFacts = {
  readonly name: string
  readonly ready: string
  readonly phase: string
  readonly node?: string
}

export type Bypass = {
  readonly direction: 'inbound' | 'outbound'
  readonly ports?: readonly number[]
  readonly ranges?: readonly string[]
  readonly from: Ref
}

export type GraphNode = {
  /** Derived from what the thing is, never from its place in a list; see the scenarios' vocabulary. */
  readonly id: string
  readonly kind: NodeKind
  readonly name: string
  readonly namespace?: string
  readonly mesh?: string
  readonly inMesh?: InMesh
  readonly pods?: readonly PodFacts[]
  readonly replicas?: number
  readonly ports?: readonly number[]
  readonly hosts?: readonly string[]
  readonly address?: readonly string[]
  readonly listeners?: readonly Listener[]
  readonly endpoints?: readonly string[]
  readonly subsets?: readonly {
    readonly name: string
    readonly default?: boolean
    readonly instances: number
  }[]
  readonly versions?: readonly string[]
  readonly bypasses?: readonly Bypass[]
  readonly controller?: string
  readonly badges?: readonly string[]
  readonly serviceAccount?: string
  /** Inbound posture of a service or workload, for its lock. */
  readonly accepts?: {
    readonly mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE' | 'n/a' | 'unknown' | 'mixed'
    readonly decidedBy: readonly Ref[]
    readonly because: string
  }
  readonly findings: { readonly error: number; readonly warning: number; readonly info: number }
  readonly resources: readonly Ref[]
}

export type EdgeKind =
  | 'selects'
  | 'route'
  | 'intention'
  | 'upstream'
  | 'split'
  | 'ingress'
  | 'bypass'
  | 'loopback'
  | 'mirror'
  | 'failover'
  | 'peering'
  | 'exported'
  | 'instance'
  | 'through'
  | 'allowed'
  | 'inferred'
  | 'observed'

export type { MtlsState } from '#lib/model/mtls-words.ts'

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

export type EdgeMtls = {
  readonly state: MtlsState
  readonly enforced?: boolean
  readonly because: string
  readonly decidedBy: readonly (Ref | 'default' | 'unknown')[]
}

export type GraphEdge = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly kind?: EdgeKind
  readonly port?: number
  readonly protocol?: string
  readonly host?: string
  readonly subset?: string
  /** From 1 in one route table; absent where the table has one rule only. */
  readonly order?: number
  readonly match?: readonly Match[]
  /** `match` in words; absent when nothing is tested. */
  readonly when?: string
  /** Effective percentage 0–100. */
  readonly share?: number
  /** The weight as written. */
  readonly written?: number
  readonly conflict?: boolean
  readonly verdict?: 'allow' | 'deny' | 'conditional' | 'unknown'
  readonly via: readonly Ref[]
  readonly policies?: readonly Ref[]
  readonly because?: string
  readonly mtls?: EdgeMtls
}

/** Difference of two graphs, as a plan promises it. */
export type GraphDiff = {
  readonly nodes: Diff<GraphNode>
  readonly edges: Diff<GraphEdge>
}
export type Diff<T> = {
  readonly added: readonly T[]
  readonly removed: readonly string[]
  readonly changed: readonly { readonly id: string; readonly before: T; readonly after: T }[]
}
