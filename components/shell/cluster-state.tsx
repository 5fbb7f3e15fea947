import type { ClusterSource, ClusterState } from '#components/query/answers.ts'
import { cx } from '#components/ui/class-names.ts'

const DOT: Record<ClusterState, string> = {
  live: 'bg-safe',
  syncing: 'border-2 border-accent',
  connecting: 'border-2 border-accent',
  stale: 'border-2 border-warn',
  denied: 'border-2 border-unknown',
  failed: 'bg-bad',
}

export const STATE_WORD: Record<ClusterState, string> = {
  live: 'live',
  syncing: 'reading',
  connecting: 'connecting',
  stale: 'stale',
  denied: 'not permitted',
  failed: 'does not answer',
}

/** The sandbox holds the sample or manifests that were given: what is true of both is where it is. */
export const SOURCE_WORD: Record<ClusterSource, string> = {
  sandbox: 'in this process',
  kubeconfig: 'kubeconfig',
  'in-cluster': 'in-cluster',
}

/** The mark of a cluster's state; its word stands beside it or is read out. */
export function StateDot({ state }: { state: ClusterState }) {
  return (
    <>
      <span
        className={cx('inline-block size-2 flex-none rounded-pill forced-fill', DOT[state])}
        aria-hidden="true"
      />
      <span className="sr-only">{STATE_WORD[state]}: </span>
    </>
  )
}
