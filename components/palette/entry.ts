import type { GlyphName } from '#components/ui/glyph.tsx'
import { type Named, named } from '#lib/search/rank.ts'

export const GROUPS = [
  'Recent',
  'Drafts',
  'Pages',
  'Actions',
  'On the map',
  'Objects',
  'Namespaces',
  'Clusters',
] as const
export type Group = (typeof GROUPS)[number]

/** One thing that can be chosen: a place to go to, or something to do. */
export type Entry = {
  readonly id: string
  readonly group: Group
  readonly label: string
  /** What tells it from its namesakes, right of it. */
  readonly hint?: string
  readonly glyph: GlyphName
  readonly href?: string
  /** What it says afterwards stays to be read; without words the palette closes. */
  readonly run?: () => string | undefined | Promise<string | undefined>
  readonly keys?: readonly string[]
  /** Stays open with this text, for entries that are a beginning. */
  readonly types?: string
  readonly search: Named
}

export type Written = Omit<Entry, 'search'> & { readonly also?: readonly string[] }

/** `also`: other words that it may be asked for by. */
export const entry = ({ also = [], ...rest }: Written): Entry => ({
  ...rest,
  search: named(rest.label, rest.hint ? [...also, ...rest.hint.split(/[\s/·]+/)] : also),
})
