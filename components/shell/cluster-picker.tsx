'use client'
import { useRouter } from 'next/navigation'
import type { ClusterState, ClusterSummary } from '#components/query/answers.ts'
import { cx } from '#components/ui/class-names.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { pages } from '#lib/paths.ts'

const DOT: Record<ClusterState, string> = {
  live: 'bg-safe',
  syncing: 'border-2 border-accent',
  connecting: 'border-2 border-accent',
  stale: 'border-2 border-warn',
  denied: 'border-2 border-unknown',
  failed: 'bg-bad',
}

const STATE_WORD: Record<ClusterState, string> = {
  live: 'live',
  syncing: 'reading',
  connecting: 'connecting',
  stale: 'stale',
  denied: 'not permitted',
  failed: 'does not answer',
}

/** The sandbox holds the sample or manifests that were given: what is true of both is where it is. */
const SOURCE_WORD = {
  sandbox: 'in this process',
  kubeconfig: 'kubeconfig',
  'in-cluster': 'in-cluster',
}

/** The mark of a cluster's state; its word stands beside it or is read out. */
export function StateDot({ state }: { state: ClusterState }) {
  return (
    <>
      <span
        className={cx('inline-block size-2 flex-none rounded-pill', DOT[state])}
        aria-hidden="true"
      />
      <span className="sr-only">{STATE_WORD[state]}: </span>
    </>
  )
}

export function ClusterPicker({
  current,
  clusters,
  state,
}: {
  current: string
  clusters: readonly ClusterSummary[]
  state: ClusterState
}) {
  const router = useRouter()
  const mine = clusters.find((c) => c.id === current)
  return (
    <Menu
      label="Clusters"
      entries={[
        { heading: 'Clusters' },
        ...clusters.map((cluster) => ({
          hint: cluster.state === 'live' ? SOURCE_WORD[cluster.source] : STATE_WORD[cluster.state],
          onSelect: () => router.push(pages.topology(cluster.id)),
          label: (
            <span className="inline-flex items-center gap-2">
              <StateDot state={cluster.state} />
              <span className={cluster.id === current ? 'font-semibold' : undefined}>
                {cluster.name}
              </span>
            </span>
          ),
        })),
      ]}
      trigger={
        <button
          type="button"
          className="flex h-7.5 min-w-0 items-center gap-[7px] rounded-control px-2 hover:bg-hover data-[state=open]:bg-hover"
        >
          <span className="sr-only">Cluster, </span>
          <StateDot state={state} />
          <b className="max-w-48 truncate font-semibold">{mine?.name ?? current}</b>{' '}
          {mine ? (
            <span className="text-ink-3 max-lg:hidden">{SOURCE_WORD[mine.source]}</span>
          ) : null}
          <Glyph name="chevronDown" className="text-ink-3" />
        </button>
      }
    />
  )
}
