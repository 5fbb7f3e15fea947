'use client'
import { lazy, Suspense } from 'react'

const OpenSampleButton = lazy(() =>
  import('#components/sample-meshes/open-sample.tsx').then((m) => ({ default: m.OpenSample })),
)

/** The way out of an empty map, which is rare. */
export function OpenSample({ cluster }: { cluster: string }) {
  return (
    <Suspense>
      <OpenSampleButton cluster={cluster} />
    </Suspense>
  )
}
