import type { Finding } from '#lib/findings/finding.ts'
import type { Graph } from '#lib/graph/graph.ts'
import type { MeshSetting } from '#lib/model/installation.ts'
import type { MtlsReport } from '#lib/model/mtls-report.ts'

/** What stands in every answer about a cluster. */
export type AnswerHead = {
  readonly cluster?: string
  /** Opaque; the same revision means the same answer. */
  readonly revision: string
  readonly freshness: { readonly state: 'live' | 'stale' | 'syncing'; readonly since: string }
  readonly partial: readonly PartialKind[]
}

export type PartialKind = {
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly namespace?: string
  readonly reason: 'not-permitted' | 'not-served' | 'failed'
  readonly message: string
}

export type ClusterState = 'connecting' | 'syncing' | 'live' | 'stale' | 'denied' | 'failed'
export type ClusterSource = 'sandbox' | 'kubeconfig' | 'in-cluster'

/** What the sandbox shows. */
export type SampleName = { readonly id: string; readonly title: string }

export type ClusterSummary = {
  readonly id: string
  readonly name: string
  readonly source: ClusterSource
  readonly current: boolean
  readonly state: ClusterState
  readonly message?: string
  readonly fix?: string
  /** The certificate of the API server is not checked, as the kubeconfig asks for. */
  readonly insecure?: boolean
  readonly sample?: SampleName
}

/** A document of the sandbox's manifests that could not be loaded. */
export type UnreadableManifest = {
  readonly file: string
  readonly document: number
  readonly line: number
  readonly message: string
}

export type WatchedKind = {
  readonly group: string
  readonly kind: string
  readonly plural: string
  readonly version?: string
  readonly scope: 'Namespaced' | 'Cluster'
  readonly editable?: boolean
  readonly state: string
  readonly message?: string
  readonly objects?: number
}

export type Installation = {
  readonly mesh: string
  readonly version?: string
  readonly rootNamespace?: string
  readonly trustDomain?: string
  /** What it is told, and by whom; what nobody states with the default that holds then. */
  readonly settings?: readonly MeshSetting[]
  /** What runs it: one process, or the several of the split control plane up to 1.4. */
  readonly components?: readonly {
    readonly name: string
    readonly role: string
    readonly resource: string
    readonly version?: string
    readonly pods: number
    readonly ready: number
  }[]
}

export type ClusterStatus = AnswerHead & {
  readonly name: string
  readonly source: ClusterSource
  readonly state: ClusterState
  readonly since: string
  readonly synced: number
  readonly of: number
  readonly message?: string
  readonly fix?: string
  readonly server?: string
  readonly insecure?: boolean
  readonly unreadable?: readonly UnreadableManifest[]
  /** How many documents the manifests hold, read or not. */
  readonly documents?: number
  readonly sample?: SampleName
  /** Named by somebody because not all may be listed. */
  readonly namespaces?: readonly string[]
  readonly readOnly: boolean
  readonly kinds: readonly WatchedKind[]
  readonly installations?: readonly Installation[]
}

export type ClustersAnswer = { readonly clusters: readonly ClusterSummary[] }
export type TopologyAnswer = AnswerHead & Graph
export type MtlsAnswer = AnswerHead & MtlsReport
export type FindingsAnswer = AnswerHead & {
  readonly findings: readonly Finding[]
  readonly suppressed: number
}
