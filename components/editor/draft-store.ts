import { isRecord } from '#lib/resources/field.ts'

/** The live object that a text was written against. */
export type DraftBase = {
  readonly text: string
  readonly resourceVersion: string
  readonly uid: string
}

/** A text that is not applied yet, kept in the tab until it is applied or discarded. */
export type Draft = {
  readonly text: string
  readonly base: DraftBase
  /** Epoch milliseconds of the last keystroke. */
  readonly at: number
  /** `Kind/namespace/name` and the address of its editor, for the list of drafts. */
  readonly title: string
  readonly href: string
}

const PREFIX = 'meshwright:draft:'

/** What the store needs of `sessionStorage`; a browser may refuse it (private mode, quota). */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export type DraftStore = {
  readonly read: (id: string) => Draft | undefined
  /** false when the browser did not keep it: the text then lives only as long as the page. */
  readonly write: (id: string, draft: Draft) => boolean
  readonly remove: (id: string) => void
  readonly all: () => readonly { readonly id: string; readonly draft: Draft }[]
  readonly subscribe: (listener: () => void) => () => void
}

export const draftId = (cluster: string, address: string): string => `${cluster}:${address}`

/**
 * Drafts survive navigation, a lost session, a conflict and a reload. Answers are identical objects until
 * something is written, as React asks of an external store.
 */
export function draftStore(storage: DraftStorage | undefined): DraftStore {
  const listeners = new Set<() => void>()
  const cache = new Map<string, Draft | undefined>()
  let everything: readonly { id: string; draft: Draft }[] | undefined

  const changed = () => {
    everything = undefined
    for (const listener of listeners) listener()
  }
  const read = (id: string): Draft | undefined => {
    if (!cache.has(id)) cache.set(id, parse(attempt(() => storage?.getItem(PREFIX + id))))
    return cache.get(id)
  }
  const ids = (): string[] => {
    const found = new Set([...cache.keys()])
    const length = attempt(() => storage?.length) ?? 0
    for (let index = 0; index < length; index += 1) {
      const key = attempt(() => storage?.key(index))
      if (key?.startsWith(PREFIX)) found.add(key.slice(PREFIX.length))
    }
    return [...found]
  }
  return {
    read,
    write(id, draft) {
      cache.set(id, draft)
      const kept =
        storage !== undefined &&
        attempt(() => {
          storage.setItem(PREFIX + id, JSON.stringify(draft))
          return true
        }) === true
      changed()
      return kept
    },
    remove(id) {
      cache.set(id, undefined)
      attempt(() => storage?.removeItem(PREFIX + id))
      changed()
    },
    all() {
      everything ??= ids()
        .flatMap((id) => {
          const draft = read(id)
          return draft ? [{ id, draft }] : []
        })
        .sort((a, b) => b.draft.at - a.draft.at)
      return everything
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}

function parse(stored: string | null | undefined): Draft | undefined {
  const value = stored ? attempt(() => JSON.parse(stored) as unknown) : undefined
  if (!isRecord(value) || !isRecord(value.base)) return undefined
  const { text, at, title, href, base } = value
  const { text: baseText, resourceVersion, uid } = value.base
  const isDraft =
    [text, title, href, baseText, resourceVersion, uid].every((part) => typeof part === 'string') &&
    typeof at === 'number'
  return isDraft ? ({ text, at, title, href, base } as Draft) : undefined
}
