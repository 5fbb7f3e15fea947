'use client'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import type { WatchedKind } from '#components/query/answers.ts'
import { statusQuery } from '#components/query/hooks.ts'
import { toLoadable } from '#components/query/loadable.ts'
import { type ListAnswer, useList } from '#components/query/object-hooks.ts'
import { usePageFilter } from '#components/query/page-filter.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import type { KindAddress } from '#lib/paths.ts'
import { isByName } from './by-name.ts'
import { KindList } from './kind-list.tsx'
import { useMeshFacts } from './mesh-facts.ts'
import { ObjectList } from './object-list.tsx'
import { PartlyRead } from './partly-read.tsx'
import { PrintedNotice } from './printed-notice.tsx'
import { withPrinted } from './printed-rows.ts'
import { useAskedAgain, usePrinted } from './use-printed.ts'

// Most kinds are read already, and may be.
const DeniedKind = lazy(async () => ({ default: (await import('./denied-kind.tsx')).DeniedKind }))
const ReadingList = lazy(async () => ({
  default: (await import('#components/ui/reading-list.tsx')).ReadingList,
}))
const SecretList = lazy(async () => ({ default: (await import('./secret-list.tsx')).SecretList }))

/** The objects of one kind, beside all kinds. */
export function KindPage({ cluster, address }: { cluster: string; address: KindAddress }) {
  const kinds = useQuery(statusQuery(cluster)).data?.kinds
  const { namespaces } = usePageFilter()
  return (
    <div className="flex min-h-0 flex-1">
      <KindList cluster={cluster} kinds={kinds ?? []} current={address} namespaces={namespaces} />
      {isByName(address) ? (
        <Suspense>
          <SecretList cluster={cluster} address={address} />
        </Suspense>
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
    return (
      <Suspense>
        <DeniedKind kind={watched} namespaces={namespaces} />
      </Suspense>
    )
  if (watched?.state === 'syncing' && !watched.objects)
    return (
      <Suspense>
        <ReadingList
          synced={0}
          of={1}
          kinds={[{ name: watched.plural, state: 'reading', count: watched.objects ?? 0 }]}
        />
      </Suspense>
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
