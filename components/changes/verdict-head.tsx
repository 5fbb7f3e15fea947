import { cx } from '#components/ui/class-names.ts'
import { Glyph, type GlyphName } from '#components/ui/glyph.tsx'
import type { VerdictHead as Head } from './verdict.ts'

const LOOK: Record<Head['tone'], { glyph: GlyphName; disc: string }> = {
  safe: { glyph: 'check', disc: 'bg-safe-tint text-safe [--glyph-hole:var(--safe-tint)]' },
  warn: { glyph: 'warning', disc: 'bg-warn-tint text-warn [--glyph-hole:var(--warn-tint)]' },
  bad: { glyph: 'error', disc: 'bg-bad-tint text-bad [--glyph-hole:var(--bad-tint)]' },
  plain: { glyph: 'edit', disc: 'bg-sunken text-ink-3' },
}

/** What may be done with the change, and the one reason for it. */
export function VerdictHead({ head, old = false }: { head: Head; old?: boolean }) {
  const { glyph, disc } = LOOK[head.tone]
  return (
    <div
      role="status"
      aria-busy={old}
      className="flex flex-none items-center gap-3 border-b border-hairline px-5 py-3.5"
    >
      <span className={cx('grid size-8 flex-none place-items-center rounded-full', disc)}>
        <Glyph name={glyph} size={18} />
      </span>
      <div className={cx('min-w-0', old && 'opacity-62')}>
        <h2 className="text-15 font-semibold">{head.title}</h2>
        <p className="break-words text-ink-2">{head.body}</p>
      </div>
    </div>
  )
}
