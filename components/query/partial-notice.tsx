'use client'
import { lazy, Suspense, useState } from 'react'
import { Glyph } from '#components/ui/glyph.tsx'
import type { PartialKind } from './answers.ts'

const PartialWhy = lazy(async () => ({ default: (await import('./partial-why.tsx')).PartialWhy }))

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
  const [isAsked, setAsked] = useState(false)
  const own = partial.filter((p) => p.reason !== 'not-served' && of.includes(p.plural))
  if (own.length === 0) return null
  const named = own.map((p) => `${p.plural}${p.namespace ? ` in ${p.namespace}` : ''}`)
  const refused = own.every((p) => p.reason === 'not-permitted')
  return (
    <div className="flex-none border-b border-hairline bg-unknown-tint px-4 text-12 text-ink-2">
      <p className="flex min-h-8 items-center gap-2 py-1">
        <Glyph name="unknown" className="text-unknown" />
        <span>
          {refused ? 'Not permitted' : 'Not read'}: {named.slice(0, 5).join(', ')}
          {named.length > 5 ? ` and ${named.length - 5} more` : ''}. {means}
        </span>
      </p>
      <details className="pb-1.5" onToggle={(event) => setAsked(event.currentTarget.open)}>
        <summary className="pl-6">Why?</summary>
        <div className="max-h-64 max-w-150 overflow-y-auto pb-1 pl-6">
          {isAsked ? (
            <Suspense>
              <PartialWhy of={own} />
            </Suspense>
          ) : null}
        </div>
      </details>
    </div>
  )
}
