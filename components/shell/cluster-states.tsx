'use client'
import type { ClusterStatus, ClusterSummary } from '#components/query/answers.ts'
import { ButtonLink } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { type KindProgress, ReadingList } from '#components/ui/reading-list.tsx'
import { pages } from '#lib/paths.ts'
import { OpenSandbox } from './open-sandbox.tsx'

/** A cluster that cannot be shown, why, and what else there is. Nothing is shown from memory. */
export function FailedCluster({
  status,
  clusters,
}: {
  status: Pick<ClusterStatus, 'name' | 'state' | 'message' | 'fix'>
  clusters: readonly ClusterSummary[]
}) {
  const denied = status.state === 'denied'
  const sandbox = clusters.find((c) => c.source === 'sandbox')
  return (
    <div role="alert" className="mx-auto mt-[12vh] w-full max-w-150 px-4">
      <div className="rounded-card border border-hairline bg-surface">
        <EmptyState
          glyph={denied ? 'unknown' : 'error'}
          tone={denied ? 'unknown' : 'bad'}
          title={denied ? `You may not read ${status.name}` : `${status.name} does not answer`}
          body={
            <>
              <p>
                {status.message ?? 'The API server gave no reason.'} Nothing is shown from memory.
              </p>
              {status.fix ? <p className="mt-1">{status.fix}</p> : null}
            </>
          }
          actions={
            sandbox ? (
              <ButtonLink href={pages.topology(sandbox.id)} look="primary">
                Open the sandbox
              </ButtonLink>
            ) : (
              <OpenSandbox />
            )
          }
        />
      </div>
    </div>
  )
}

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
