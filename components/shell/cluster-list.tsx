'use client'
import { usePathname } from 'next/navigation'
import { useMemo, useState } from 'react'
import type { ClusterSummary } from '#components/query/answers.ts'
import { samePage } from '#components/query/same-page.ts'
import { IconButton } from '#components/ui/button.tsx'
import { cx } from '#components/ui/class-names.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { Marked } from '#components/ui/marked.tsx'
import { named, rankOf, wordsOf } from '#lib/search/rank.ts'
import { SOURCE_WORD, STATE_WORD, StateDot } from './cluster-state.tsx'
import { starredFirst, useFavourites } from './favourites.ts'

/** Below this many one sees them all at once. */
const WORTH_FINDING = 6

/** What stands in the popover of the cluster picker. */
export function ClusterList({
  current,
  clusters,
}: {
  current: string
  clusters: readonly ClusterSummary[]
}) {
  const path = usePathname()
  const [text, setText] = useState('')
  const [starred, toggleStar] = useFavourites('meshwright.clusters')
  const [first] = useState(starred)
  const shown = useMemo(() => {
    const words = wordsOf(text)
    const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]))
    return starredFirst([...byId.keys()], first).flatMap((id) => {
      const cluster = byId.get(id)
      const rank = cluster && rankOf(named(cluster.name, [cluster.source]), words)
      return rank ? [{ cluster, ranges: rank.ranges }] : []
    })
  }, [clusters, text, first])
  return (
    <>
      {clusters.length >= WORTH_FINDING ? (
        <input
          aria-label="Find a cluster"
          placeholder="Find a cluster"
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="mb-2 h-7 w-full rounded-control border border-border bg-card px-2 text-13"
        />
      ) : (
        <p className="px-1.5 pb-1 text-11 font-medium text-ink-3">Clusters</p>
      )}
      <ul className="max-h-[min(288px,46vh)] overflow-y-auto text-13" aria-label="Clusters">
        {shown.map(({ cluster, ranges }) => {
          const isCurrent = cluster.id === current
          return (
            <li
              key={cluster.id}
              className="flex items-center rounded-[4px] pr-0.5 hover:bg-hover"
              title={cluster.message}
            >
              <Link
                href={samePage(path, cluster.id)}
                aria-current={isCurrent ? 'true' : undefined}
                className="flex min-h-7 min-w-0 flex-1 items-center gap-2 rounded-[4px] px-1.5 text-ink -outline-offset-2"
              >
                <StateDot state={cluster.state} />
                <span className={cx('min-w-0 truncate', isCurrent && 'font-semibold')}>
                  <Marked text={cluster.name} ranges={ranges} />
                </span>
                <span className="ml-auto flex-none text-11 text-ink-3">
                  {cluster.state === 'live'
                    ? SOURCE_WORD[cluster.source]
                    : STATE_WORD[cluster.state]}
                </span>
                <span className="grid size-4 flex-none place-items-center">
                  {isCurrent ? <Glyph name="check" className="text-accent" /> : null}
                </span>
              </Link>
              <IconButton
                small
                glyph={starred.includes(cluster.id) ? 'starred' : 'star'}
                label={`Favourite: ${cluster.name}`}
                aria-pressed={starred.includes(cluster.id)}
                onClick={() => toggleStar(cluster.id)}
                className={starred.includes(cluster.id) ? 'text-accent' : undefined}
              />
            </li>
          )
        })}
        {shown.length === 0 ? <li className="px-1.5 py-1 text-ink-3">No such cluster</li> : null}
      </ul>
    </>
  )
}
