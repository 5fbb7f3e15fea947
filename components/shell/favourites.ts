import { useSyncExternalStore } from 'react'

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const NONE: readonly string[] = []
const LONGEST = 200

/** Names with a star, kept in this browser: namespaces of one cluster, or clusters. */
export function favouritesIn(key: string, storage: () => Kept | undefined) {
  const listeners = new Set<() => void>()
  let text: string | null | undefined
  let names = NONE
  const read = (): readonly string[] => {
    let now: string | null = null
    try {
      now = storage()?.getItem(key) ?? null
    } catch {
      // Storage is off: no favourites then, but those of this page.
      return names
    }
    // The same list as long as it says the same, as React asks of a store.
    if (now === text) return names
    text = now
    names = parse(now)
    return names
  }
  return {
    read,
    toggle(name: string): void {
      const before = read()
      const next = before.includes(name)
        ? before.filter((one) => one !== name)
        : [...before, name].slice(-LONGEST)
      try {
        if (next.length === 0) storage()?.removeItem(key)
        else storage()?.setItem(key, JSON.stringify(next))
      } catch {
        names = next
      }
      for (const listener of listeners) listener()
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function parse(stored: string | null): readonly string[] {
  if (!stored) return NONE
  try {
    const value: unknown = JSON.parse(stored)
    return Array.isArray(value)
      ? [...new Set(value.filter((one) => typeof one === 'string'))].slice(0, LONGEST)
      : NONE
  } catch {
    return NONE
  }
}

type Favourites = ReturnType<typeof favouritesIn>
const known = new Map<string, Favourites>()

const inBrowser = (): Storage | undefined =>
  typeof window === 'undefined' ? undefined : window.localStorage

function favouritesOf(key: string): Favourites {
  const found = known.get(key) ?? favouritesIn(key, inBrowser)
  known.set(key, found)
  return found
}

/** Favourites and how to change them; several pickers of one key agree. */
export function useFavourites(key: string): readonly [readonly string[], (name: string) => void] {
  const favourites = favouritesOf(key)
  const names = useSyncExternalStore(favourites.subscribe, favourites.read, () => NONE)
  return [names, favourites.toggle]
}

/** Those with a star first, then the others, each in order of name. */
export const starredFirst = (
  names: readonly string[],
  starred: readonly string[],
): readonly string[] => {
  const has = new Set(starred)
  return [...names].sort(
    (a, b) => Number(has.has(b)) - Number(has.has(a)) || (a < b ? -1 : a > b ? 1 : 0),
  )
}
