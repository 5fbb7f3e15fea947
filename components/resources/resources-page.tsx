'use client'
import type { WatchedKind } from '#components/query/answers.ts'
import { useStatus } from '#components/query/hooks.ts'
import { useFindAnswerOf, usePageFilter } from '#components/query/page-filter.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { counted } from '#components/ui/count.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { KindList } from './kind-list.tsx'

/** All kinds with their counts. */
export function ResourcesPage({ cluster }: { cluster: string }) {
  const status = useStatus(cluster)
  return (
    <AsyncPanel value={status} label="kinds">
      {({ kinds }) => <Kinds cluster={cluster} kinds={kinds} />}
    </AsyncPanel>
  )
}

export function Kinds({ cluster, kinds }: { cluster: string; kinds: readonly WatchedKind[] }) {
  const { text, holds, clear, namespaces } = usePageFilter()
  const shown = kinds.filter((kind) => holds(`${kind.kind} ${kind.plural} ${kind.group}`))
  useFindAnswerOf('Filter kinds, for example gateway', text, shown.length, kinds.length, 'kinds')
  const objects = kinds.reduce((sum, kind) => sum + (kind.objects ?? 0), 0)
  return (
    <>
      <PageBar title="Resources">
        <span className="text-ink-2">
          {counted(objects, 'object')} of {counted(kinds.length, 'kind')}
        </span>
      </PageBar>
      {shown.length === 0 ? (
        <EmptyState
          title={`Nothing matches ${text} in ${counted(kinds.length, 'kind')}.`}
          actions={<Button onClick={clear}>Clear filter</Button>}
        />
      ) : (
        <KindList cluster={cluster} kinds={shown} namespaces={namespaces} />
      )}
    </>
  )
}
