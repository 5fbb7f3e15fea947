import type { Derived } from '#lib/changes/derive.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { Kind } from '#lib/resources/kind.ts'
import { emptySnapshot, reduce } from '#lib/snapshot/reduce.ts'
import { isEqual } from '#lib/snapshot/same-content.ts'
import type { Snapshot, SnapshotEvent } from '#lib/snapshot/snapshot.ts'
import type {
  Cluster,
  ClusterState,
  ClusterView,
  Freshness,
  PartialKind,
  Topic,
} from '#server/services.ts'
import { type Condition, conditionOf, isSettled, type Link, partialOf } from './condition.ts'
import { FirstEvents } from './first-events.ts'
import type { ClusterSource, ConfigurationListener } from './source.ts'
import { ALL_TOPICS, staleTopics } from './stale-topics.ts'

export type ClusterOptions = {
  readonly id: string
  readonly name: string
  readonly source: Cluster['source']
  /** Shown until the connection is there, and after it failed. */
  readonly server: string
  readonly kinds: readonly Kind[]
  /** Opens the way to the API server; called again after it failed, as files and passwords get corrected. */
  readonly connect: () => Promise<ClusterSource & { readonly server: string }>
  /** Watches the configuration, such as a kubeconfig; answers what to call to end it. */
  readonly follow?: (listener: ConfigurationListener) => () => void
  /** `derive` of lib/changes. */
  readonly derive: (snapshot: Snapshot, previous?: Derived) => Derived
  readonly now?: () => number
}

/** Events that come within this time are one step. */
const BATCH_MS = 50
const MOST_PENDING = 1000
/** A model that takes longer than this to derive is derived at most four times a second. */
const HEAVY_MS = 10
const HEAVY_EVERY_MS = 250
const CONNECT_AGAIN_MS = [1000, 2000, 5000, 10_000, 30_000]

type Listener = Parameters<Cluster['subscribe']>[0]

/**
 * One cluster: the snapshot that its events make, and what follows from it. Derives only when somebody looks
 * or listens, at most once for each revision.
 */
export function openCluster(options: ClusterOptions): Cluster {
  const held = new HeldCluster(options)
  held.open()
  return {
    id: options.id,
    get name() {
      return held.source?.context ?? options.name
    },
    source: options.source,
    kinds: options.kinds,
    get server() {
      return held.server
    },
    get insecure() {
      return held.source?.isInsecure ?? false
    },
    get unreadable() {
      return held.source?.unreadable ?? []
    },
    get documents() {
      return held.source?.documents
    },
    get sample() {
      return held.source?.sample
    },
    state: () => held.state(),
    view: () => held.view(),
    subscribe: (listener) => held.subscribe(listener),
    as(user) {
      if (!held.source) throw held.unavailable()
      return held.source.as(user)
    },
    retry: () => held.retry(),
    readNamespaces: (names) => held.readNamespaces(names),
    close: () => held.close(),
  }
}

class HeldCluster {
  source: ClusterSource | undefined
  server: string

  readonly #options: ClusterOptions
  readonly #now: () => number
  readonly #listeners = new Set<Listener>()
  /** Revisions of another process never look like ours. */
  readonly #origin: string

  #link: Link = { isOpen: false, failure: undefined }
  #snapshot: Snapshot
  #pending: SnapshotEvent[] = []
  #timer: NodeJS.Timeout | undefined
  #reconnect: NodeJS.Timeout | undefined
  #isClosed = false
  /** Counts attempts to connect: only the last one matters. */
  #attempt = 0
  #unfollow: (() => void) | undefined
  #named: readonly string[] | undefined
  /** Why the configuration as it is now cannot be used, while the connection of before goes on. */
  #complaint: AppError | undefined

  #condition: Condition
  #stateSince: string
  #freshness: Freshness
  #partial: readonly PartialKind[] = []

  /** Counts every change of what could be seen. */
  #number = 0
  #viewed: { readonly number: number; readonly view: ClusterView } | undefined
  #failed: { readonly number: number; readonly error: unknown } | undefined
  #told: { readonly number: number; readonly view: ClusterView | undefined } | undefined
  #derivedAt = Number.NEGATIVE_INFINITY
  #deriveMs = 0

