'use client'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { statusQuery } from '#components/query/hooks.ts'
import { useUrlState } from '#components/query/url-state.ts'

const FirstRunLine = lazy(() => import('./first-run-line.tsx'))
const NoMeshLine = lazy(() => import('./no-mesh-line.tsx'))

/** Over the map: what to try on a sample until somebody has read that, or that there is no mesh. */
export function FirstRun({ cluster }: { cluster: string }) {
  const status = useQuery(statusQuery(cluster)).data
  const { get } = useUrlState()
  // Who has opened something is past the first look, and the drawer needs the room.
  if (!status || get('sel')) return null
  const { sample, state, partial, installations } = status
  // What may not be looked at may hold one.
  const isWhole = partial.every(({ reason }) => reason === 'not-served')
  const hasNone = state === 'live' && isWhole && installations?.length === 0
  return (
    <Suspense>
      {hasNone ? <NoMeshLine cluster={cluster} /> : null}
      {sample && !hasNone ? <FirstRunLine cluster={cluster} sample={sample.id} /> : null}
    </Suspense>
  )
}
