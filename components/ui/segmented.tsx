import type { ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Glyph, type GlyphName } from './glyph.tsx'

export type Segment = {
  value: string
  label: ReactNode
  glyph?: GlyphName
  disabled?: boolean
  title?: string
}

/** Views of which one is shown, or (`many`) switches that may all be on; on ones carry a tick then. */
export function Segmented({
  label,
  segments,
  value,
  onChange,
  many = false,
  tick = many,
}: {
  label: string
  segments: readonly Segment[]
  value: readonly string[] | string
  onChange: (value: string) => void
  many?: boolean
  /** Ticks on what is on; not needed where labels carry glyphs of their own. */
  tick?: boolean
}) {
  const isOn = (v: string) => (typeof value === 'string' ? value === v : value.includes(v))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and its own box
    <div
      role="group"
      aria-label={label}
      className="inline-flex h-7 flex-none overflow-hidden rounded-control border border-border bg-card whitespace-nowrap"
    >
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          aria-pressed={isOn(segment.value)}
          disabled={segment.disabled}
          title={segment.title}
          onClick={() => onChange(segment.value)}
          className={cx(
            'inline-flex items-center gap-1.5 border-hairline px-2.5 font-medium -outline-offset-2 not-first:border-l disabled:text-ink-3',
            isOn(segment.value) ? 'bg-selected text-ink' : 'text-ink-2 enabled:hover:bg-hover',
          )}
        >
          {tick && isOn(segment.value) ? (
            <Glyph name="check" className="text-accent" />
          ) : segment.glyph ? (
            <Glyph
              name={segment.glyph}
              className={isOn(segment.value) ? 'text-accent' : 'text-ink-3'}
            />
          ) : null}
          {segment.label}
        </button>
      ))}
    </div>
  )
}
