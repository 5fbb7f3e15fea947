import type { ServerResponse } from 'node:http'
import type { Scope } from './list.ts'
import { type ListOptions, tooLarge } from './list-options.ts'
import { type Line, Outflow } from './outflow.ts'
import { renderBookmark, renderEvent, renderInitial, type View } from './render.ts'
import { expired, type StatusError } from './status-error.ts'
import type { Entry, ObjectStore, StoreEvent } from './store.ts'

const BOOKMARK_EVERY_MS = 60_000
/** Events that may wait for a slow watcher, besides the initial ones; then it is cut off and lists again. */
const MAX_BEHIND = 20_000

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
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.flushHeaders()
  // Errors of a watch come as an event, once the request itself was in order.
  const refuse = (error: StatusError) =>
    response.end(`${JSON.stringify({ type: 'ERROR', object: error.body() })}\n`)
  const early = options.sendInitialEvents ? tooLarge(asked, store.resourceVersion) : undefined
  if (early) {
    refuse(early)
    return
  }
  let isFirst = true
  const initial = store.list(scope.resource)
  const out = new Outflow(response, initial.length + MAX_BEHIND)
  const send = (line: (first: boolean) => Line) =>
    out.push(() => {
      const pieces = line(isFirst)
      isFirst = false
      return pieces
    })
  const matches = (entry: Entry) =>
    entry.resource === scope.resource &&
    (scope.namespace === '' || entry.namespace === scope.namespace) &&
    (scope.selects?.(entry) ?? true)
  const forward = (event: StoreEvent) => {
    if (event.entry.resource !== scope.resource) return
    // Who knows a version that is still to come has seen all before it: so says the real server.
    if (asked !== undefined && event.resourceVersion <= asked) return
    const type = seenAs(event, matches)
    if (type) send((first) => [renderEvent(view, type, event.entry, first)])
  }

  const hasInitial = options.sendInitialEvents || (startsFromNow && !options.match)
  if (hasInitial) {
    const render = renderInitial(view)
    for (const entry of initial) if (matches(entry)) send((first) => render(entry, first))
    const reached = store.resourceVersion
    if (options.sendInitialEvents && options.bookmarks)
      send(() => [renderBookmark(view, reached, true)])
  } else if (!startsFromNow) {
    const missed = store.since(asked)
    if (missed === 'expired') {
      refuse(expired(`too old resource version: ${asked} (${store.resourceVersion})`))
      return
    }
    for (const event of missed) forward(event)
  }

  const unsubscribe = store.subscribe(forward)
  const bookmark = () => {
    const reached = store.resourceVersion
    send(() => [renderBookmark(view, reached, false)])
  }
  const bookmarks = options.bookmarks ? setInterval(bookmark, BOOKMARK_EVERY_MS) : undefined
  const seconds = options.timeoutSeconds ?? 0
  const end = () => {
    if (options.bookmarks) bookmark()
    out.end()
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