  constructor(options: ClusterOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.server = options.server
    this.#snapshot = emptySnapshot(options.kinds)
    this.#condition = conditionOf(this.#snapshot, this.#link)
    const since = this.#time()
    this.#origin = this.#now().toString(36)
    this.#stateSince = since
    this.#freshness = { state: this.#condition.freshness, since }
  }

  open(attempt = 0): void {
    this.#unfollow ??= this.#options.follow?.({
      changed: () => this.#reopen(),
      broken: (error) => this.#notice(error),
    })
    this.#attempt += 1
    const own = this.#attempt
    this.#options.connect().then(
      (source) => {
        if (this.#isClosed || own !== this.#attempt) return void source.close()
        this.#use(source)
      },
      (error: unknown) => {
        if (this.#isClosed || own !== this.#attempt) return
        const failure = asAppError(this.server, error)
        // What runs goes on; a new configuration that is wrong is told and tried again with its next edit.
        if (this.source) return this.#notice(failure)
        this.#changeLink({ isOpen: false, failure })
        const wait = CONNECT_AGAIN_MS[Math.min(attempt, CONNECT_AGAIN_MS.length - 1)]
        this.#reconnect = setTimeout(() => this.open(attempt + 1), wait)
        this.#reconnect.unref()
      },
    )
  }

  retry(): void {
    this.source?.retry()
    if (!this.source && this.#reconnect !== undefined) this.#reopen()
  }

  readNamespaces(names: readonly string[]): void {
    this.#named = names
    this.source?.readNamespaces?.(names)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#unfollow?.()
    clearTimeout(this.#timer)
    clearTimeout(this.#reconnect)
    this.#listeners.clear()
    await this.source?.close()
  }

  #reopen(): void {
    clearTimeout(this.#reconnect)
    this.#reconnect = undefined
    this.open()
  }

  /** From now on this is the cluster. Of another server nothing that is known holds any more. */
  #use(source: ClusterSource & { readonly server: string }): void {
    this.#settle()
    const before = this.source
    this.source = source
    if (before && this.server !== source.server) {
      this.#pending = []
      this.#snapshot = emptySnapshot(this.#options.kinds)
      this.#link = { isOpen: false, failure: undefined }
    } else if (!before) this.#link = { isOpen: false, failure: undefined }
    this.server = source.server
    const first = before ? new FirstEvents(() => this.#snapshot) : undefined
    this.#complaint = undefined
    // Name and address may be others although nothing else is.
    this.#number += 1
    this.#look()
    this.#schedule()
    if (this.#named) source.readNamespaces?.(this.#named)
    source.watch({
      event: (event) => {
        if (this.source !== source) return
        for (const each of first?.of(event) ?? [event]) this.#take(each)
      },
      failure: (failure) => {
        if (this.source === source) this.#changeLink({ isOpen: failure === undefined, failure })
      },
    })
    void before?.close().catch(() => {})
  }

  #notice(error: AppError | undefined): void {
    // Before anything is connected, the failed attempt says the same.
    this.#complaint = this.source ? error : undefined
    this.#look()
    this.#schedule()
  }

  unavailable(): AppError {
    const reason = this.#condition.message ?? 'There is no connection yet.'
    return (
      this.#link.failure ?? new AppError('cluster/unreachable', { server: this.server, reason })
    )
  }

  state(): ClusterState {
    this.#settle()
    const { state, synced, of, message, fix } = this.#condition
    return { state, since: this.#stateSince, synced, of, ...(message ? { message, fix } : {}) }
  }

  view(): ClusterView {
    this.#settle()
    const held = this.#viewed
    if (held && (held.number === this.#number || this.#isTooSoon())) return held.view
    return this.#derive()
  }

  subscribe(listener: Listener): () => void {
    // Wrapped: the same function may listen twice, and ends each by itself.
    const own: Listener = (event) => listener(event)
    this.#listeners.add(own)
    if (this.#number !== this.#told?.number) this.#schedule()
    return () => this.#listeners.delete(own)
  }

  #take(event: SnapshotEvent): void {
    this.#pending.push(event)
    // In a storm, bit by bit: applying all of a quarter of a second at once would hold up everyone.
    if (this.#pending.length >= MOST_PENDING) this.#settle()
    this.#schedule()
  }

  #changeLink(link: Link): void {
    this.#link = link
    this.#look()
    this.#schedule()
  }

  /** Applies what has arrived; cheap when nothing has. */
  #settle(): void {
    if (this.#pending.length === 0) return
    const events = this.#pending
    this.#pending = []
    const snapshot = reduce(this.#snapshot, events)
    if (snapshot === this.#snapshot) return
    this.#snapshot = snapshot
    this.#number += 1
    this.#look()
  }

  /** Reads the condition off the snapshot; what did not change stays the same object. */
  #look(): void {
    const condition = conditionOf(this.#snapshot, this.#link, this.#complaint)
    const partial = partialOf(this.#snapshot)
    const isNews = !isEqual(condition, this.#condition) || !isEqual(partial, this.#partial)
    if (!isNews) return
    const since = this.#time()
    if (condition.state !== this.#condition.state) this.#stateSince = since
    if (condition.freshness !== this.#freshness.state) {
      this.#freshness = { state: condition.freshness, since }
    }
    if (!isEqual(partial, this.#partial)) this.#partial = partial
    this.#condition = condition
    this.#number += 1
  }

  #derive(): ClusterView {
    const number = this.#number
    if (this.#failed?.number === number) throw this.#failed.error
    const previous = this.#viewed?.view
    const started = performance.now()
    try {
      const isSameSnapshot = previous?.snapshot === this.#snapshot
      const derived = isSameSnapshot ? previous : this.#options.derive(this.#snapshot, previous)
      const view: ClusterView = {
        revision: this.#revision(),
        snapshot: this.#snapshot,
        model: derived.model,
        graph: derived.graph,
        findings: derived.findings,
        mtls: derived.mtls,
        freshness: this.#freshness,
        partial: this.#partial,
      }
      this.#viewed = { number, view }
      this.#failed = undefined
      return view
    } catch (error) {
      // An old answer under a new revision would be a lie: whoever asks is told that something is broken.
      this.#failed = { number, error }
      throw error
    } finally {
      this.#derivedAt = performance.now()
      this.#deriveMs = this.#derivedAt - started
    }
  }

  #isTooSoon(): boolean {
    return this.#waitMs() > 0
  }

  #waitMs(): number {
    if (this.#deriveMs < HEAVY_MS) return 0
    return Math.max(0, this.#derivedAt + HEAVY_EVERY_MS - performance.now())
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#isClosed) return
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        this.#tell()
      },
      Math.max(BATCH_MS, this.#waitMs()),
    )
  }

  #tell(): void {
    this.#settle()
    if (this.#number === this.#told?.number || this.#listeners.size === 0) return
    const topics = this.#topics()
    if (topics.length === 0) return
    const event = { revision: this.#revision(), stale: topics }
    for (const listener of [...this.#listeners]) {
      try {
        listener(event)
      } catch (error) {
        console.error(`A listener of cluster ${this.#options.id} failed.`, error)
      }
    }
  }

  #topics(): readonly Topic[] {
    // Until all is read only the progress is told: deriving half a cluster forty times helps nobody.
    if (!isSettled(this.#condition)) {
      this.#told = { number: this.#number, view: this.#told?.view }
      return ['status']
    }
    try {
      const held = this.#viewed
      const view = held?.number === this.#number ? held.view : this.#derive()
      const topics = staleTopics(this.#told?.view, view)
      this.#told = { number: this.#number, view }
      // A change of the condition alone, such as a new reason, is still one of the status.
      return topics.length > 0 ? topics : ['status']
    } catch (error) {
      console.error(`The model of cluster ${this.#options.id} could not be derived.`, error)
      this.#told = { number: this.#number, view: undefined }
      return ALL_TOPICS
    }
  }

  #revision(): string {
    return `${this.#origin}-${this.#number.toString(36)}`
  }

  #time(): string {
    return new Date(this.#now()).toISOString()
  }
}

const asAppError = (server: string, error: unknown): AppError =>
  error instanceof AppError
    ? error
    : new AppError(
        'cluster/unreachable',
        { server, reason: error instanceof Error ? error.message : 'The connection failed.' },
        { cause: error },
      )
