import type { AppError } from '#lib/errors/app-error.ts'
import { type Kind, kindId } from '#lib/resources/kind.ts'
import type { SnapshotEvent } from '#lib/snapshot/snapshot.ts'
import type { KubernetesApi, User } from '#server/services.ts'
import { checkNamespace } from './api-path.ts'
import { openClient } from './client.ts'
import type { Connection } from './connection.ts'
import { openDiscovery } from './discovery.ts'
import { networkFailure } from './failure.ts'
import { findNamespaces } from './find-namespaces.ts'
import { startNamedObjects } from './named-objects.ts'
import { type NamespacedReflector, startNamespacedReflectors } from './namespaced-reflectors.ts'
import { backOff, PACE, type Pace, Pause } from './pace.ts'
import { type Reflector, type ReflectorOptions, startReflector } from './reflector.ts'
import { openRequester } from './request.ts'

export type KubernetesOptions = {
  readonly connection: Connection
  /** Those to watch and those that may be edited. */
  readonly kinds: readonly Kind[]
  /** Writes are refused here, before anything is sent. */
  readonly readOnly?: boolean
  /** Namespaces to look into where a kind may not be listed everywhere. */
  readonly namespaces?: readonly string[]
  readonly pace?: Pace
}

export type KubernetesListener = {
  event(event: SnapshotEvent): void
  /** The API server cannot be spoken to at all; undefined once it can. */
  failure(error: AppError | undefined): void
}

export type Kubernetes = {
  readonly server: string
  /** The certificate of the API server is not checked. */
  readonly isInsecure: boolean
  /** The context of the kubeconfig, where there is one. */
  readonly context: string | undefined
  /** Starts to read all kinds, for ever. Called once. */
  watch(listener: KubernetesListener): void
  as(user: User): KubernetesApi
  /** Namespaces that a person named, to look into where not all may be listed. */
  readNamespaces(names: readonly string[]): void
  /** Try again now whatever is being waited for. */
  retry(): void
  close(): Promise<void>
}

const NAMESPACES = 'core/namespaces'
const CRDS = 'apiextensions.k8s.io/customresourcedefinitions'
/** Several definitions come at once, and each is served a moment after it is written. */
const AFTER_CRD_MS = 300
const AFTER_LAST_CRD_MS = 1500
/** Somebody who writes to definitions all the time does not keep others from being noticed. */
const LONGEST_BURST_MS = 5000
const DISCOVER_AGAIN_MS = 60_000

