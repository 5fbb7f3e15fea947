'use client'
import type { ClusterStatus, ClusterSummary } from '#components/query/answers.ts'
import { ButtonLink } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { pages } from '#lib/paths.ts'
import { OpenSandbox } from './open-sandbox.tsx'
import { ReadNamespaces } from './read-namespaces.tsx'

/** A cluster that cannot be shown, why, and what else there is. Nothing is shown from memory. */
export function FailedCluster({
  status,
  clusters,
}: {
  status: Pick<ClusterStatus, 'name' | 'state' | 'message' | 'fix'> &
    Partial<Pick<ClusterStatus, 'cluster' | 'partial' | 'namespaces'>>
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
              {denied ? <ReadNamespaces status={status} /> : null}
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
