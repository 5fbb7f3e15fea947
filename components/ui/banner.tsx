import type { ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Glyph, type GlyphName } from './glyph.tsx'

const LOOK = {
  warn: { tint: 'bg-warn-tint', glyph: 'warning', tone: 'text-warn' },
  stale: { tint: 'bg-warn-tint', glyph: 'clock', tone: 'text-warn' },
  bad: { tint: 'bg-bad-tint', glyph: 'error', tone: 'text-bad' },
  info: { tint: 'bg-info-tint', glyph: 'info', tone: 'text-info' },
  draft: { tint: 'bg-draft-tint', glyph: 'edit', tone: 'text-draft' },
} as const satisfies Record<string, { tint: string; glyph: GlyphName; tone: string }>

/** A line across the page about all that is below it. `assertive` only for what people must hear at once. */
export function Banner({
  look,
  title,
  children,
  actions,
  assertive = false,
}: {
  look: keyof typeof LOOK
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
  assertive?: boolean
}) {
  const { tint, glyph, tone } = LOOK[look]
  return (
    <div
      role={assertive ? 'alert' : 'status'}
      className={cx(
        'flex min-h-8 flex-none items-center gap-2.5 border-b border-hairline py-1 pr-3 pl-4 text-12 leading-[17px]',
        tint,
      )}
    >
      <Glyph name={glyph} className={tone} />
      <p className="min-w-0 flex-1 text-ink-2">
        <b className="text-ink">{title}</b> {children}
      </p>
      {actions}
    </div>
  )
}
