import type { Ranges } from '#lib/search/fit.ts'
import { best, byText, rankOf, wordsOf } from '#lib/search/rank.ts'
import { type Entry, GROUPS, type Group } from './entry.ts'

export type Hit = { readonly entry: Entry; readonly cost: number; readonly ranges: Ranges }
export type Section = {
  readonly group: Group
  readonly hits: readonly Hit[]
  /** How many fit that are not among them. */
  readonly more: number
}

/** As many of each as one can take in; objects are what there are thousands of. */
const MOST: Readonly<Record<Group, number>> = {
  Recent: 8,
  Drafts: 4,
  Pages: 12,
  Actions: 8,
  'On the map': 6,
  Objects: 12,
  Namespaces: 5,
  Clusters: 5,
}
/** Before anything is typed: what is few, or was chosen before. */
const UNASKED: ReadonlySet<Group> = new Set(['Recent', 'Drafts', 'Pages', 'Actions'])

/**
 * What fits the words, by group. The group with the best hit comes first; equals keep the order of `GROUPS`, and
 * inside of a group that in which entries were given.
 *
 * @param totals how many there are of a group where not all were given
 */
export function sectionsOf(
  entries: readonly Entry[],
  typed: string,
  totals: Readonly<Partial<Record<Group, number>>> = {},
): readonly Section[] {
  const words = wordsOf(typed)
  const groups = new Map(
    GROUPS.map((group) => [group, best<Hit & { readonly at: number }>(MOST[group], compare)]),
  )
  entries.forEach((one, at) => {
    if (words.length === 0 ? !UNASKED.has(one.group) : one.group === 'Recent') return
    const rank = rankOf(one.search, words)
    if (rank) groups.get(one.group)?.add({ entry: one, ...rank, at })
  })
  return [...groups]
    .map(([group, top]) => {
      const { kept, total } = top.result()
      return { group, hits: kept, more: Math.max(total, totals[group] ?? 0) - kept.length }
    })
    .filter(({ hits }) => hits.length > 0)
    .sort((a, b) => (a.hits[0]?.cost ?? 0) - (b.hits[0]?.cost ?? 0))
}

type Placed = Hit & { readonly at: number }
const compare = (a: Placed, b: Placed): number =>
  a.cost - b.cost ||
  // Names of the same worth: the shorter is the nearer to what was typed.
  (a.cost === 0 ? 0 : a.entry.label.length - b.entry.label.length) ||
  a.at - b.at ||
  byText(a.entry.label, b.entry.label)

/** `edit reviews` asks for texts of objects, not for the objects. */
export function askOf(typed: string): { readonly verb: 'go' | 'edit'; readonly text: string } {
  const edit = /^\s*edit\s+(.*)$/is.exec(typed.slice(0, 300))
  return edit ? { verb: 'edit', text: edit[1] ?? '' } : { verb: 'go', text: typed }
}
