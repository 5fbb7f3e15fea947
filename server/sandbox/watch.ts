import type { ServerResponse } from 'node:http'
import type { Scope } from './list.ts'
import { type ListOptions, requireReached } from './list-options.ts'
import { renderBookmark, renderEvent, type View } from './render.ts'
import { expired } from './status-error.ts'
import type { Entry, ObjectStore, StoreEvent } from './store.ts'

const BOOKMARK_EVERY_MS = 60_000
/** A watcher that reads so slowly is cut off; it lists again. */
const MAX_BUFFERED = 64 * 1024 * 1024

/** Streams changes until the client goes, the time is up or the server stops. */
export function watchEntries(
  response: ServerResponse,
  store: ObjectStore,
  scope: Scope,
  view: View,
  options: ListOptions,
): void {
  const { resourceVersion: asked } = options
  const startsFromNow = asked === undefined || asked === 0
  if (options.sendInitialEvents) requireReached(asked, store.resourceVersion)
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.flushHeaders()
  let isFirst = true
  const send = (line: Buffer) => {
    response.write(line)
    isFirst = false
    if (response.writableLength > MAX_BUFFERED) response.destroy()
  }
  const matches = (entry: Entry) =>
    entry.resource === scope.resource &&
    (scope.namespace === '' || entry.namespace === scope.namespace) &&
    (scope.selects?.(entry) ?? true)
  const forward = (event: StoreEvent) => {
    if (event.entry.resource !== scope.resource) return
    const type = seenAs(event, matches)
    if (type) send(renderEvent(view, type, event.entry, isFirst))
  }

  const hasInitial = options.sendInitialEvents || (startsFromNow && !options.match)
  if (hasInitial) {
    for (const entry of store.list(scope.resource))
      if (matches(entry)) send(renderEvent(view, 'ADDED', entry, isFirst))
    if (options.sendInitialEvents && options.bookmarks)
      send(renderBookmark(view, store.resourceVersion, true))
  } else if (!startsFromNow) {
    const missed = store.since(asked)
    if (missed === 'expired') {
      // Errors of a watch come as an event, once the request itself was in order.
      const error = expired(`too old resource version: ${asked} (${store.resourceVersion})`)
      response.end(`${JSON.stringify({ type: 'ERROR', object: error.body() })}\n`)
      return
    }
    for (const event of missed) forward(event)
  }

  const unsubscribe = store.subscribe(forward)
  const bookmark = () => send(renderBookmark(view, store.resourceVersion, false))
  const bookmarks = options.bookmarks ? setInterval(bookmark, BOOKMARK_EVERY_MS) : undefined
  const seconds = options.timeoutSeconds ?? 0
  const end = () => {
    if (options.bookmarks) bookmark()
    response.end()
  }
  const timeout = seconds > 0 ? setTimeout(end, Math.min(seconds, 86_400) * 1000) : undefined
  response.on('close', () => {
    unsubscribe()
    clearInterval(bookmarks)
    clearTimeout(timeout)
  })
}

/** An object that comes to match a selector is added for this watcher, one that ceases to is deleted. */
function seenAs(
  event: StoreEvent,
  matches: (entry: Entry) => boolean,
): StoreEvent['type'] | undefined {
  const before = event.previous !== undefined && matches(event.previous)
  if (event.type === 'DELETED') return before ? 'DELETED' : undefined
  const after = matches(event.entry)
  if (after) return before ? 'MODIFIED' : 'ADDED'
  return before ? 'DELETED' : undefined
}
