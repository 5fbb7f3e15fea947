import type { ListOptions } from './list-options.ts'
import { requireReached } from './list-options.ts'
import type { Pages } from './paging.ts'
import type { ListMeta } from './render.ts'
import type { Selector } from './selectors.ts'
import { expired } from './status-error.ts'
import type { Entry, ObjectStore } from './store.ts'

export type Scope = {
  readonly resource: string
  readonly namespace: string
  readonly selects?: Selector
}

/** The objects of one answer, and what the list says of itself. */
export function listEntries(
  store: ObjectStore,
  pages: Pages,
  scope: Scope,
  options: ListOptions,
): { readonly entries: readonly Entry[]; readonly metadata: ListMeta } {
  const found = options.continue
    ? pages.take(options.continue)
    : freshEntries(store, scope, options)
  const { entries, resourceVersion } = found
  if (options.limit === 0 || entries.length <= options.limit)
    return { entries, metadata: { resourceVersion: String(resourceVersion) } }
  const rest = entries.slice(options.limit)
  const metadata = {
    resourceVersion: String(resourceVersion),
    continue: pages.keep(rest, resourceVersion),
    // The count is left out where a selector makes it costly for the real server.
    ...(scope.selects ? {} : { remainingItemCount: rest.length }),
  }
  return { entries: entries.slice(0, options.limit), metadata }
}

function freshEntries(store: ObjectStore, scope: Scope, options: ListOptions) {
  const { resourceVersion: asked, match } = options
  requireReached(asked, store.resourceVersion)
  const isExact =
    match === 'Exact' || (match === '' && options.limit > 0 && asked !== undefined && asked > 0)
  const all =
    isExact && asked !== undefined
      ? entriesAt(store, scope.resource, asked)
      : store.list(scope.resource)
  const entries = all.filter(
    (entry) =>
      (scope.namespace === '' || entry.namespace === scope.namespace) &&
      (scope.selects?.(entry) ?? true),
  )
  return {
    entries,
    resourceVersion: isExact && asked !== undefined ? asked : store.resourceVersion,
  }
}

/** The objects as they were, by taking back what happened since. */
function entriesAt(store: ObjectStore, resource: string, version: number): readonly Entry[] {
  const events = store.since(version)
  if (events === 'expired') throw expired(`The resourceVersion for the provided list is too old.`)
  const entries = new Map(
    store.list(resource).map((entry) => [`${entry.namespace}/${entry.name}`, entry]),
  )
  for (const { entry, previous } of events.toReversed()) {
    if (entry.resource !== resource) continue
    const key = `${entry.namespace}/${entry.name}`
    if (previous) entries.set(key, previous)
    else entries.delete(key)
  }
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
}
