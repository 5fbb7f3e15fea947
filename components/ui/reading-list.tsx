import { cx } from './class-names.ts'
import { digits } from './count.ts'
import { Glyph } from './glyph.tsx'

export type KindProgress = {
  readonly name: string
  readonly state: 'waiting' | 'reading' | 'synced' | 'not-permitted' | 'not-served' | 'failed'
  readonly count?: number
}

const MARK = {
  synced: { glyph: 'check', tone: 'text-safe' },
  reading: { glyph: 'clock', tone: 'text-ink-3' },
  waiting: { glyph: 'clock', tone: 'text-ink-3' },
  'not-permitted': { glyph: 'unknown', tone: 'text-unknown' },
  'not-served': { glyph: 'minus', tone: 'text-ink-3' },
  failed: { glyph: 'error', tone: 'text-bad' },
} as const

const words = (kind: KindProgress): string => {
  if (kind.state === 'synced') return kind.count === undefined ? '' : digits(kind.count)
  if (kind.state === 'reading') return kind.count ? `${digits(kind.count)} read` : 'reading'
  return kind.state.replace('-', ' ')
}

/** First reading of a cluster: what is here and what is awaited, instead of grey boxes. */
export function ReadingList({
  synced,
  of,
  kinds = [],
}: {
  synced: number
  of: number
  kinds?: readonly KindProgress[]
}) {
  return (
    <div className="max-w-150 px-5 py-4.5">
      <p role="status" className="text-15 font-semibold">
        {of > 0 ? `Reading the cluster: ${synced} of ${of} kinds` : 'Reading the cluster'}
      </p>
      <div className="mt-2.5 mb-3 h-1 rounded-[2px] bg-hairline" aria-hidden="true">
        <div
          className="h-1 rounded-[2px] bg-accent transition-[width] duration-(--calm)"
          style={{ width: `${of > 0 ? (100 * synced) / of : 0}%` }}
        />
      </div>
      {kinds.length > 0 ? (
        <ul className="grid grid-cols-2 gap-x-6 gap-y-0.5 text-12 leading-[20px]">
          {kinds.map((kind) => (
            <li key={kind.name} className="flex items-center gap-1.5">
              <Glyph name={MARK[kind.state].glyph} size={13} className={MARK[kind.state].tone} />
              <span className={cx('truncate', kind.state === 'not-served' && 'text-ink-3')}>
                {kind.name}
              </span>
              <span className="ml-auto text-ink-3">{words(kind)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="mt-3 text-12 leading-[18px] text-ink-3">
        The picture appears when all kinds that decide routes are here.
      </p>
    </div>
  )
}
