import type { Form } from './accept.ts'
import type { Served } from './kind-registry.ts'
import type { Line } from './outflow.ts'
import { apiVersionOf } from './served-kind.ts'
import { decode, type Entry, type StoreEvent } from './store.ts'
import { type IncludeObject, tableColumns, tableRow } from './table.ts'

/** How one request wants its objects. */
export type View = {
  readonly served: Served
  readonly form: Form
  readonly includeObject: IncludeObject
  readonly now: () => Date
}

const typeOf = ({ kind, version }: Served): string =>
  `{"apiVersion":${JSON.stringify(apiVersionOf(kind.group, version.name))},"kind":${JSON.stringify(kind.kind)},`

/** One object as JSON. */
export function renderObject(view: View, entry: Entry): Buffer {
  if (view.form === 'table')
    return Buffer.from(
      JSON.stringify(
        table(view, [entry], { resourceVersion: String(entry.resourceVersion) }, true),
      ),
    )
  if (view.form === 'metadata') return Buffer.from(JSON.stringify(partial(entry)))
  return Buffer.concat([Buffer.from(typeOf(view.served)), entry.rest])
}

const partial = (entry: Entry): object => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata: decode(entry).metadata,
})

const table = (
  view: View,
  entries: readonly Entry[],
  metadata: object,
  withColumns: boolean,
): object => ({
  kind: 'Table',
  apiVersion: 'meta.k8s.io/v1',
  metadata,
  columnDefinitions: withColumns ? tableColumns(view.served) : null,
  rows: entries.map((entry) => tableRow(view.served, entry, view.includeObject, view.now())),
})

export type ListMeta = {
  readonly resourceVersion: string
  readonly continue?: string
  readonly remainingItemCount?: number
}

/** A list in pieces: thousands of objects are never one string. */
export function* renderList(
  view: View,
  entries: readonly Entry[],
  metadata: ListMeta,
): Generator<Buffer> {
  if (view.form === 'table') {
    yield Buffer.from(JSON.stringify(table(view, entries, metadata, true)))
    return
  }
  const { kind, version } = view.served
  const [listKind, apiVersion] =
    view.form === 'metadata'
      ? ['PartialObjectMetadataList', 'meta.k8s.io/v1']
      : [kind.listKind, apiVersionOf(kind.group, version.name)]
  yield Buffer.from(
    `{"kind":${JSON.stringify(listKind)},"apiVersion":${JSON.stringify(apiVersion)},"metadata":${JSON.stringify(metadata)},"items":[`,
  )
  // Items of built-in kinds come without a type of their own, as from the real server.
  const head = Buffer.from(kind.isCustom ? typeOf(view.served) : '{')
  const comma = Buffer.from(',')
  let batch: Buffer[] = []
  for (const [index, entry] of entries.entries()) {
    if (index > 0) batch.push(comma)
    if (view.form === 'metadata') batch.push(Buffer.from(JSON.stringify(partial(entry))))
    else batch.push(head, entry.rest)
    if (batch.length >= 600) {
      yield Buffer.concat(batch)
      batch = []
    }
  }
  yield Buffer.concat([...batch, Buffer.from(']}')])
}

const eventLine = (view: View, type: string, entry: Entry): Buffer =>
  Buffer.concat([
    Buffer.from(`{"type":"${type}","object":`),
    renderObject(view, entry),
    Buffer.from('}\n'),
  ])

/** As `renderEvent`, for what one watcher begins with: thousands of lines that nobody else needs, in pieces. */
export function renderInitial(view: View): (entry: Entry, isFirst: boolean) => Line {
  if (view.form === 'table') {
    return (entry, isFirst) => [renderEvent(view, 'ADDED', entry, isFirst)]
  }
  if (view.form === 'metadata') return (entry) => [eventLine(view, 'ADDED', entry)]
  const head = Buffer.from(`{"type":"ADDED","object":${typeOf(view.served)}`)
  const end = Buffer.from('}\n')
  return (entry) => [head, entry.rest, end]
}

const lines = new WeakMap<Entry, Map<string, Buffer>>()

/**
 * One line of a watch. Full objects are written once for all watchers of one version.
 *
 * @param type differs from the event's where an object comes into a selector, or leaves it
 */
export function renderEvent(
  view: View,
  type: StoreEvent['type'],
  entry: Entry,
  isFirst: boolean,
): Buffer {
  if (view.form === 'table') {
    const row = table(view, [entry], { resourceVersion: String(entry.resourceVersion) }, isFirst)
    return Buffer.from(`{"type":"${type}","object":${JSON.stringify(row)}}\n`)
  }
  const key = `${type} ${view.form} ${view.served.version.name}`
  const known = lines.get(entry)?.get(key)
  if (known) return known
  const line = eventLine(view, type, entry)
  const all = lines.get(entry) ?? new Map<string, Buffer>()
  all.set(key, line)
  lines.set(entry, all)
  return line
}

/** A bookmark: nothing but a version to resume from. */
export function renderBookmark(
  view: View,
  resourceVersion: number,
  endsInitialEvents: boolean,
): Buffer {
  const { kind, version } = view.served
  const metadata = {
    resourceVersion: String(resourceVersion),
    creationTimestamp: null,
    ...(endsInitialEvents ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
  }
  const object =
    view.form === 'table'
      ? {
          kind: 'Table',
          apiVersion: 'meta.k8s.io/v1',
          metadata: { resourceVersion: String(resourceVersion) },
          columnDefinitions: null,
          rows: [
            {
              cells: [],
              object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata },
            },
          ],
        }
      : view.form === 'metadata'
        ? { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata }
        : { kind: kind.kind, apiVersion: apiVersionOf(kind.group, version.name), metadata }
  return Buffer.from(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`)
}
