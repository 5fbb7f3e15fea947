import type { ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Glyph, type GlyphName } from './glyph.tsx'
import type { Tone } from './mtls-mark.tsx'

const TINT: Record<Tone | 'add' | 'remove', string> = {
  plain: 'bg-sunken text-ink-2',
  safe: 'bg-safe-tint text-safe',
  warn: 'bg-warn-tint text-warn',
  bad: 'bg-bad-tint text-bad',
  unknown: 'bg-unknown-tint text-unknown',
  info: 'bg-info-tint text-info',
  draft: 'bg-draft-tint text-draft',
  add: 'bg-add-tint text-add',
  remove: 'bg-remove-tint text-remove',
}

/** A short fact in a box. Colour never stands alone: the word says it. */
export function Chip({
  tone = 'plain',
  glyph,
  children,
  className,
  title,
}: {
  tone?: Tone | 'add' | 'remove'
  glyph?: GlyphName
  children: ReactNode
  className?: string
  title?: string
}) {
  return (
    <span
      title={title}
      className={cx(
        'inline-flex h-5 items-center gap-1 rounded-chip px-1.5 text-12 whitespace-nowrap',
        TINT[tone],
        className,
      )}
    >
      {glyph ? <Glyph name={glyph} size={13} /> : null}
      {children}
    </span>
  )
}
