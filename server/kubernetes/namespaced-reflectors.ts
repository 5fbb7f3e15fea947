import { kindId } from '#lib/resources/kind.ts'
import type { KindState, SnapshotEvent } from '#lib/snapshot/snapshot.ts'
import { type Reflector, type ReflectorOptions, startReflector } from './reflector.ts'

export type NamespacedOptions = ReflectorOptions & {
  /** Where to look when the whole cluster may not be listed. */
  readonly namespaces: readonly string[]
}

/**
 * Reads a kind in the whole cluster where that is permitted, else in those namespaces that are known: people
 * who may not list everything still get what is theirs. The status then stays `not-permitted`, for the rest
 * of the cluster is unknown, and names the namespaces that are read.
 */
export function startNamespacedReflectors(options: NamespacedOptions): Reflector {
  const { emit } = options
  const kind = kindId(options.kind)
  const inner = new Map<string, Reflector>()
  const readable = new Set<string>()
  const settled = new Set<string>()
  let denial = ''

  const whole = startReflector({
    ...options,
    emit(event) {
      if (event.type === 'status' && event.status.state === 'not-permitted') {
        denial = event.status.message
        for (const namespace of options.namespaces) if (!inner.has(namespace)) open(namespace)
        say()
        return
      }
      // Permitted after all: this list replaces what the namespaces brought.
      if (event.type === 'replace') closeInner()
      // While the namespaces are read, they tell how it goes.
      if (event.type !== 'status' || inner.size === 0) emit(event)
    },
  })

  function open(namespace: string) {
    const known = new Set<string>()
    const put = (event: Extract<SnapshotEvent, { type: 'put' }>) => {
      known.add(event.object.metadata.name)
      emit(event)
    }
    const remove = (name: string) => {
      if (known.delete(name)) emit({ type: 'delete', kind, namespace, name })
    }
    inner.set(
      namespace,
      startReflector({
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
      }),
    )
  }

  function say(status?: KindState) {
    if (status?.state === 'stale') {
      emit({ type: 'status', kind, status })
      return
    }
    // Nobody is to take the first half of what may be read for all of it.
    if (settled.size < inner.size) {
      emit({ type: 'status', kind, status: { state: 'syncing' } })
      return
    }
    const namespaces = [...readable].sort()
    const message = namespaces.length ? `${denial} Read in: ${namespaces.join(', ')}.` : denial
    emit({
      type: 'status',
      kind,
      status: { state: 'not-permitted', message, ...(namespaces.length ? { namespaces } : {}) },
    })
  }

  function closeInner() {
    for (const reflector of inner.values()) reflector.stop()
    inner.clear()
    readable.clear()
    settled.clear()
  }

  const each = (act: (reflector: Reflector) => void) => {
    for (const reflector of [whole, ...inner.values()]) act(reflector)
  }
  return {
    wake: () => each((reflector) => reflector.wake()),
    reachable: () => each((reflector) => reflector.reachable()),
    recheck: () => each((reflector) => reflector.recheck()),
    stop: () => each((reflector) => reflector.stop()),
  }
}
