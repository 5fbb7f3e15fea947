import type { Memory, Source } from '#lib/incremental/memory.ts'
import type { KindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { KindSlice, Snapshot } from '#lib/snapshot/snapshot.ts'

type Names = ReadonlyMap<string, KubernetesObject>

/** A map that notes who looks up what: one entry, or all of them. */
class WatchedMap<V> implements ReadonlyMap<string, V> {
  readonly #current: () => ReadonlyMap<string, V> | undefined
  readonly #one: (key: string) => void
  readonly #all: () => void
  readonly #seen: (key: string, value: V) => V

  constructor(
    current: () => ReadonlyMap<string, V> | undefined,
    one: (key: string) => void,
    all: () => void,
    seen: (key: string, value: V) => V = (_, value) => value,
  ) {
    this.#current = current
    this.#one = one
    this.#all = all
    this.#seen = seen
  }

  get(key: string): V | undefined {
    this.#one(key)
    const value = this.#current()?.get(key)
    return value === undefined ? undefined : this.#seen(key, value)
  }

  has(key: string): boolean {
    this.#one(key)
    return this.#current()?.has(key) ?? false
  }

  get size(): number {
    this.#all()
    return this.#current()?.size ?? 0
  }

  *entries(): MapIterator<[string, V]> {
    this.#all()
    for (const [key, value] of this.#current() ?? []) yield [key, this.#seen(key, value)]
  }

  *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value
  }

  forEach(run: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this.entries()) run(value, key, this)
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries()
  }
}

type Sources = {
  readonly kinds: Source
  readonly kind: Source
  readonly status: Source
}

/** A kind as it is seen, and who looked into which of its namespaces. */
type Watched = { readonly slice: KindSlice; readonly namespace: Source }

/**
 * The snapshot of the moment as derivations see it: whatever reads a kind, a namespace of it or how far it is
 * read depends on just that.
 */
export class WatchedSnapshot {
  #current: Snapshot
  readonly #sources: Sources
  readonly #memory: Memory
  readonly #watched = new Map<KindId, Watched>()
  readonly snapshot: Snapshot

  constructor(memory: Memory, current: Snapshot) {
    this.#current = current
    this.#memory = memory
    this.#sources = { kinds: memory.source(), kind: memory.source(), status: memory.source() }
    const { kinds } = this.#sources
    this.snapshot = {
      kinds: new WatchedMap(
        () => this.#current.kinds,
        // That a kind is there hardly ever changes, and if it does, all that is read of it changes too.
        (kind) => {
          if (!this.#current.kinds.has(kind)) kinds.read(kind)
        },
        () => kinds.read('*'),
        (kind) => this.#kind(kind).slice,
      ),
    }
  }

  /** Takes the next snapshot; whoever read what differs is told. */
  move(next: Snapshot): void {
    const before = this.#current
    this.#current = next
    if (before.kinds === next.kinds) return
    const { kinds, kind, status } = this.#sources
    for (const id of new Set([...before.kinds.keys(), ...next.kinds.keys()])) {
      const [old, now] = [before.kinds.get(id), next.kinds.get(id)]
      if (old === now) continue
      if (!old || !now) {
        kinds.changed(id)
        kinds.changed('*')
      }
      if (old?.status !== now?.status || old?.version !== now?.version) status.changed(id)
      if (old?.namespaces === now?.namespaces) continue
      kind.changed(id)
      const namespace = this.#watched.get(id)?.namespace
      if (!namespace) continue
      for (const name of new Set([
        ...(old?.namespaces.keys() ?? []),
        ...(now?.namespaces.keys() ?? []),
      ]))
        if (old?.namespaces.get(name) !== now?.namespaces.get(name)) namespace.changed(name)
    }
  }

  #kind(id: KindId): Watched {
    const known = this.#watched.get(id)
    if (known) return known
    const { kind, status } = this.#sources
    const namespace = this.#memory.source()
    const now = () => this.#current.kinds.get(id)
    const namespaces = new WatchedMap<Names>(
      () => now()?.namespaces,
      (name) => namespace.read(name),
      () => kind.read(id),
    )
    const slice: KindSlice = {
      get kind() {
        return (now() as KindSlice).kind
      },
      get version() {
        status.read(id)
        return now()?.version
      },
      get status() {
        status.read(id)
        return now()?.status ?? { state: 'syncing' }
      },
      namespaces,
      get size() {
        kind.read(id)
        return now()?.size ?? 0
      },
    }
    const made = { slice, namespace }
    this.#watched.set(id, made)
    return made
  }
}
