'use client'
import type { WatchedKind } from '#components/query/answers.ts'
import { cx } from '#components/ui/class-names.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { type KindAddress, pages } from '#lib/paths.ts'
import { SECRETS } from './by-name.ts'
import { countWords, kindGroups } from './kind-groups.ts'

const isOf = (kind: WatchedKind, current: KindAddress | undefined): boolean =>
  !!current && kind.group === current.group && kind.plural === current.plural

/** All kinds with their counts: the side of every list, and a page of its own. */
export function KindList({
  cluster,
  kinds,
  current,
  namespaces = [],
}: {
  cluster: string
  kinds: readonly WatchedKind[]
  current?: KindAddress | undefined
  /** Kept from one list to the next. */
  namespaces?: readonly string[]
}) {
  const { groups, absent } = kindGroups(kinds.length > 0 ? [...kinds, SECRETS] : kinds)
  const kept = namespaces.length
    ? `?${namespaces.map((ns) => `ns=${encodeURIComponent(ns)}`).join('&')}`
    : ''
  return (
    <nav
      aria-label="Kinds"
      className={cx(
        'overflow-y-auto bg-surface text-12',
        current
          ? 'w-59 flex-none border-r border-hairline pb-3 max-lg:hidden'
          : 'grid flex-1 content-start gap-x-8 p-2 pb-6 md:grid-cols-2 xl:grid-cols-3',
      )}
    >
      {groups.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h2 className="px-4 pt-3 pb-1 font-semibold">{group.title}</h2>
          <ul>
            {group.kinds.map((kind) => {
              const isUnread = kind.state === 'not-permitted' || kind.state === 'failed'
              const on = isOf(kind, current)
              return (
                <li key={`${kind.group}/${kind.plural}`}>
                  <Link
                    href={
                      pages.resources(cluster, {
                        group: kind.group,
                        version: kind.version ?? '',
                        plural: kind.plural,
                      }) + kept
                    }
                    aria-current={on ? 'page' : undefined}
                    className={cx(
                      'flex h-7 items-center gap-2 px-4 -outline-offset-2',
                      on ? 'bg-selected font-medium' : 'hover:bg-hover',
                    )}
                  >
                    <span className="min-w-0 flex-1 truncate">{kind.kind}</span>
                    {isUnread ? (
                      <Glyph
                        name={kind.state === 'failed' ? 'error' : 'unknown'}
                        size={13}
                        className={kind.state === 'failed' ? 'text-bad' : 'text-unknown'}
                      />
                    ) : null}
                    <span className={kind.objects && !on ? 'text-ink-2' : 'text-ink-3'}>
                      {countWords(kind)}
                    </span>
                  </Link>
                </li>
              )
            })}
          </ul>
        </section>
      ))}
      {absent.length > 0 ? (
        <p className="px-4 pt-4 text-ink-3">
          Not served by this cluster: {absent.map((kind) => kind.kind).join(', ')}.
        </p>
      ) : null}
    </nav>
  )
}
