import type { GlyphName } from '#components/ui/glyph.tsx'

/** A place that was chosen before; enough to show it and to go there again. */
export type RecentPlace = {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly glyph: GlyphName
  readonly href: string
}

const MOST = 8
const keyOf = (cluster: string): string => `meshwright.recent:${cluster}`

type Kept = Pick<Storage, 'getItem' | 'setItem'>

/** Places chosen in this browser, newest first. What anything else wrote there is left out. */
export function recentOf(
  cluster: string,
  isGlyph: (text: string) => text is GlyphName,
  storage: Kept | undefined,
): readonly RecentPlace[] {
  try {
    const value: unknown = JSON.parse(storage?.getItem(keyOf(cluster)) ?? '[]')
    if (!Array.isArray(value)) return []
    return value.flatMap((one: unknown) => placeOf(one, isGlyph) ?? []).slice(0, MOST)
  } catch {
    return []
  }
}

export function keepRecent(
  cluster: string,
  place: RecentPlace,
  before: readonly RecentPlace[],
  storage: Kept | undefined,
): void {
  const { id, label, hint, glyph, href } = place
  const next = [{ id, label, hint, glyph, href }, ...before.filter((one) => one.id !== id)]
  try {
    storage?.setItem(keyOf(cluster), JSON.stringify(next.slice(0, MOST)))
  } catch {
    // Storage is off or full; then nothing is remembered.
  }
}

function placeOf(
  value: unknown,
  isGlyph: (text: string) => text is GlyphName,
): RecentPlace | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { id, label, hint, glyph, href } = value as Record<string, unknown>
  if (typeof id !== 'string' || typeof label !== 'string' || label === '') return undefined
  if (typeof glyph !== 'string' || !isGlyph(glyph)) return undefined
  // Only pages of this product: a path, and no other server behind two slashes.
  if (typeof href !== 'string' || !/^\/(?![/\\])/.test(href)) return undefined
  return { id, label, glyph, href, ...(typeof hint === 'string' ? { hint } : {}) }
}
