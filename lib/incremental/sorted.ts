import { isSame } from './same.ts'

export type Identified = { readonly id: string }

const byId = (a: Identified, b: Identified) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

export type ListChanges<T> = { readonly gone: readonly T[]; readonly came: readonly T[] }

/** Beyond this many places that differ, entries have probably moved. */
const FEW = 200

/** Which entries of a list went and which came, told by identity; what is alike in place is passed over. */
export function listChanges<T>(before: readonly T[], after: readonly T[]): ListChanges<T> {
  if (before === after) return { gone: [], came: [] }
  return (
    (before.length === after.length ? inPlace(before, after) : undefined) ??
    inBetween(before, after)
  )
}

function inPlace<T>(before: readonly T[], after: readonly T[]): ListChanges<T> | undefined {
  const gone: T[] = []
  const came: T[] = []
  for (let i = 0; i < after.length; i++) {
    if (before[i] === after[i]) continue
    if (gone.length === FEW) return undefined
    gone.push(before[i] as T)
    came.push(after[i] as T)
  }
  return without(gone, came)
}

function inBetween<T>(before: readonly T[], after: readonly T[]): ListChanges<T> {
  let start = 0
  const most = Math.min(before.length, after.length)
  while (start < most && before[start] === after[start]) start++
  let end = 0
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end])
    end++
  return without(before.slice(start, before.length - end), after.slice(start, after.length - end))
}

/** What is on both sides has only moved. */
function without<T>(gone: readonly T[], came: readonly T[]): ListChanges<T> {
  const [old, now] = [new Set(gone), new Set(came)]
  return {
    gone: [...old].filter((entry) => !now.has(entry)),
    came: [...now].filter((entry) => !old.has(entry)),
  }
}

/** The place of the first entry that does not come before one. */
export function placeOf<T>(sorted: readonly T[], one: T, order: (a: T, b: T) => number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (order(sorted[middle] as T, one) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** The old entries, found by id, where they say the same; the old list where all of them do. */
export function keepById<T extends Identified>(
  before: readonly T[],
  now: readonly T[],
): readonly T[] {
  if (before === now) return before
  const known = new Map(before.map((entry) => [entry.id, entry]))
  let isOld = before.length === now.length
  const out = now.map((entry, i) => {
    const old = known.get(entry.id)
    const kept = old && isSame(old, entry) ? old : entry
    isOld &&= kept === before[i]
    return kept
  })
  return isOld ? before : out
}

/** A sorted list, and its entries that changed since it was last given: as they were and as they are. */
export type Changed<T> = ListChanges<T> & { readonly entries: readonly T[] }

/**
 * Entries made of the items of a list, each once, in order. When the list changes, only what is new in it is made;
 * an entry that says the same as before is the same one, and the whole where nothing changed. Of items with one id
 * the last counts.
 */
export class SortedEntries<I extends object, T extends Identified> {
  #items: readonly I[] = []
  #entries: readonly T[] = []
  /** Two items had one id: which of them counts is told by their order, so all are looked at. */
  #isDoubled = false
  readonly #id: (item: I) => string
  readonly #make: (item: I) => T
  readonly #order: (a: T, b: T) => number

  constructor(id: (item: I) => string, make: (item: I) => T, order: (a: T, b: T) => number = byId) {
    this.#id = id
    this.#make = make
    this.#order = order
  }

  get entries(): readonly T[] {
    return this.#entries
  }

  /** The entries of a list, and those that changed since the last one was given: as they were and as they are. */
  update(items: readonly I[]): Changed<T> {
    const { gone, came } = listChanges(this.#items, items)
    this.#items = items
    if (gone.length === 0 && came.length === 0)
      return { entries: this.#entries, gone: [], came: [] }
    const before = this.#entries
    const isLarge = this.#isDoubled || came.length + gone.length > 1000
    const patched = isLarge ? undefined : this.#patched(gone, came)
    this.#entries = patched?.entries ?? this.#rebuilt(items)
    return patched ?? { entries: this.#entries, ...listChanges(before, this.#entries) }
  }

  /** Takes over entries of another list that say the same. */
  adopt(entries: readonly T[]): readonly T[] {
    this.#entries = keepById(entries, this.#entries)
    return this.#entries
  }

  #rebuilt(items: readonly I[]): readonly T[] {
    const known = new Map(this.#entries.map((entry) => [entry.id, entry]))
    const found = new Map<string, T>()
    for (const item of items) {
      const made = this.#make(item)
      const old = known.get(made.id)
      found.set(made.id, old && isSame(old, made) ? old : made)
    }
    this.#isDoubled = found.size < items.length
    const sorted = [...found.values()].sort(this.#order)
    return listChanges(this.#entries, sorted).came.length === 0 &&
      sorted.length === this.#entries.length
      ? this.#entries
      : sorted
  }

  /** `undefined` if there turn out to be two of one id. */
  #patched(gone: readonly I[], came: readonly I[]) {
    const before = this.#entries
    const out = new Map<string, { place: number; entry: T }>()
    for (const item of gone) {
      const made = this.#make(item)
      const place = placeOf(before, made, this.#order)
      const entry = before[place]
      if (entry?.id !== made.id) return undefined
      out.set(entry.id, { place, entry })
    }
    const put: { place: number; entry: T }[] = []
    const ids = new Set<string>()
    for (const item of came) {
      const entry = this.#make(item)
      if (ids.has(entry.id)) return undefined
      ids.add(entry.id)
      const old = out.get(entry.id)
      if (old && isSame(old.entry, entry)) {
        out.delete(entry.id)
        continue
      }
      const place = placeOf(before, entry, this.#order)
      if (!old && before[place]?.id === entry.id) return undefined
      put.push({ place, entry })
    }
    const taken = [...out.values()]
    if (put.length === 0 && taken.length === 0) return { entries: before, gone: [], came: [] }
    return {
      entries: replaced(before, taken, put, this.#order),
      gone: taken.map(({ entry }) => entry),
      came: put.map(({ entry }) => entry),
    }
  }
}

type Placed<T> = { readonly place: number; readonly entry: T }

/** A sorted list with the entries at some places taken out and others put in before some. */
function replaced<T>(
  sorted: readonly T[],
  taken: readonly Placed<T>[],
  put: readonly Placed<T>[],
  order: (a: T, b: T) => number,
): readonly T[] {
  const holes = new Set(taken.map(({ place }) => place))
  if (put.length === taken.length && put.every(({ place }) => holes.delete(place))) {
    const out = [...sorted]
    for (const { place, entry } of put) out[place] = entry
    return out
  }
  const left = new Set(taken.map(({ place }) => place))
  const added = [...put].sort((a, b) => a.place - b.place || order(a.entry, b.entry))
  const out: T[] = []
  let next = 0
  for (let i = 0; i <= sorted.length; i++) {
    for (let one = added[next]; one?.place === i; one = added[next]) {
      out.push(one.entry)
      next++
    }
    if (i < sorted.length && !left.has(i)) out.push(sorted[i] as T)
  }
  return out
}
