'use client'
import { useQuery } from '@tanstack/react-query'
import type { WatchedKind } from '#components/query/answers.ts'
import { statusQuery, useStatus } from '#components/query/hooks.ts'
import { useList } from '#components/query/object-hooks.ts'
import { useFindAnswerOf, usePageFilter } from '#components/query/page-filter.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { ReadingList } from '#components/ui/reading-list.tsx'
import type { KindAddress } from '#lib/paths.ts'
import { DeniedKind, PartlyRead } from './denied-kind.tsx'
import { KindList } from './kind-list.tsx'
import { useMeshFacts } from './mesh-facts.ts'
import { ObjectList } from './object-list.tsx'

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
          {objects.toLocaleString('en')} objects of {kinds.length} kinds
        </span>
      </PageBar>
      {shown.length === 0 ? (
        <EmptyState
          title={`Nothing matches ${text} in ${kinds.length} kinds.`}
          actions={<Button onClick={clear}>Clear filter</Button>}
        />
      ) : (
        <KindList cluster={cluster} kinds={shown} namespaces={namespaces} />
      )}
    </>
  )
}

/** The objects of one kind, beside all kinds. */
export function KindPage({ cluster, address }: { cluster: string; address: KindAddress }) {
  const kinds = useQuery(statusQuery(cluster)).data?.kinds
  const { namespaces } = usePageFilter()
  return (
    <div className="flex min-h-0 flex-1">
      <KindList cluster={cluster} kinds={kinds ?? []} current={address} namespaces={namespaces} />
      <KindBody
        key={`${address.group}/${address.plural}`}
        cluster={cluster}
        address={address}
        watched={kinds?.find((k) => k.group === address.group && k.plural === address.plural)}
      />
    </div>
  )
}

function KindBody({
  cluster,
  address,
  watched,
}: {
  cluster: string
  address: KindAddress
  watched: WatchedKind | undefined
}) {
  const list = useList(cluster, address)
  const { findings, facts } = useMeshFacts(cluster, watched?.kind)
  const { namespaces } = usePageFilter()
  if (watched?.state === 'not-permitted' && !watched.objects)
    return <DeniedKind kind={watched} namespaces={namespaces} />
  if (watched?.state === 'syncing' && !watched.objects)
    return (
      <ReadingList
        synced={0}
        of={1}
        kinds={[{ name: watched.plural, state: 'reading', count: watched.objects ?? 0 }]}
      />
    )
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      {watched ? <PartlyRead kind={watched} /> : null}
      <AsyncPanel value={list} label={address.plural}>
        {(answer) => (
          <ObjectList
            cluster={cluster}
            address={address}
            answer={answer}
            findings={findings}
            facts={facts}
          />
        )}
      </AsyncPanel>
    </div>
  )
}