/** One API server: what it serves, a reflector for each kind, and clients that act as somebody. */
export function openKubernetes(options: KubernetesOptions): Kubernetes {
  const { connection, kinds } = options
  const pace = options.pace ?? PACE
  const requester = openRequester(connection)
  const discovery = openDiscovery(requester, kinds)
  const stop = new AbortController()
  const pause = new Pause()
  const reflectors: Reflector[] = []
  const timers = new Set<NodeJS.Timeout>()
  const looking = new Set<NamespacedReflector>()
  let named = options.namespaces ?? []
  let found: readonly string[] = []
  const namespaces = () => [
    ...new Set([...named, ...(connection.namespaces ?? own(connection.namespace)), ...found]),
  ]
  const look = () => {
    for (const reflector of looking) reflector.look(namespaces())
  }
  /** Once Namespaces may not be listed, those that may be looked into are searched for. */
  const search = async () => {
    const names = await findNamespaces(requester, namespaces())
    if (stop.signal.aborted || names.every((name) => namespaces().includes(name))) return
    found = names
    look()
  }
  let refused: AppError | undefined

  const rediscover = () => {
    // Those who read notice a lost connection themselves; discovery is tried again in a minute.
    if (!stop.signal.aborted) discovery.refresh().catch(() => {})
  }
  const later = (ms: number, then = rediscover) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      then()
    }, ms)
    timer.unref()
    timers.add(timer)
    return timer
  }
  let lastLook: NodeJS.Timeout | undefined
  let burstAt = 0
  const onCrd = () => {
    const now = performance.now()
    if (!lastLook) {
      burstAt = now
      later(AFTER_CRD_MS)
    } else if (now - burstAt > LONGEST_BURST_MS) return
    clearTimeout(lastLook)
    if (lastLook) timers.delete(lastLook)
    lastLook = later(AFTER_LAST_CRD_MS, () => {
      lastLook = undefined
      rediscover()
    })
  }

  async function run(listener: KubernetesListener): Promise<void> {
    for (let failures = 0; ; ) {
      try {
        await discovery.refresh()
        break
      } catch (error) {
        if (stop.signal.aborted) return
        failures += 1
        const failure = networkFailure(connection.server, error)
        listener.failure(failure)
        const restMs = 1000 * Math.min(60, restSeconds(failure))
        await pause.sleep(Math.max(restMs, backOff(pace, failures, Math.random)), stop.signal)
        if (stop.signal.aborted) return
      }
    }
    if (stop.signal.aborted) return
    listener.failure(undefined)
    discovery.onChange(() => {
      for (const reflector of reflectors) reflector.recheck()
    })
    const interval = setInterval(rediscover, DISCOVER_AGAIN_MS)
    interval.unref()
    stop.signal.addEventListener('abort', () => clearInterval(interval))
    for (const kind of kinds) {
      if (!kind.watch) continue
      const isCrd = kindId(kind) === CRDS
      const common = {
        requester,
        kind,
        version: () => discovery.versionOf(kind),
        emit: (event: SnapshotEvent) => {
          if (stop.signal.aborted) return
          if (isCrd && event.type !== 'status') onCrd()
          listener.event(event)
        },
        onReachable: () => {
          if (refused) listener.failure(undefined)
          refused = undefined
          for (const reflector of reflectors) reflector.reachable()
        },
        onRefused: (error: AppError) => {
          if (stop.signal.aborted || refused?.message === error.message) return
          refused = error
          listener.failure(error)
        },
        pace,
      }
      reflectors.push(reflectorFor(kind, common))
    }
  }

  function reflectorFor(kind: Kind, common: ReflectorOptions): Reflector {
    const isNamespaces = kindId(kind) === NAMESPACES
    if (kind.scope !== 'Namespaced' && !isNamespaces) return startReflector(common)
    const emit = (event: SnapshotEvent) => {
      const isDenied = event.type === 'status' && event.status.state === 'not-permitted'
      if (isNamespaces && isDenied && found.length === 0) void search()
      common.emit(event)
    }
    const reflector = isNamespaces
      ? startNamedObjects({ ...common, emit, names: namespaces() })
      : startNamespacedReflectors({ ...common, namespaces: namespaces() })
    looking.add(reflector)
    return reflector
  }

  return {
    server: connection.server,
    isInsecure: connection.isInsecure,
    context: connection.context,
    watch(listener) {
      run(listener).catch((error) => {
        listener.failure(networkFailure(connection.server, error))
      })
    },
    as: (user) =>
      openClient({ requester, discovery, kinds, user, readOnly: options.readOnly ?? false }),
    readNamespaces(names) {
      for (const name of names) checkNamespace(name)
      named = names
      found = []
      look()
      void search()
    },
    retry() {
      pause.end()
      rediscover()
      for (const reflector of reflectors) reflector.wake()
    },
    async close() {
      stop.abort()
      for (const timer of timers) clearTimeout(timer)
      for (const reflector of reflectors) reflector.stop()
      await connection.close()
    },
  }
}

const own = (namespace: string | undefined): readonly string[] => (namespace ? [namespace] : [])

/** How long the API server asked to be left alone. */
const restSeconds = (error: AppError): number =>
  error.code === 'cluster/throttled' ? (error as AppError<'cluster/throttled'>).params.seconds : 0
