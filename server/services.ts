import type { Finding } from '#lib/findings/finding.ts'
import type { Graph } from '#lib/graph/graph.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { MtlsReport } from '#lib/model/mtls-report.ts'
import type { Kind } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'

/** The person on whose behalf something is read or written. In loopback mode: whoever the kubeconfig says. */
export type User = { readonly name: string; readonly groups: readonly string[] }

export type Freshness = { readonly state: 'live' | 'stale' | 'syncing'; readonly since: string }

export type PartialKind = {
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly namespace?: string
  readonly reason: 'not-permitted' | 'not-served' | 'failed'
  readonly message: string
}

export type Topic = 'topology' | 'mtls' | 'findings' | 'status' | 'resources'

/** All that is derived from one snapshot. The same revision is the same answer. */
export type ClusterView = {
  readonly revision: string
  readonly snapshot: Snapshot
  readonly model: MeshModel
  readonly graph: Graph
  readonly findings: readonly Finding[]
  readonly mtls: MtlsReport
  readonly freshness: Freshness
  readonly partial: readonly PartialKind[]
}

export type ClusterState = {
  /** `settled` states are live, stale, denied and failed: `/api/ready` waits for one of them. */
  readonly state: 'connecting' | 'syncing' | 'live' | 'stale' | 'denied' | 'failed'
  readonly since: string
  readonly synced: number
  readonly of: number
  /** What is wrong, where, and what to do, when something is. */
  readonly message?: string
  readonly fix?: string
}

export type Cluster = {
  readonly id: string
  readonly name: string
  readonly source: 'sandbox' | 'kubeconfig' | 'in-cluster'
  /** URL of the API server, without credentials. */
  readonly server: string
  readonly kinds: readonly Kind[]
  state(): ClusterState
  /** Cheap when nothing changed: computed once per revision. */
  view(): ClusterView
  /** Called after each batch of events (at most every 50 ms) and on changes of state. Answers an unsubscribe. */
  subscribe(listener: (event: { revision: string; stale: readonly Topic[] }) => void): () => void
  /** Live reads and writes with this person's rights: Kubernetes decides. */
  as(user: User): KubernetesApi
  /** Try again now, after a failure. */
  retry(): void
  close(): Promise<void>
}

export type WriteOptions = { readonly dryRun?: boolean }

/** Verdict of the API server on one write; throws AppError only for what is no verdict (network, 401, 429). */
export type WriteResult =
  | {
      readonly ok: true
      readonly object: KubernetesObject | undefined
      readonly warnings: readonly string[]
    }
  | {
      readonly ok: false
      readonly status: number
      readonly reason: string
      readonly message: string
      readonly causes: readonly {
        readonly field?: string
        readonly message: string
        readonly reason?: string
      }[]
    }

export type ObjectKey = {
  readonly group: string
  readonly version?: string
  readonly plural: string
  readonly namespace?: string
  readonly name: string
}

/** A thin Kubernetes client that always acts as one person. */
export type KubernetesApi = {
  get(key: ObjectKey): Promise<KubernetesObject | undefined>
  create(object: KubernetesObject, options?: WriteOptions): Promise<WriteResult>
  /** `metadata.resourceVersion` of the object is the base; 409 when the live one differs. */
  replace(object: KubernetesObject, options?: WriteOptions): Promise<WriteResult>
  delete(
    key: ObjectKey,
    options?: WriteOptions & { readonly uid?: string; readonly resourceVersion?: string },
  ): Promise<WriteResult>
  /** Discovery: the kind behind apiVersion and kind, with its served versions; undefined when not served. */
  kindOf(apiVersion: string, kind: string): Promise<Kind | undefined>
  /** OpenAPI v3 schema of a kind as the cluster publishes it, references resolved; undefined when there is none. */
  schemaOf(apiVersion: string, kind: string): Promise<Readonly<Record<string, unknown>> | undefined>
}

export type Clusters = {
  list(): readonly Cluster[]
  get(id: string): Cluster | undefined
  current(): Cluster
}
