import { cx } from './class-names.ts'
import { Glyph } from './glyph.tsx'
import { mtlsLook, TONE_TEXT } from './mtls-look.ts'

export {
  MTLS_LOOKS,
  type MtlsLook,
  mtlsLook,
  postureLook,
  TONE_TEXT,
  type Tone,
} from './mtls-look.ts'

export function MtlsMark({
  state,
  enforced,
  word = true,
  size = 14,
  className,
}: {
  state: string
  enforced?: boolean | undefined
  word?: boolean
  size?: number
  className?: string
}) {
  const look = mtlsLook(state, enforced)
  return (
    <span className={cx('inline-flex items-center gap-1.5 align-middle', className)}>
      <Glyph name={look.glyph} size={size} className={TONE_TEXT[look.tone]} />
      {word ? <span>{look.word}</span> : <span className="sr-only">{look.word}</span>}
    </span>
  )
}
