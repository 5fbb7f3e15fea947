import { type Fit, fitOf, fold, type How, merged, type Ranges } from './fit.ts'

/** Something with a name, and other words that it may be asked for by: its kind, its namespace. */
export type Named = {
  readonly name: string
  readonly folded: string
  readonly also: readonly { readonly text: string; readonly folded: string }[]
}

export const named = (name: string, also: readonly string[] = []): Named => ({
  name,
  folded: fold(name),
  also: also.map((text) => ({ text, folded: fold(text) })),
})

const MOST_WORDS = 8
const LONGEST = 200

/** What was typed as words; `kind/namespace/name` are three. */
export const wordsOf = (typed: string): readonly string[] =>
  fold(typed.slice(0, LONGEST))
    .split(/[\s/]+/)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS)

/** A word in the name is worth more than the same in a kind or a namespace, where only beginnings count. */
const IN_NAME: Readonly<Record<How, number>> = {
  whole: 0,
  prefix: 1,
  word: 2,
  inside: 3,
  initials: 6,
}
const BESIDE: Readonly<Partial<Record<How, number>>> = { whole: 2, prefix: 4, word: 5 }

export type Rank = {
  /** The lower the better. */
  readonly cost: number
  /** Where the words stand in the name. */
  readonly ranges: Ranges
}

/** undefined unless every word stands in the name or beside it. No words: everything is equally good. */
export function rankOf(thing: Named, words: readonly string[]): Rank | undefined {
  let cost = 0
  const ranges: (readonly [number, number])[] = []
  for (const word of words) {
    const own = fitOf(thing.name, thing.folded, word)
    let best = own ? IN_NAME[own.how] : Number.POSITIVE_INFINITY
    let found: Fit | undefined = own
    for (const { text, folded } of thing.also) {
      const fit = fitOf(text, folded, word)
      const price = fit && BESIDE[fit.how]
      if (price !== undefined && price < best) {
        best = price
        found = undefined
      }
    }
    if (best === Number.POSITIVE_INFINITY) return undefined
    cost += best
    if (found) ranges.push(...found.ranges)
  }
  return { cost, ranges: merged(ranges) }
}

/** The best of many without sorting all of them; `total` counts those that fit. */
export function best<T>(limit: number, compare: (a: T, b: T) => number) {
  const kept: T[] = []
  let total = 0
  return {
    add(one: T): void {
      total += 1
      const last = kept[limit - 1]
      if (last !== undefined && compare(one, last) >= 0) return
      let low = 0
      let high = kept.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (compare(one, kept[middle] as T) < 0) high = middle
        else low = middle + 1
      }
      kept.splice(low, 0, one)
      if (kept.length > limit) kept.pop()
    },
    result: (): { readonly kept: readonly T[]; readonly total: number } => ({ kept, total }),
  }
}

/** Plain order of code units: the same on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
