import type { Derived, Unfinished } from '#lib/changes/derive.ts'
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
  /** `inSteps` of lib/changes. */
  readonly derive: (snapshot: Snapshot, previous?: Derived) => Unfinished
  readonly now?: () => number
}

/** Events that come within this time are one step. */
const BATCH_MS = 50
const MOST_PENDING = 1000
/** A model that takes longer than this to derive is derived at most four times a second. */
const HEAVY_MS = 10
const HEAVY_EVERY_MS = 250
/** So long a derivation may hold up everyone else before they get their turn. */
const SLICE_MS = 40
const CONNECT_AGAIN_MS = [1000, 2000, 5000, 10_000, 30_000]

/** What a view says beside what is derived. */
type Head = Pick<ClusterView, 'revision' | 'snapshot' | 'freshness' | 'partial'>
type Parts = Pick<Derived, 'model' | 'graph' | 'findings' | 'mtls'>

type Making = {
  readonly number: number
  readonly head: Head
  /** Whether the cluster had been read when this began. */
  readonly isWhole: boolean
  readonly work: Unfinished
  /** What it took so far. */
  ms: number
  /** When it has had its next turn. */
  turn: Promise<void>
}

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
    ready: () => held.ready(),
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
  /** What is being derived, bit by bit. */
  #making: Making | undefined
  /** Whether there is a view of a cluster that had been read. */
  #isDrawn = false
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
      this.#viewed = undefined
      this.#making = undefined
      this.#isDrawn = false
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
    const { synced, of, message, fix } = this.#condition
    const isDrawing = isSettled(this.#condition) && this.#isBeingDrawn()
    const state = isDrawing ? 'syncing' : this.#condition.state
    return { state, since: this.#stateSince, synced, of, ...(message ? { message, fix } : {}) }
  }

  view(): ClusterView {
    this.#settle()
    const held = this.#viewed
    if (held && (held.number === this.#number || this.#making || this.#isTooSoon()))
      return held.view
    return this.#derive() ?? this.#viewed?.view ?? this.#nothing()
  }

  /** Whether the first view of a cluster that has been read is still to come; begins with it. */
  #isBeingDrawn(): boolean {
    if (this.#isDrawn) return false
    try {
      if (!this.#making) this.#derive()
    } catch {
      // Told to whoever asks for the view.
    }
    return this.#making !== undefined
  }

  /** Waits for the first view of a cluster that is read; at once where there is one, or nothing to wait for. */
  async ready(): Promise<void> {
    this.#settle()
    if (this.#isDrawn || !isSettled(this.#condition)) return
    if (this.#viewed?.number !== this.#number) this.#derive()
    while (this.#making && !this.#isDrawn && !this.#isClosed) await this.#making.turn
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

  /** Begins with the view of now, unless one is being made; undefined when that takes longer than a slice. */
  #derive(): ClusterView | undefined {
    const number = this.#number
    if (this.#failed?.number === number) throw this.#failed.error
    if (this.#making) return undefined
    const previous = this.#viewed?.view
    const head: Head = {
      revision: this.#revision(),
      snapshot: this.#snapshot,
      freshness: this.#freshness,
      partial: this.#partial,
    }
    const isWhole = isSettled(this.#condition)
    if (previous && previous.snapshot === head.snapshot) {
      this.#isDrawn ||= isWhole
      return this.#made(number, head, previous)
    }
    const work = this.#options.derive(head.snapshot, previous)
    return this.#proceed({ number, head, isWhole, work, ms: 0, turn: Promise.resolve() })
  }

  #proceed(making: Making): ClusterView | undefined {
    const started = performance.now()
    let derived: Derived | undefined
    try {
      derived = making.work.proceed(() => performance.now() - started > SLICE_MS)
    } catch (error) {
      // An old answer under a new revision would be a lie: whoever asks is told that something is broken.
      this.#failed = { number: making.number, error }
      this.#making = undefined
      throw error
    } finally {
      this.#derivedAt = performance.now()
      making.ms += this.#derivedAt - started
    }
    if (derived === undefined) {
      this.#making = making
      making.turn = new Promise((resolve) => {
        setImmediate(() => {
          this.#goOn(making)
          resolve()
        })
      })
      return undefined
    }
    this.#making = undefined
    this.#deriveMs = making.ms
    this.#isDrawn ||= making.isWhole
    return this.#made(making.number, making.head, derived)
  }

  /** After everyone else had their turn. */
  #goOn(making: Making): void {
    if (this.#isClosed || this.#making !== making) return
    try {
      if (!this.#proceed(making)) return
      this.#tellView()
    } catch (error) {
      this.#tellFailure(error)
    }
    if (this.#number !== this.#told?.number) this.#schedule()
  }

  #made(number: number, head: Head, { model, graph, findings, mtls }: Parts): ClusterView {
    const view: ClusterView = { ...head, model, graph, findings, mtls }
    this.#viewed = { number, view }
    this.#failed = undefined
    return view
  }

  /** Until the first view is made there is none of anything. */
  #nothing(): ClusterView {
    const snapshot = emptySnapshot(this.#options.kinds)
    const empty = this.#options.derive(snapshot).proceed(() => false)
    if (!empty) throw new Error('A derivation stopped that nobody interrupted.')
    const { model, graph, findings, mtls } = empty
    const [freshness, partial] = [this.#freshness, this.#partial]
    return {
      revision: this.#revision(),
      snapshot,
      model,
      graph,
      findings,
      mtls,
      freshness,
      partial,
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
    // Until all is read only the progress is told: deriving half a cluster forty times helps nobody.
    if (!isSettled(this.#condition)) {
      this.#told = { number: this.#number, view: this.#told?.view }
      this.#say(this.#revision(), ['status'])
      return
    }
    try {
      if (this.#viewed?.number !== this.#number) this.#derive()
      this.#tellView()
    } catch (error) {
      this.#tellFailure(error)
    }
  }

  /** Tells of the last view that was made, once. */
  #tellView(): void {
    const held = this.#viewed
    if (!held || held.number === this.#told?.number || this.#listeners.size === 0) return
    const topics = staleTopics(this.#told?.view, held.view)
    this.#told = held
    // A change of the condition alone, such as a new reason, is still one of the status.
    this.#say(held.view.revision, topics.length > 0 ? topics : ['status'])
  }

  #tellFailure(error: unknown): void {
    console.error(`The model of cluster ${this.#options.id} could not be derived.`, error)
    this.#told = { number: this.#number, view: undefined }
    this.#say(this.#revision(), ALL_TOPICS)
  }

  #say(revision: string, stale: readonly Topic[]): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener({ revision, stale })
      } catch (error) {
        console.error(`A listener of cluster ${this.#options.id} failed.`, error)
      }
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
