'use client'
import { lazy, Suspense } from 'react'
import type { ClusterState, ClusterSummary } from '#components/query/answers.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { SOURCE_WORD, StateDot } from './cluster-state.tsx'

const load = () => import('./cluster-list.tsx')
const ClusterList = lazy(() => load().then((m) => ({ default: m.ClusterList })))

/** Which cluster the page is of, how it is, and which others there are. */
export function ClusterPicker({
  current,
  clusters,
  state,
}: {
  current: string
  clusters: readonly ClusterSummary[]
  state: ClusterState
}) {
  const mine = clusters.find((c) => c.id === current)
  return (
    <Popover
      label="Clusters"
      width={300}
      load={load}
      trigger={
        <button
          type="button"
          className="flex h-7.5 min-w-0 items-center gap-[7px] rounded-control px-2 hover:bg-hover data-[state=open]:bg-hover"
        >
          <span className="sr-only">Cluster, </span>
          <StateDot state={state} />
          <b className="max-w-48 truncate font-semibold max-md:max-w-28">{mine?.name ?? current}</b>{' '}
          {mine ? (
            <span className="text-ink-3 max-xl:hidden">{SOURCE_WORD[mine.source]}</span>
          ) : null}
          <Glyph name="chevronDown" className="text-ink-3" />
        </button>
      }
    >
      <Suspense fallback={<p className="text-ink-3">Clusters…</p>}>
        <ClusterList current={current} clusters={clusters} />
      </Suspense>
    </Popover>
  )
}
