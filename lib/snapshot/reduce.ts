import { type Kind, type KindId, kindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { isEqual, isSameContent } from './same-content.ts'
import type { KindSlice, Snapshot, SnapshotEvent } from './snapshot.ts'

type Names = ReadonlyMap<string, KubernetesObject>
type Namespaces = ReadonlyMap<string, Names>

const NO_OBJECTS: Namespaces = new Map()

/** Nothing read yet: every kind that is to be watched, still syncing. */
export function emptySnapshot(kinds: readonly Kind[]): Snapshot {
  const slices = new Map<KindId, KindSlice>()
  for (const kind of kinds) {
    if (!kind.watch) continue
    slices.set(kindId(kind), {
      kind,
      version: undefined,
      status: { state: 'syncing' },
      namespaces: NO_OBJECTS,
      size: 0,
    })
  }
  return { kinds: slices }
}

/**
 * The cluster after a batch of events. What no event changed keeps its identity, down to the object: a batch
 * that says nothing new gives back the very snapshot it was given. Events of unknown kinds are ignored.
 */
export function reduce(snapshot: Snapshot, events: readonly SnapshotEvent[]): Snapshot {
  const drafts = new Map<KindId, SliceDraft>()
  for (const event of events) {
    const slice = snapshot.kinds.get(event.kind)
    if (!slice) continue
    let draft = drafts.get(event.kind)
    if (!draft) {
      draft = new SliceDraft(slice)
      drafts.set(event.kind, draft)
    }
    draft.apply(event)
  }
  let kinds: Map<KindId, KindSlice> | undefined
  for (const [id, draft] of drafts) {
    const next = draft.finish()
    if (next === snapshot.kinds.get(id)) continue
    kinds ??= new Map(snapshot.kinds)
    kinds.set(id, next)
  }
  return kinds ? { kinds } : snapshot
}

/** Copies a map the first time that it has to change, so that a batch pays once for each namespace it touches. */
class SliceDraft {
  readonly #before: KindSlice
  #slice: KindSlice
  #namespaces: Map<string, Names> | undefined
  readonly #copies = new Map<string, Map<string, KubernetesObject>>()

  constructor(slice: KindSlice) {
    this.#before = slice
    this.#slice = slice
  }

  apply(event: SnapshotEvent): void {
    switch (event.type) {
      case 'put':
        this.#put(event.object)
        break
      case 'delete':
        this.#delete(event.namespace, event.name)
        break
      case 'replace':
        this.#replace(event.objects)
        break
      case 'status': {
        const version = event.version ?? this.#slice.version
        if (version !== this.#slice.version || !isEqual(event.status, this.#slice.status)) {
          this.#slice = { ...this.#slice, status: event.status, version }
        }
      }
    }
  }

  finish(): KindSlice {
    if (!this.#namespaces) return this.#slice
    const namespaces = sharedWith(this.#before.namespaces, this.#namespaces)
    if (namespaces === this.#before.namespaces) return this.#slice
    let size = 0
    for (const names of namespaces.values()) size += names.size
    return { ...this.#slice, namespaces, size }
  }

  #put(object: KubernetesObject): void {
    const namespace = object.metadata.namespace ?? ''
    const name = object.metadata.name
    const known = this.#names(namespace)?.get(name)
    if (known && this.#isNoNews(known, object)) return
    this.#writable(namespace).set(name, object)
  }

  #delete(namespace: string, name: string): void {
    if (!this.#names(namespace)?.has(name)) return
    const names = this.#writable(namespace)
    names.delete(name)
    if (names.size > 0) return
    this.#namespaces?.delete(namespace)
    this.#copies.delete(namespace)
  }

  #replace(objects: readonly KubernetesObject[]): void {
    const known = this.#namespaces ?? this.#slice.namespaces
    const next = new Map<string, Map<string, KubernetesObject>>()
    for (const object of objects) {
      const namespace = object.metadata.namespace ?? ''
      const name = object.metadata.name
      let names = next.get(namespace)
      if (!names) {
        names = new Map()
        next.set(namespace, names)
      }
      const old = known.get(namespace)?.get(name)
      names.set(name, old && this.#isNoNews(old, object) ? old : object)
    }
    this.#namespaces = next
    this.#copies.clear()
    for (const [namespace, names] of next) this.#copies.set(namespace, names)
  }

  // Versions alone prove nothing: after a restart from a backup, or of the sandbox, the same one may stand for
  // other content. What people edit keeps its version to the letter; for the rest only content counts.
  #isNoNews(known: KubernetesObject, object: KubernetesObject): boolean {
    return this.#slice.kind.editable ? isEqual(known, object) : isSameContent(known, object)
  }

  #names(namespace: string): Names | undefined {
    return (this.#namespaces ?? this.#slice.namespaces).get(namespace)
  }

  #writable(namespace: string): Map<string, KubernetesObject> {
    const own = this.#copies.get(namespace)
    if (own) return own
    this.#namespaces ??= new Map(this.#slice.namespaces)
    const copy = new Map(this.#namespaces.get(namespace))
    this.#namespaces.set(namespace, copy)
    this.#copies.set(namespace, copy)
    return copy
  }
}

/** The new maps, with every one that holds exactly the old objects replaced by the old map. */
function sharedWith(before: Namespaces, after: Map<string, Names>): Namespaces {
  let isSame = before.size === after.size
  for (const [namespace, names] of after) {
    const old = before.get(namespace)
    if (old && old !== names && holdsTheSame(old, names)) after.set(namespace, old)
    else if (old !== names) isSame = false
  }
  return isSame ? before : after
}

function holdsTheSame(before: Names, after: Names): boolean {
  if (before.size !== after.size) return false
  for (const [name, object] of after) if (before.get(name) !== object) return false
  return true
}
