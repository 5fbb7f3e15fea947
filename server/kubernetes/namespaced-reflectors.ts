import { kindId } from '#lib/resources/kind.ts'
import type { KindState, SnapshotEvent } from '#lib/snapshot/snapshot.ts'
import { type Reflector, type ReflectorOptions, startReflector } from './reflector.ts'

export type NamespacedOptions = ReflectorOptions & {
  /** Where to look when the whole cluster may not be listed. */
  readonly namespaces: readonly string[]
}

export type NamespacedReflector = Reflector & {
  /** Other namespaces are known now: new ones are read, those that are no more among them are let go. */
  look(namespaces: readonly string[]): void
}

/**
 * Reads a kind in the whole cluster where that is permitted, else in those namespaces that are known: people
 * who may not list everything still get what is theirs. The status then stays `not-permitted`, for the rest
 * of the cluster is unknown, and names the namespaces that are read and those that are refused.
 */
export function startNamespacedReflectors(options: NamespacedOptions): NamespacedReflector {
  const { emit } = options
  const kind = kindId(options.kind)
  type Inner = { readonly reflector: Reflector; readonly forget: () => void }
  const inner = new Map<string, Inner>()
  const readable = new Set<string>()
  const settled = new Set<string>()
  let namespaces = options.namespaces
  let denial: string | undefined

  const whole = startReflector({
    ...options,
    emit(event) {
      if (event.type === 'status' && event.status.state === 'not-permitted') {
        denial = event.status.message
        openInner()
        say()
        return
      }
      // Permitted after all: this list replaces what the namespaces brought.
      if (event.type === 'replace') closeInner()
      // While the namespaces are read, they tell how it goes.
      if (event.type !== 'status' || inner.size === 0) emit(event)
    },
  })

  function openInner() {
    for (const namespace of namespaces) if (!inner.has(namespace)) open(namespace)
  }

  function open(namespace: string) {
    const known = new Set<string>()
    const put = (event: Extract<SnapshotEvent, { type: 'put' }>) => {
      known.add(event.object.metadata.name)
      emit(event)
    }
    const remove = (name: string) => {
      if (known.delete(name)) emit({ type: 'delete', kind, namespace, name })
    }
    const reflector = startReflector({
      ...options,
      namespace,
      emit(event) {
        switch (event.type) {
          case 'put':
            return put(event)
          case 'delete':
            return remove(event.name)
          case 'replace': {
            // A list of one namespace replaces what is known of that one only.
            const names = new Set(event.objects.map((object) => object.metadata.name))
            for (const name of [...known]) if (!names.has(name)) remove(name)
            for (const object of event.objects) put({ type: 'put', kind, object })
            return
          }
          case 'status':
            settled.add(namespace)
            if (event.status.state === 'synced') readable.add(namespace)
            else if (event.status.state !== 'stale') readable.delete(namespace)
            say(event.status)
        }
      },
    })
    const forget = () => {
      for (const name of [...known]) remove(name)
    }
    inner.set(namespace, { reflector, forget })
  }

  /** With its version: a kind of which a part is read is served, and is listed and opened like any other. */
  function emitStatus(status: KindState) {
    const version = options.version()
    emit({ type: 'status', kind, status, ...(version ? { version } : {}) })
  }

  function say(status?: KindState) {
    if (status?.state === 'stale') {
      emitStatus(status)
      return
    }
    // Nobody is to take the first half of what may be read for all of it.
    if (settled.size < inner.size) {
      emitStatus({ state: 'syncing' })
      return
    }
    const read = [...readable].sort()
    const refused = [...inner.keys()].filter((name) => !readable.has(name)).sort()
    const message = [
      denial ?? '',
      ...(read.length ? [`Read in: ${read.join(', ')}.`] : []),
      ...(refused.length ? [`Refused in: ${refused.join(', ')}.`] : []),
    ].join(' ')
    emitStatus({
      state: 'not-permitted',
      message,
      ...(read.length ? { namespaces: read } : {}),
      ...(refused.length ? { refused } : {}),
    })
  }

  function close(namespace: string) {
    inner.get(namespace)?.reflector.stop()
    inner.delete(namespace)
    readable.delete(namespace)
    settled.delete(namespace)
  }

  function closeInner() {
    for (const namespace of [...inner.keys()]) close(namespace)
    denial = undefined
  }

  const each = (act: (reflector: Reflector) => void) => {
    act(whole)
    for (const { reflector } of inner.values()) act(reflector)
  }
  return {
    look(wanted) {
      namespaces = wanted
      if (denial === undefined) return
      const gone = [...inner].filter(([namespace]) => !wanted.includes(namespace))
      for (const [namespace, { forget }] of gone) {
        close(namespace)
        forget()
      }
      openInner()
      // Those that were refused may be open by now: who names them expects a new try.
      for (const { reflector } of inner.values()) reflector.wake()
      say()
    },
    wake: () => each((reflector) => reflector.wake()),
    reachable: () => each((reflector) => reflector.reachable()),
    recheck: () => each((reflector) => reflector.recheck()),
    stop: () => each((reflector) => reflector.stop()),
  }
}
