import type { AnswerOf, Endpoints } from '#lib/api/endpoints.ts'
import type { Edit, Plan } from '#lib/changes/plan.ts'
import type { Finding } from '#lib/findings/finding.ts'
import type { Graph } from '#lib/graph/graph.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { MtlsReport } from '#lib/model/mtls-report.ts'
import type { Kind } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { LinkTemplate } from '#lib/telemetry/link-template.ts'

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

/** A document of a manifest that was not loaded, where it stands and why. */
export type UnreadableManifest = {
  readonly file: string
  /** Counted from 0 within the file. */
  readonly document: number
  readonly line: number
  readonly message: string
}

/** What the sandbox shows: one of the samples, or the manifests that it was started with. */
export type SampleName = { readonly id: string; readonly title: string }

export type Cluster = {
  readonly id: string
  readonly name: string
  readonly source: 'sandbox' | 'kubeconfig' | 'in-cluster'
  /** URL of the API server, without credentials. */
  readonly server: string
  /** The certificate of the API server is not checked, as the kubeconfig asks for: the page says so. */
  readonly insecure?: boolean
  /** What of its manifests the sandbox could not load. */
  readonly unreadable?: readonly UnreadableManifest[]
  /** How many documents its manifests hold, those included. */
  readonly documents?: number
  /** Which mesh the sandbox shows. */
  readonly sample?: SampleName
  readonly kinds: readonly Kind[]
  state(): ClusterState
  /**
   * Cheap when nothing changed: computed once per revision. While that takes its time it is the one before, and
   * before the first one of a cluster that has been read, of nothing.
   */
  view(): ClusterView
  /** Waits for the first view of a cluster that has been read; until it is read there is nothing to wait for. */
  ready(): Promise<void>
  /** Called after each batch of events (at most every 50 ms) and on changes of state. Answers an unsubscribe. */
  subscribe(listener: (event: { revision: string; stale: readonly Topic[] }) => void): () => void
  /** Live reads and writes with this person's rights: Kubernetes decides. */
  as(user: User): KubernetesApi
  /** Try again now, after a failure. */
  retry(): void
  /**
   * Namespaces that a person named, to look into where not all may be listed; they replace those named before.
   * Whoever calls keeps them.
   */
  readNamespaces?(names: readonly string[]): void
  close(): Promise<void>
}

/** Whether an object of this name is there; `not-verified` where that may not be looked up. */
export type SecretPresence =
  | { readonly state: 'present'; readonly type: string | undefined }
  | { readonly state: 'missing' }
  | { readonly state: 'not-verified'; readonly message: string }

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

export type ObjectEventsOf = {
  readonly kind: string
  readonly namespace?: string | undefined
  readonly name: string
}

export type ObjectEvent = {
  readonly type: string
  readonly reason: string
  readonly message: string
  readonly count: number
  /** When it was seen last, as Kubernetes wrote it; empty when it did not. */
  readonly last: string
  readonly from: string
}

/** Which lines are to be printed. */
export type PrintedOf = {
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly scope: 'Namespaced' | 'Cluster'
  /** One object only; `namespace` is then its own. */
  readonly name?: string | undefined
  readonly namespace?: string | undefined
  /** Only these; all that may be read without. */
  readonly namespaces?: readonly string[] | undefined
  /** Namespaces to look into where not all can be listed at once. */
  readonly known: readonly string[]
  readonly continue?: string | undefined
}
export type PrintedColumn = {
  readonly name: string
  readonly numeric?: boolean
  /** Printed with `-o wide` only. */
  readonly wide?: boolean
  readonly description?: string | undefined
}
export type PrintedRow = {
  readonly namespace?: string
  readonly name: string
  readonly version?: string
  readonly created?: string
  /** As the API server wrote it, where the time itself does not come. */
  readonly age?: string
  readonly cells: readonly (string | number)[]
}
/** A page of `kubectl get`, without the columns that every kind has. */
export type PrintedPage = {
  readonly columns: readonly PrintedColumn[]
  readonly rows: readonly PrintedRow[]
  readonly refused: readonly { readonly namespace: string; readonly message: string }[]
  readonly continue: string | undefined
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
  /** Whether a Secret is there, and its type: read with this person's rights, and never its data. */
  secret?(namespace: string, name: string): Promise<SecretPresence>
  /** What Kubernetes noted about one object, newest first; throws when that may not be listed. */
  eventsOf?(about: ObjectEventsOf): Promise<readonly ObjectEvent[]>
  /** Lines as the API server itself prints them; throws when none of them may be listed. */
  printed?(of: PrintedOf): Promise<PrintedPage>
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
  /** Keeps in the history that the sandbox was loaded anew. Throws what `load` throws; answers the entry's id. */
  recordLoad(
    cluster: Cluster,
    user: User,
    said: { readonly sample: SampleName; readonly summary: string },
    load: () => Promise<void>,
  ): Promise<string>
}

/** The meshes that a sandbox can show. Each throws `sample/real-cluster` for a cluster that is none. */
export type SampleService = {
  list(cluster: Cluster): Promise<AnswerOf<Endpoints['samples']>>
  /** Shows another one, or the same anew. Resolves once it is read. */
  open(cluster: Cluster, user: User, sample?: string): Promise<AnswerOf<Endpoints['openSample']>>
}

/** Namespaces that people named where not all may be listed; they outlive the process. */
export type NamedNamespaces = {
  of(cluster: string): readonly string[]
  /** Holds at once; rejects when it could not be written down. */
  keep(cluster: string, names: readonly string[]): Promise<void>
}

export type Settings = {
  /** Address and port that the server listens on. */
  readonly host: string
  readonly port: number
  readonly readOnly: boolean
  /** Path below which everything is served, '' at the root. */
  readonly basePath: string
  /** Origin under which browsers reach this server through a proxy. */
  readonly publicUrl?: string | undefined
  /** Where traffic can be watched, as whoever runs this wrote it. */
  readonly links: readonly LinkTemplate[]
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
  readonly named: NamedNamespaces
  readonly samples: SampleService
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
  held[KEY] ??= import('./compose.ts').then(({ compose }) => compose(process.env))
  return held[KEY]
}

/** Puts other services in place of those of the process, or none; for tests. */
export function provide(given: Services | undefined): void {
  ;(globalThis as Held)[KEY] = given && Promise.resolve(given)
}
