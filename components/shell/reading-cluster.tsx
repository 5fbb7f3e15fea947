'use client'
import type { ClusterStatus } from '#components/query/answers.ts'
import { type KindProgress, ReadingList } from '#components/ui/reading-list.tsx'

const STATES: readonly KindProgress['state'][] = [
  'waiting',
  'reading',
  'synced',
  'not-permitted',
  'not-served',
  'failed',
]
const isState = (text: string): text is KindProgress['state'] =>
  (STATES as readonly string[]).includes(text)

/** First reading: which kinds are here. Kinds that the cluster does not serve are not worth a line. */
export function ReadingCluster({
  status,
}: {
  status: Pick<ClusterStatus, 'synced' | 'of' | 'kinds'> | undefined
}) {
  const kinds = (status?.kinds ?? [])
    .filter((kind) => kind.state !== 'not-served')
    .map((kind) => ({
      name: kind.kind,
      state: isState(kind.state) ? kind.state : ('waiting' as const),
      ...(kind.objects === undefined ? {} : { count: kind.objects }),
    }))
  return (
    <div className="mx-auto mt-[8vh] w-full max-w-150 px-4">
      <div className="rounded-card border border-hairline bg-surface">
        <ReadingList synced={status?.synced ?? 0} of={status?.of ?? 0} kinds={kinds} />
      </div>
    </div>
  )
}
