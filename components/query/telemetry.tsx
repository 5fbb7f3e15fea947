'use client'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { Ref } from '#lib/resources/reference.ts'
import { sessionQuery } from './session-hook.ts'

// Most have configured none.
const TelemetryLinks = lazy(() => import('./telemetry-links.tsx'))

/** Where the traffic of a thing can be watched, when that is configured. */
export function Telemetry({ cluster, refs }: { cluster: string; refs: readonly Ref[] }) {
  const links = useQuery(sessionQuery()).data?.links
  return links && links.length > 0 ? (
    <Suspense>
      <TelemetryLinks links={links} cluster={cluster} refs={refs} />
    </Suspense>
  ) : null
}
