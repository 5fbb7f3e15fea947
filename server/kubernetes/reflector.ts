import { AppError } from '#lib/errors/app-error.ts'
import { apiVersionOf, type Kind, kindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { KindState, SnapshotEvent } from '#lib/snapshot/snapshot.ts'
import { collectionPath, withQuery } from './api-path.ts'
import { isUnreached, refusal } from './failure.ts'
import { listPages } from './list-pages.ts'
import { backOff, PACE, type Pace, Pause } from './pace.ts'
import { project } from './projection.ts'
import type { Requester } from './request.ts'
import { type WatchEvent, watchEvent } from './watch-event.ts'
import { Garbled, Refused, Silent, watchOnce } from './watch-session.ts'

/** So many streamed lists may break off before one in pages is tried. */
const STREAM_TRIES = 3
/** So many times in a row the server may ask to slow down before what is known counts as old. */
const PATIENCE = 2
const LONGEST_REST_SECONDS = 60

/** What is wrong with the way to the server is wrong for every kind. */
const SHARED: ReadonlySet<string> = new Set(['cluster/credentials', 'cluster/tls'])

export type ReflectorOptions = {
  readonly requester: Requester
  readonly kind: Kind
  /** Only this one; without it, the whole cluster. */
  readonly namespace?: string
  /** The version to read, asked before each list and watch; undefined while the kind is not served. */
  readonly version: () => string | undefined
  readonly emit: (event: SnapshotEvent) => void
  /** An API server that answers is back for everyone: called when a watch opens. */
  readonly onReachable?: () => void
  /** Credentials that are refused or cannot be had, or a server that is not trusted: all kinds share it. */
  readonly onRefused?: (error: AppError) => void
  readonly pace?: Pace
  readonly random?: () => number
}

export type Reflector = {
  /** Someone asks for it: try now, whatever it waits for. */
  wake(): void
  /** The API server answers others again: try now if it is the server that was waited for. */
  reachable(): void
  /** The kind may be served in another version, or no more. */
  recheck(): void
  stop(): void
}

/**
 * Keeps one kind of one cluster in step with the API server, for ever: it lists, watches on from there, and
 * begins anew where it has to, without a gap and without telling anything twice. It never gives up; what is
 * wrong in the meantime stands in the kind's status.
 *
 * @see kubernetes/client-go tools/cache/reflector.go
 */
export function startReflector(options: ReflectorOptions): Reflector {
  const loop = new ReflectorLoop(options)
  void loop.run()
  return {
    wake: () => loop.pause.end(),
    reachable: () => loop.reachable(),
    recheck: () => loop.recheck(),
    stop: () => loop.stop(),
  }
}

class ReflectorLoop {
  readonly pause = new Pause()
  readonly #options: ReflectorOptions
  readonly #pace: Pace
  readonly #random: () => number
  readonly #stop = new AbortController()
  /** Ends the running request when the kind is to be read in another version. */
  #round = new AbortController()
  #version: string | undefined
  /** Where the next watch goes on; undefined when a list comes first. */
  #resourceVersion: string | undefined
  #canStream = true
  #hasList = false
  #failures = 0
  #failedOpens = 0
  #shortWatches = 0
  /** Whether the running request got as far as an answer. */
  #isOpen = false
  #waitsForServer = false
  #status: KindState['state'] = 'syncing'
  #saidVersion: string | undefined

  constructor(options: ReflectorOptions) {
    this.#options = options
    this.#pace = options.pace ?? PACE
    this.#random = options.random ?? Math.random
  }

  async run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const version = this.#options.version()
      if (version !== this.#version) {
        this.#version = version
        this.#resourceVersion = undefined
        this.#canStream = true
      }
      if (version === undefined) {
        await this.#rest('not-served', 'The cluster does not serve this kind.')
        continue
      }
      this.#round = new AbortController()
      const started = performance.now()
      try {
        this.#isOpen = false
        if (this.#resourceVersion === undefined && !this.#canStream) {
          await this.#listInPages(version)
        } else {
          await this.#watch(version)
          await this.#afterCleanEnd(performance.now() - started)
        }
      } catch (error) {
        if (!this.#stop.signal.aborted) await this.#recover(error)
      }
    }
  }

  recheck(): void {
    if (this.#options.version() === this.#version) return
    this.#round.abort()
    this.pause.end()
  }

  reachable(): void {
    if (this.#waitsForServer) this.pause.end()
  }

  stop(): void {
    this.#stop.abort()
  }

  get #signal(): AbortSignal {
    return AbortSignal.any([this.#stop.signal, this.#round.signal])
  }

  #path(version: string): string {
    const { kind, namespace } = this.#options
    return collectionPath({ ...kind, version, namespace })
  }

  /** A list that arrives as events of a watch and goes over into one; or just the watch, from where it stopped. */
  async #watch(version: string): Promise<void> {
    let isListing = this.#resourceVersion === undefined
    let initial: KubernetesObject[] = []
    const kind = kindId(this.#options.kind)
    const envelope = this.#envelope(version)
    await watchOnce({
      requester: this.#options.requester,
      path: withQuery(this.#path(version), {
        watch: 'true',
        allowWatchBookmarks: 'true',
        timeoutSeconds: `${300 + Math.floor(this.#random() * 300)}`,
        ...(isListing
          ? { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' }
          : { resourceVersion: this.#resourceVersion }),
      }),
      signal: this.#signal,
      read: (line) => watchEvent(kind, line, envelope),
      openMs: this.#pace.openMs,
      silenceMs: () => (isListing ? this.#pace.initialSilenceMs : this.#pace.silenceMs),
      onOpen: () => {
        this.#isOpen = true
        if (!isListing) this.#opened()
      },
      onEvent: (event) => {
        if (!isListing) this.#pass(event)
        else if (event.type !== 'bookmark') {
          const { object } = event
          if (!object) return
          // Of two with one name the last counts, as after any list.
          if (event.type === 'put') initial.push(object)
          else initial = initial.filter((one) => !isNamedAs(one, object))
        } else if (event.endsInitial) {
          isListing = false
          this.#listed(initial, event.resourceVersion, version)
          initial = []
        }
      },
    })
    // A server that knows no streaming lists may end the watch politely without ever saying so.
    if (isListing && !this.#round.signal.aborted) this.#canStream = false
  }

  async #listInPages(version: string): Promise<void> {
    let objects: KubernetesObject[] = []
    const kind = kindId(this.#options.kind)
    const envelope = this.#envelope(version)
    const resourceVersion = await listPages({
      requester: this.#options.requester,
      path: this.#path(version),
      signal: this.#signal,
      onPage: (items, isFirst) => {
        if (isFirst) objects = []
        for (const item of items) {
          const object = project(kind, item, envelope)
          if (object) objects.push(object)
        }
      },
    })
    this.#listed(objects, resourceVersion, version)
  }

  #listed(objects: readonly KubernetesObject[], resourceVersion: string, version: string): void {
    this.#resourceVersion = resourceVersion || undefined
    this.#hasList = true
    this.#options.emit({ type: 'replace', kind: kindId(this.#options.kind), objects })
    this.#opened(version)
  }

  #opened(version = this.#version): void {
    this.#failures = 0
    this.#failedOpens = 0
    this.#say({ state: 'synced' }, version)
    this.#options.onReachable?.()
  }

  #pass(event: WatchEvent): void {
    const kind = kindId(this.#options.kind)
    const reached = event.resourceVersion
    if (reached && isOlder(reached, this.#resourceVersion)) {
      throw new Garbled('the API server began to count anew')
    }
    this.#resourceVersion = reached || this.#resourceVersion
    if (event.type === 'bookmark') return
    const { object } = event
    if (!object) return
    const { name, namespace = '' } = object.metadata
    this.#options.emit(
      event.type === 'put'
        ? { type: 'put', kind, object }
        : { type: 'delete', kind, namespace, name },
    )
  }

  #envelope(version: string) {
    const { kind } = this.#options
    return { apiVersion: apiVersionOf(kind.group, version), kind: kind.kind }
  }

  async #afterCleanEnd(lastedMs: number): Promise<void> {
    // Servers end watches every few minutes, and one goes on at once; but some proxy may end all of them.
    if (lastedMs >= this.#pace.shortWatchMs || !this.#hasList) {
      this.#shortWatches = 0
      return
    }
    this.#shortWatches += 1
    if (this.#shortWatches > 1)
      await this.#wait(backOff(this.#pace, this.#shortWatches - 1, this.#random))
  }

  async #recover(error: unknown): Promise<void> {
    if (this.#round.signal.aborted) return
    if (error instanceof Refused) return this.#recoverFromRefusal(error)
    // It answered, and then no list came: this server, or what lies before it, streams none.
    if (error instanceof Silent && this.#isOpen && this.#resourceVersion === undefined) {
      this.#canStream = false
      return
    }
    // After a line that makes no sense, or a server that was away and may come back with another history, only
    // a fresh list is known to be whole.
    if (error instanceof Garbled || !this.#isOpen) this.#resourceVersion = undefined
    this.#failures += 1
    // A watch that fell silent may be one of a network that is gone: the next attempt decides.
    this.#failedOpens += this.#isOpen && !(error instanceof Silent) ? 0 : 1
    // That watches are cut is a matter of course; a server that cannot be reached again after it is gone.
    if (!this.#hasList || this.#failedOpens > 1 || isUnreached(error)) {
      this.#lost(this.#messageOf(error))
    }
    if (error instanceof AppError && SHARED.has(error.code)) this.#options.onRefused?.(error)
    if (this.#failures === STREAM_TRIES && !this.#hasList) this.#canStream = false
    await this.#wait(backOff(this.#pace, this.#failures, this.#random), !this.#isOpen)
  }

  async #recoverFromRefusal({ status }: Refused): Promise<void> {
    const isStreamedList = this.#resourceVersion === undefined && this.#canStream
    const isWatch = this.#resourceVersion !== undefined
    const { requester, kind, namespace } = this.#options
    const asked = { server: requester.server, verb: 'list', resource: kindId(kind), namespace }
    const error = refusal(asked, status)
    switch (status.code) {
      case 410:
        this.#resourceVersion = undefined
        this.#failures += 1
        if (this.#failures > 1)
          await this.#wait(backOff(this.#pace, this.#failures - 1, this.#random))
        return
      case 400:
      case 422:
        if (isStreamedList) {
          this.#canStream = false
          return
        }
        // A server that takes the version for nonsense has another history than this one.
        if (isWatch) this.#resourceVersion = undefined
        break
      case 403:
        // The right to watch may be missing where the one to list is not.
        if (isStreamedList) {
          this.#canStream = false
          return
        }
        if (isWatch && this.#hasList) {
          this.#resourceVersion = undefined
          return this.#wait(this.#pace.deniedMs)
        }
        return this.#rest('not-permitted', error.message)
      case 404:
        // Right after its definition a kind may be announced and not yet be there.
        this.#failures += 1
        return this.#rest(
          'not-served',
          `${requester.server} answered 404.`,
          backOff(this.#pace, this.#failures, this.#random),
        )
      case 429: {
        this.#failures += 1
        if (this.#failures > PATIENCE) this.#lost(error.message)
        const seconds = Math.min(LONGEST_REST_SECONDS, status.retryAfterSeconds ?? 1)
        return this.#wait(1000 * seconds * (1 + this.#random() / 4))
      }
    }
    this.#failures += 1
    if (this.#failures > 1 || !this.#hasList) this.#lost(error.message)
    if (status.code === 401) this.#options.onRefused?.(error)
    await this.#wait(backOff(this.#pace, this.#failures, this.#random))
  }

  /** What is known stays, marked as old; before the first list there is nothing to keep. */
  #lost(message: string): void {
    this.#resourceVersion = undefined
    this.#say(this.#hasList ? { state: 'stale', message } : { state: 'failed', message })
  }

  /** Nothing can be read for now: nothing is shown either, and it is tried again now and then. */
  async #rest(
    state: 'not-served' | 'not-permitted',
    message: string,
    ms = state === 'not-served' ? this.#pace.notServedMs : this.#pace.deniedMs,
  ): Promise<void> {
    this.#resourceVersion = undefined
    this.#canStream = true
    if (this.#hasList) {
      this.#options.emit({ type: 'replace', kind: kindId(this.#options.kind), objects: [] })
    }
    this.#hasList = false
    this.#say({ state, message })
    await this.#wait(ms)
  }

  async #wait(ms: number, forServer = false): Promise<void> {
    this.#waitsForServer = forServer
    await this.pause.sleep(ms, this.#stop.signal)
    this.#waitsForServer = false
  }

  #messageOf(error: unknown): string {
    const message = error instanceof Error ? error.message : `${error}`
    return error instanceof AppError ? message : `${this.#options.requester.server}: ${message}`
  }

  #say(status: KindState, version = this.#version): void {
    if (this.#stop.signal.aborted) return
    const isNews = this.#status !== 'synced' || this.#saidVersion !== version
    if (status.state === 'synced' && !isNews) return
    this.#status = status.state
    this.#saidVersion = version
    const kind = kindId(this.#options.kind)
    this.#options.emit({ type: 'status', kind, status, ...(version ? { version } : {}) })
  }
}

const isNamedAs = ({ metadata: one }: KubernetesObject, { metadata: other }: KubernetesObject) =>
  one.name === other.name && one.namespace === other.namespace

/**
 * Versions of one kind only grow along a watch. One that falls comes from a server with another history, behind
 * the same address, of which nothing is known yet.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions (they compare as numbers)
 */
const isOlder = (version: string, than: string | undefined): boolean =>
  than !== undefined &&
  /^\d+$/.test(version) &&
  /^\d+$/.test(than) &&
  (version.length < than.length || (version.length === than.length && version < than))
