import type { ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Glyph, type GlyphName } from './glyph.tsx'

/** A standing state of the page, outlined: "Read-only". */
export function Badge({
  glyph,
  children,
  title,
}: {
  glyph?: GlyphName
  children: ReactNode
  title?: string
}) {
  return (
    <span
      title={title}
      className="inline-flex h-6.5 items-center gap-1.5 rounded-control border border-border px-2 font-medium text-ink-2 whitespace-nowrap"
    >
      {glyph ? <Glyph name={glyph} /> : null}
      {children}
    </span>
  )
}

/** A number on something; `label` says of what. */
export function Count({
  children,
  label,
  className,
}: {
  children: number
  label: string
  className?: string
}) {
  return (
    <span
      className={cx(
        'rounded-pill bg-card px-1 text-11 leading-[14px] font-semibold shadow-[0_0_0_1px_var(--hairline)]',
        className,
      )}
    >
      <span aria-hidden="true">{children}</span>
      <span className="sr-only">{label}</span>
    </span>
  )
}

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded-[4px] border border-hairline bg-surface px-1 font-ui text-11 font-medium text-ink-3">
      {children}
    </kbd>
  )
}
