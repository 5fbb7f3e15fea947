import type { AnswerOf, Endpoints } from '#lib/api/endpoints.ts'
import type { Edit, Plan } from '#lib/changes/plan.ts'
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

/** Who a request comes from. `key` names the session, never its secret. */
export type Identity = {
  readonly user: User
  readonly key: string
  readonly by: 'cookie' | 'token'
  readonly expires?: string
}

export type Sessions = {
  /** Trades the launch token for a cookie; throws `session/wrong-token`. */
  signIn(token: string): { readonly cookie: string; readonly identity: Identity }
  /** Throws `session/wrong-token` for a header that is wrong; undefined for none. */
  identify(headers: Headers): Identity | undefined
  /** Whether the session is still there, without using it. */
  holds(identity: Identity): boolean
  /** Answers the header that takes the cookie away. */
  signOut(identity: Identity): string
}

/** The event streams that are open. */
export type Streams = {
  /** Throws `request/too-many-streams`; answers what to call when the stream has ended. */
  open(session: string, end: () => void): () => void
  closeAll(): void
}

/** What went stale in one cluster since a revision. */
export type RevisionLog = {
  since(revision: string | null): readonly Topic[]
  stop(): void
}

/** Preview, apply and history of changes. */
export type PlanService = {
  plan(
    cluster: Cluster,
    user: User,
    body: { readonly edits: readonly Edit[]; readonly dryRun?: boolean },
  ): Promise<Plan>
  apply(
    cluster: Cluster,
    user: User,
    plan: string,
    body: { readonly hash: string; readonly confirm?: string },
  ): Promise<AnswerOf<Endpoints['apply']>>
  changes(cluster: Cluster): Promise<AnswerOf<Endpoints['changes']>['changes']>
  change(cluster: Cluster, id: string): Promise<AnswerOf<Endpoints['change']>>
  revert(cluster: Cluster, user: User, id: string): Promise<Plan>
}

export type Settings = {
  /** Address and port that the server listens on. */
  readonly host: string
  readonly port: number
  readonly readOnly: boolean
}

export type Services = {
  readonly settings: Settings
  readonly sessions: Sessions
  readonly streams: Streams
  /** Empty until `opened`. */
  readonly clusters: Clusters
  /** Resolves once the cluster is chosen and its reading has begun. */
  readonly opened: Promise<void>
  readonly plans: PlanService
  /** Topics that went stale in a cluster. */
  log(cluster: Cluster): RevisionLog
  /** The embedded sandbox beside the clusters that are there; the one that runs when there is one. */
  openSandbox(): Promise<Cluster>
  close(): Promise<void>
}

const KEY = Symbol.for('meshwright.services')
type Held = { [KEY]?: Promise<Services> }

/**
 * The services of this process, made at the first call. Routes and instrumentation are bundled apart, so the one
 * place that they share is the global object.
 */
export function services(): Promise<Services> {
  const held = globalThis as Held
  held[KEY] ??= compose(process.env)
  return held[KEY]
}

/** Puts other services in place of those of the process, or none; for tests. */
export function provide(given: Services | undefined): void {
  ;(globalThis as Held)[KEY] = given && Promise.resolve(given)
}
async function compose(env: Readonly<Record<string, string | undefined>>): Promise<Services> {
  throw new Error(`not composed ${env.PORT}`)
}
