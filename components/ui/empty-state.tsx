import type { ReactNode } from 'react'
import { Glyph, type GlyphName } from './glyph.tsx'
import { TONE_TEXT, type Tone } from './mtls-mark.tsx'

/** Nothing to show, why, and what to do next. */
export function EmptyState({
  title,
  body,
  actions,
  glyph,
  tone = 'plain',
}: {
  title: ReactNode
  body?: ReactNode
  actions?: ReactNode
  glyph?: GlyphName
  tone?: Tone
}) {
  return (
    <div className="max-w-150 px-5 py-4.5">
      <p className="flex items-center gap-2 text-15 font-semibold">
        {glyph ? <Glyph name={glyph} size={18} className={TONE_TEXT[tone]} /> : null}
        <span>{title}</span>
      </p>
      {body ? <div className="mt-1 text-ink-2">{body}</div> : null}
      {actions ? <div className="mt-3.5 flex flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  )
}
