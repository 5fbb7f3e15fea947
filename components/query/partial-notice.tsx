import { Glyph } from '#components/ui/glyph.tsx'
import type { PartialKind } from './answers.ts'

/** What a page would need and may not read, or could not, by name. Kinds that a cluster does not serve hide nothing. */
export function PartialNotice({
  partial,
  of,
  means,
}: {
  partial: readonly PartialKind[]
  /** Plurals that this page reads. */
  of: readonly string[]
  /** "Verdicts that need them are unknown." */
  means: string
}) {
  const own = partial.filter((p) => p.reason !== 'not-served' && of.includes(p.plural))
  if (own.length === 0) return null
  const named = own.map((p) => `${p.plural}${p.namespace ? ` in ${p.namespace}` : ''}`)
  const refused = own.every((p) => p.reason === 'not-permitted')
  return (
    <p className="flex min-h-8 flex-none items-center gap-2 border-b border-hairline bg-unknown-tint px-4 py-1 text-12 text-ink-2">
      <Glyph name="unknown" className="text-unknown" />
      <span>
        {refused ? 'Not permitted' : 'Not read'}: {named.slice(0, 5).join(', ')}
        {named.length > 5 ? ` and ${named.length - 5} more` : ''}. {means}
      </span>
    </p>
  )
}
