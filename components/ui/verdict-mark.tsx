import { cx } from './class-names.ts'
import { Glyph, type GlyphName } from './glyph.tsx'
import { TONE_TEXT, type Tone } from './mtls-mark.tsx'

export type VerdictName = 'allow' | 'deny' | 'conditional' | 'unknown'

/** Whether a call is let in: glyph and word travel together. */
export const VERDICTS: Record<VerdictName, { glyph: GlyphName; word: string; tone: Tone }> = {
  allow: { glyph: 'allow', word: 'allowed', tone: 'safe' },
  deny: { glyph: 'deny', word: 'denied', tone: 'bad' },
  conditional: { glyph: 'conditional', word: 'conditional', tone: 'info' },
  unknown: { glyph: 'unknown', word: 'unknown', tone: 'unknown' },
}

export function VerdictMark({
  verdict,
  word = true,
  size = 14,
  className,
}: {
  verdict: VerdictName
  word?: boolean
  size?: number
  className?: string
}) {
  const look = VERDICTS[verdict]
  return (
    <span className={cx('inline-flex items-center gap-1.5 align-middle', className)}>
      <Glyph name={look.glyph} size={size} className={TONE_TEXT[look.tone]} />
      <span className={word ? undefined : 'sr-only'}>{look.word}</span>
    </span>
  )
}
