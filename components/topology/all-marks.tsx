'use client'
import { Glyph } from '#components/ui/glyph.tsx'
import { MTLS_LOOKS, TONE_TEXT } from '#components/ui/mtls-look.ts'
import { LineSample } from './legend.tsx'

const LINE_COLOUR = {
  edge: 'var(--edge)',
  warn: 'var(--warn)',
  bad: 'var(--bad)',
  unknown: 'var(--unknown)',
}

/** Every mark there is, also those that this picture has not. */
export function AllMarks() {
  return (
    <div className="grid grid-cols-2 gap-x-5 gap-y-1">
      <h3 className="col-span-2 font-semibold text-ink">A hop</h3>
      {MTLS_LOOKS.map((look) => (
        <span key={look.key} className="inline-flex items-center gap-2">
          <LineSample
            dash={look.dash}
            colour={LINE_COLOUR[look.line]}
            head={look.key === 'none' ? 'bar' : 'filled'}
          />
          <Glyph name={look.glyph} size={14} className={TONE_TEXT[look.tone]} />
          {look.word}
        </span>
      ))}
      <h3 className="col-span-2 mt-2 font-semibold text-ink">Why it is drawn</h3>
      <span className="inline-flex items-center gap-2">
        <LineSample /> stated by a resource
      </span>
      <span className="inline-flex items-center gap-2">
        <LineSample head="open" /> allowed by a policy
      </span>
      <span className="inline-flex items-center gap-2">
        <LineSample head="open" dash={[1, 5]} colour="var(--unknown)" /> inferred from text
      </span>
      <span className="inline-flex items-center gap-2">
        <LineSample head="bar" /> denied
      </span>
      <h3 className="col-span-2 mt-2 font-semibold text-ink">A workload's proxy</h3>
      {(
        [
          ['sidecar', 'sidecar'],
          ['nativeSidecar', 'native sidecar'],
          ['ambient', 'ambient'],
          ['unknown', 'unknown'],
        ] as const
      ).map(([glyph, word]) => (
        <span key={glyph} className="inline-flex items-center gap-2">
          <Glyph name={glyph} size={13} /> {word}
        </span>
      ))}
    </div>
  )
}
