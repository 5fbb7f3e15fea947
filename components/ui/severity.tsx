import { cx } from './class-names.ts'
import { counted } from './count.ts'
import { Glyph } from './glyph.tsx'

export type SeverityName = 'error' | 'warning' | 'info'

const LOOK = {
  error: { glyph: 'error', tone: 'text-bad', one: 'error', many: 'errors' },
  warning: { glyph: 'warning', tone: 'text-warn', one: 'warning', many: 'warnings' },
  info: { glyph: 'info', tone: 'text-info', one: 'note', many: 'notes' },
} as const

/** "3 errors", "1 note": severity in words. */
export const severityCount = (severity: SeverityName, count: number): string =>
  counted(count, LOOK[severity].one, LOOK[severity].many)

export function SeverityGlyph({
  severity,
  size = 15,
  quiet = false,
}: {
  severity: SeverityName
  size?: number
  /** There is none of it: nothing to draw the eye to. */
  quiet?: boolean
}) {
  const { glyph, tone } = LOOK[severity]
  return <Glyph name={glyph} size={size} className={quiet ? 'text-ink-3' : tone} />
}

/** Glyph and number, the worst first; the words are there for those who do not see the glyph. */
export function FindingBadge({
  findings,
  only,
  className,
}: {
  findings: { readonly error: number; readonly warning: number; readonly info: number }
  only?: 'worst'
  className?: string
}) {
  const present = (['error', 'warning', 'info'] as const).filter((s) => findings[s] > 0)
  const shown = only === 'worst' ? present.slice(0, 1) : present
  if (shown.length === 0) return null
  return (
    <span className={cx('inline-flex items-center gap-1.5', className)}>
      {shown.map((s) => (
        <span
          key={s}
          className={cx(
            'inline-flex items-center gap-0.5 text-11 leading-[14px] font-semibold',
            s === 'info' ? 'text-ink-3' : LOOK[s].tone,
          )}
        >
          <Glyph name={LOOK[s].glyph} size={13} />
          <span aria-hidden="true">{findings[s]}</span>
          <span className="sr-only">{severityCount(s, findings[s])}</span>
        </span>
      ))}
    </span>
  )
}
