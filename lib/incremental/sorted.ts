import { isSame } from './same.ts'

export type Identified = { readonly id: string }

const byId = (a: Identified, b: Identified) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Which entries of a list went and which came, told by identity; what is alike at both ends is passed over. */
export function listChanges<T>(before: readonly T[], after: readonly T[]) {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  const most = Math.min(before.length, after.length) - start
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  const old = new Set(before.slice(start, before.length - end))
  const now = new Set(after.slice(start, after.length - end))
  const gone: T[] = []
  const came: T[] = []
  for (const entry of old) if (!now.has(entry)) gone.push(entry)
  for (const entry of now) if (!old.has(entry)) came.push(entry)
  return { gone, came }
}

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

  /** The entries of a list, and those that changed since the last one was given: as they were and as they are. */
  update(items: readonly I[]): {
    readonly entries: readonly T[]
    readonly gone: readonly T[]
    readonly came: readonly T[]
  } {
    const { gone, came } = listChanges(this.#items, items)
    this.#items = items
    if (gone.length === 0 && came.length === 0)
      return { entries: this.#entries, gone: [], came: [] }
    const before = this.#entries
    const isLarge = this.#isDoubled || came.length + gone.length > 1000
    const after = (isLarge ? undefined : this.#patched(gone, came)) ?? this.#rebuilt(items)
    this.#entries = after
    return { entries: after, ...listChanges(before, after) }
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
  #patched(gone: readonly I[], came: readonly I[]): readonly T[] | undefined {
    const out = new Set(gone.map(this.#id))
    const fresh = new Map<string, T>()
    for (const item of came) {
      const made = this.#make(item)
      if (fresh.has(made.id)) return undefined
      fresh.set(made.id, made)
    }
    const kept: T[] = []
    let isChanged = false
    for (const entry of this.#entries) {
      const now = fresh.get(entry.id)
      if (!out.has(entry.id)) {
        if (now) return undefined
        kept.push(entry)
      } else if (now && isSame(entry, now)) {
        kept.push(entry)
        fresh.delete(entry.id)
      } else isChanged = true
    }
    if (!isChanged && fresh.size === 0) return this.#entries
    return merged(kept, [...fresh.values()].sort(this.#order), this.#order)
  }
}

function merged<T>(
  sorted: readonly T[],
  added: readonly T[],
  order: (a: T, b: T) => number,
): readonly T[] {
  const out: T[] = []
  let from = 0
  for (const one of added) {
    let low = from
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (order(sorted[middle] as T, one) < 0) low = middle + 1
      else high = middle
    }
    for (let i = from; i < low; i++) out.push(sorted[i] as T)
    out.push(one)
    from = low
  }
  for (let i = from; i < sorted.length; i++) out.push(sorted[i] as T)
  return out
}
