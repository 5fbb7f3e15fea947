import Link from 'next/link'
import { cx } from '#components/ui/class-names.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import { TONE_TEXT } from '#components/ui/mtls-mark.tsx'
import { pages } from '#lib/paths.ts'
import type { EffectGroup, EffectLine } from './effect-groups.ts'
import { ShareTable } from './share-table.tsx'
import { thingName } from './traffic-rows.ts'

/** All effects in their fixed order; what stays is one grey line, so that silence is a statement. */
export function EffectsList({
  groups,
  cluster,
  narrow = false,
  old = false,
}: {
  groups: readonly EffectGroup[]
  cluster: string
  /** The column beside the text: no bars. */
  narrow?: boolean
  old?: boolean
}) {
  return (
    <div aria-busy={old} className={cx(old && 'opacity-62')}>
      {groups.map((group) => (
        <section
          key={group.title}
          aria-label={group.title}
          className={cx(
            'border-b border-hairline px-5 py-2.5',
            !group.traffic && 'grid gap-x-3',
            narrow ? 'grid-cols-[128px_1fr]' : 'grid-cols-[140px_1fr]',
          )}
        >
          <h3 className={cx('font-semibold', group.traffic && 'mb-1')}>{group.title}</h3>
          {group.traffic ? (
            <ShareTable rows={group.traffic} narrow={narrow} />
          ) : (
            <div className={cx('min-w-0', group.quiet && 'text-ink-3')}>
              {group.lines.map((line) => (
                <Line key={`${line.text} ${line.code ?? ''}`} line={line} />
              ))}
              {group.things && group.things.length > 0 ? (
                <Things ids={group.things} cluster={cluster} />
              ) : null}
            </div>
          )}
        </section>
      ))}
    </div>
  )
}

const GLYPH = { bad: 'error', warn: 'warning', safe: 'check' } as const

function Line({ line }: { line: EffectLine }) {
  return (
    <p className="break-words">
      {line.tone ? (
        <Glyph
          name={GLYPH[line.tone]}
          size={15}
          className={cx('mr-1.5 align-[-3px]', TONE_TEXT[line.tone])}
        />
      ) : null}
      {line.text}
      {line.code ? <code className="ml-1.5 text-12 text-ink-3">{line.code}</code> : null}
    </p>
  )
}

const MOST = 12

function Things({ ids, cluster }: { ids: readonly string[]; cluster: string }) {
  return (
    <p className="break-words">
      {ids.slice(0, MOST).map((id, index) => (
        <span key={id}>
          {index > 0 ? ', ' : null}
          <Link href={pages.topology(cluster, { sel: id })} className="text-accent hover:underline">
            {thingName(id)}
          </Link>
        </span>
      ))}
      {ids.length > MOST ? <span className="text-ink-3"> and {ids.length - MOST} more</span> : null}
    </p>
  )
}
