import type { EdgeKind, EdgeMtls } from '#lib/model/edge-words.ts'
import type { Listener } from '#lib/model/gateway-proxy.ts'
import type { Match } from '#lib/model/match.ts'
import type { Bypass, InMesh } from '#lib/model/membership.ts'
import type { PodFacts } from '#lib/model/pod.ts'
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

export type { EdgeKind, EdgeMtls } from '#lib/model/edge-words.ts'
export type { Listener } from '#lib/model/gateway-proxy.ts'
export type { Match, TextMatch } from '#lib/model/match.ts'
export type { Bypass, InMesh } from '#lib/model/membership.ts'
export type { MtlsState } from '#lib/model/mtls-words.ts'
export type { PodFacts } from '#lib/model/pod.ts'

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
