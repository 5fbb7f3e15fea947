'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import type { ClustersAnswer } from '#components/query/answers.ts'
import { call } from '#components/query/call.ts'
import { ProblemError } from '#components/query/problem-error.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { api, pages } from '#lib/paths.ts'

type Failure = { readonly title: string; readonly fix: string }

const failureOf = (error: unknown): Failure =>
  error instanceof ProblemError
    ? { title: error.problem.title, fix: error.problem.fix }
    : { title: 'Meshwright does not answer', fix: 'Start it again and reload this page.' }

/** Goes on to the map of the current cluster, or says why it cannot. */
export function Home() {
  const router = useRouter()
  const [failure, setFailure] = useState<Failure>()

  useEffect(() => {
    const leaving = new AbortController()
    call<ClustersAnswer>(api.clusters, { signal: leaving.signal })
      .then(({ clusters }) => {
        const cluster = clusters.find(({ current }) => current) ?? clusters[0]
        if (cluster) router.replace(pages.topology(cluster.id))
      })
      .catch((error: unknown) => {
        if (!leaving.signal.aborted) setFailure(failureOf(error))
      })
    return () => leaving.abort()
  }, [router])

  if (!failure) return <main aria-busy="true" aria-label="Opening the map" />
  return (
    <main>
      <h1 className="sr-only">Meshwright</h1>
      <EmptyState glyph="error" tone="bad" title={failure.title} body={failure.fix} />
    </main>
  )
}
