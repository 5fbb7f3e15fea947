import { record, text, textMap } from '#lib/resources/field.ts'

/** An object as it is kept: immutable, its content as JSON so that many are cheap to hold and to send. */
export type Entry = {
  /** `group/plural` */
  readonly resource: string
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly resourceVersion: number
  readonly labels: ReadonlyMap<string, string>
  /** What field selectors ask for, besides name and namespace. */
  readonly phase: string
  readonly nodeName: string
  /** The object's JSON after `{"apiVersion":…,"kind":…,` — those depend on the version asked for. */
  readonly rest: Buffer
}

export type StoredObject = { metadata: Record<string, unknown>; [field: string]: unknown }

export type StoreEvent = {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly resourceVersion: number
  readonly entry: Entry
  /** The object before a change: a watch with a selector may have seen it. */
  readonly previous: Entry | undefined
}

const EVENTS_KEPT = 10_000

/** Objects by resource, one counter of versions for all, and the last events for those who resume. */
export class ObjectStore {
  private readonly collections = new Map<string, Map<string, Entry>>()
  private readonly sorted = new Map<string, readonly Entry[]>()
  private readonly listeners = new Set<(event: StoreEvent) => void>()
  private events: StoreEvent[] = []
  private readonly eventsKept: number
  private current = 1
  /** Events up to this version are gone. */
  private forgotten = 1

  constructor(options: { eventsKept?: number } = {}) {
    this.eventsKept = options.eventsKept ?? EVENTS_KEPT
  }

  get resourceVersion(): number {
    return this.current
  }

  get size(): number {
    let size = 0
    for (const collection of this.collections.values()) size += collection.size
    return size
  }

  get(resource: string, namespace: string, name: string): Entry | undefined {
    return this.collections.get(resource)?.get(keyOf(namespace, name))
  }

  /** In the order of namespace and name, as etcd keeps them. */
  list(resource: string, namespace = ''): readonly Entry[] {
    let all = this.sorted.get(resource)
    if (!all) {
      const collection = this.collections.get(resource) ?? new Map<string, Entry>()
      all = [...collection].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
      this.sorted.set(resource, all)
    }
    return namespace === '' ? all : all.filter((entry) => entry.namespace === namespace)
  }

  resources(): readonly string[] {
    return [...this.collections.keys()]
  }

  /** Creates or replaces; the version is set here. */
  put(resource: string, object: StoredObject): Entry {
    this.current += 1
    return this.insert(encode(resource, object, this.current))
  }

  /** As `put`, for content that is JSON already; `tail` begins after the metadata and its comma. */
  putEncoded(resource: string, metadata: Record<string, unknown>, tail: Buffer): Entry {
    this.current += 1
    const head = encode(resource, { metadata }, this.current)
    const open = Buffer.from(head.rest.toString().slice(0, -1))
    return this.insert({ ...head, rest: Buffer.concat([open, Buffer.from(','), tail]) })
  }

  /** What `put` would make of it, without storing it; the version is that of what is stored. */
  preview(resource: string, object: StoredObject, before?: Entry): Entry {
    const entry = encode(resource, object, 0)
    const stored = before ?? this.get(resource, entry.namespace, entry.name)
    return encode(resource, object, stored?.resourceVersion)
  }

  private insert(entry: Entry): Entry {
    const { resource } = entry
    const collection = this.collections.get(resource) ?? new Map<string, Entry>()
    this.collections.set(resource, collection)
    const key = keyOf(entry.namespace, entry.name)
    const previous = collection.get(key)
    collection.set(key, entry)
    this.sorted.delete(resource)
    this.publish({
      type: previous ? 'MODIFIED' : 'ADDED',
      entry,
      previous,
      resourceVersion: this.current,
    })
    return entry
  }

  remove(entry: Entry): Entry {
    this.current += 1
    const gone = encode(entry.resource, decode(entry), this.current)
    this.collections.get(entry.resource)?.delete(keyOf(entry.namespace, entry.name))
    this.sorted.delete(entry.resource)
    this.publish({ type: 'DELETED', entry: gone, previous: entry, resourceVersion: this.current })
    return gone
  }

  /** Events after a version; `expired` when some of them are no longer kept. */
  since(resourceVersion: number): readonly StoreEvent[] | 'expired' {
    if (resourceVersion < this.forgotten) return 'expired'
    let low = 0
    let high = this.events.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.events[middle]?.resourceVersion ?? 0) <= resourceVersion) low = middle + 1
      else high = middle
    }
    return this.events.slice(low)
  }

  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private publish(event: StoreEvent): void {
    this.events.push(event)
    if (this.events.length >= this.eventsKept * 2) {
      const dropped = this.events.length - this.eventsKept
      this.forgotten = this.events[dropped - 1]?.resourceVersion ?? this.forgotten
      this.events = this.events.slice(dropped)
    }
    for (const listener of this.listeners) listener(event)
  }
}

const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`

/** @param resourceVersion undefined for an object that is not stored: it has none then */
function encode(
  resource: string,
  object: StoredObject,
  resourceVersion: number | undefined,
): Entry {
  const { metadata, ...rest } = object
  const version = resourceVersion === undefined ? undefined : String(resourceVersion)
  const stamped = { ...metadata, resourceVersion: version }
  const content = JSON.stringify({
    metadata: stamped,
    ...rest,
    apiVersion: undefined,
    kind: undefined,
  })
  return {
    resource,
    namespace: text(metadata.namespace) ?? '',
    name: text(metadata.name) ?? '',
    uid: text(metadata.uid) ?? '',
    resourceVersion: resourceVersion ?? 0,
    labels: textMap(metadata.labels),
    phase: text(record(object.status).phase) ?? '',
    nodeName: text(record(object.spec).nodeName) ?? '',
    rest: Buffer.from(content.slice(1)),
  }
}

/** A copy of the object without `apiVersion` and `kind`, free to be changed. */
export const decode = (entry: Entry): StoredObject => JSON.parse(`{${entry.rest.toString()}`)
