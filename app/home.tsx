'use client'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { lazy, Suspense, useEffect } from 'react'
import { clustersQuery } from '#components/query/hooks.ts'
import { lastCluster } from '#components/query/last-cluster.ts'
import { ProblemError } from '#components/query/problem-error.ts'
import { QueryProvider } from '#components/query/provider.tsx'
import { useSignedOut } from '#components/query/session.ts'
import { TroubleState } from '#components/ui/async-panel.tsx'
import { pages } from '#lib/paths.ts'

const SignedOut = lazy(() =>
  import('#components/shell/signed-out.tsx').then((m) => ({ default: m.SignedOut })),
)

/** Goes on to the map of the current cluster, asks for the launch token, or says why it can do neither. */
export function Home() {
  return (
    <QueryProvider>
      <main id="main">
        <h1 className="sr-only">Meshwright</h1>
        <Door />
      </main>
    </QueryProvider>
  )
}

function Door() {
  const router = useRouter()
  const { data, error, refetch } = useQuery(clustersQuery())
  const signedOut = useSignedOut()
  const last = typeof window === 'undefined' ? undefined : lastCluster()
  const cluster =
    data?.clusters.find(({ id }) => id === last) ??
    data?.clusters.find(({ current }) => current) ??
    data?.clusters[0]

  useEffect(() => {
    if (cluster) router.replace(pages.topology(cluster.id))
  }, [cluster, router])

  if (signedOut)
    return (
      <Suspense>
        <SignedOut />
      </Suspense>
    )
  if (!error) return <p className="sr-only">Opening the map</p>
  const trouble =
    error instanceof ProblemError
      ? error.problem
      : { title: 'Something went wrong', detail: String(error), status: 0 }
  return <TroubleState trouble={trouble} label="the clusters" retry={() => void refetch()} />
}
