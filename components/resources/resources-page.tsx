'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { WatchedKind } from '#components/query/answers.ts'
import { statusQuery, useStatus } from '#components/query/hooks.ts'
import { toLoadable } from '#components/query/loadable.ts'
import { type ListAnswer, useList } from '#components/query/object-hooks.ts'
import { useFindAnswerOf, usePageFilter } from '#components/query/page-filter.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { ReadingList } from '#components/ui/reading-list.tsx'
import type { KindAddress } from '#lib/paths.ts'
import { isByName } from './by-name.ts'
import { DeniedKind, PartlyRead } from './denied-kind.tsx'
import { KindList } from './kind-list.tsx'
import { useMeshFacts } from './mesh-facts.ts'
import { ObjectList } from './object-list.tsx'
import { PrintedNotice } from './printed-notice.tsx'
import { withPrinted } from './printed-rows.ts'
import { SecretList } from './secret-list.tsx'
import { useAskedAgain, usePrinted } from './use-printed.ts'

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
      {isByName(address) ? (
        <SecretList cluster={cluster} address={address} />
      ) : (
        <KindBody
          key={`${address.group}/${address.plural}`}
          cluster={cluster}
          address={address}
          watched={kinds?.find((k) => k.group === address.group && k.plural === address.plural)}
        />
      )}
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
  const { namespaces } = usePageFilter()
  const asked = watched?.scope === 'Cluster' ? [] : namespaces
  const printed = usePrinted(cluster, address, asked)
  const { findings, facts } = useMeshFacts(cluster, watched?.kind)
  const own = list.state === 'ready' ? list.data : undefined
  // One text, as the list out of the address is new each time that it is read.
  const scope = asked.join(' ')
  const lines = useMemo(
    () => (own ? withPrinted(inNamespaces(own, scope), printed.data) : undefined),
    [own, printed.data, scope],
  )
  useAskedAgain(printed, lines?.isBehind ?? false, lines?.rows.length ?? 0)
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
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      {watched ? <PartlyRead kind={watched} /> : null}
      <PrintedNotice printed={toLoadable(printed)} />
      <AsyncPanel value={list} label={address.plural}>
        {(answer) => (
          <ObjectList
            cluster={cluster}
            address={address}
            answer={{ ...answer, ...lines, head: answer }}
            findings={findings}
            facts={facts}
            printing={printed.isFetching ? 'running' : 'done'}
          />
        )}
      </AsyncPanel>
    </div>
  )
}

/** Only these are printed, so only these can be filled. */
function inNamespaces(answer: ListAnswer, scope: string): ListAnswer {
  if (!scope) return answer
  const namespaces = new Set(scope.split(' '))
  return { ...answer, rows: answer.rows.filter((row) => namespaces.has(row.namespace ?? '')) }
}
