'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { ClusterSummary } from '#components/query/answers.ts'
import { call } from '#components/query/call.ts'
import { clustersQuery, statusQuery } from '#components/query/hooks.ts'
import { ProblemError } from '#components/query/problem-error.ts'
import { Button } from '#components/ui/button.tsx'
import { api, pages } from '#lib/paths.ts'
import { useOpenSample } from './use-open-sample.ts'

const FIRST = 'bookinfo'

/** Where there is nothing to see: a mesh to look at, in the sandbox, which is opened beside a real cluster. */
export function OpenSample({
  cluster,
  look = 'primary',
}: {
  cluster: string
  look?: 'primary' | 'default'
}) {
  const router = useRouter()
  const client = useQueryClient()
  const isSandbox = useQuery(statusQuery(cluster)).data?.sample !== undefined
  const inside = useOpenSample(cluster, () => undefined)
  const beside = useMutation({
    mutationFn: () =>
      call<ClusterSummary>(api.clusters, { method: 'POST', body: { sandbox: true } }),
    onSuccess: async ({ id }) => {
      router.push(pages.topology(id))
      await client.invalidateQueries({ queryKey: clustersQuery().queryKey })
    },
  })
  const isOpening = inside.isPending || beside.isPending
  const error = inside.error ?? beside.error
  return (
    <>
      <Button
        look={look}
        disabled={isOpening}
        onClick={() => (isSandbox ? inside.mutate(FIRST) : beside.mutate())}
      >
        {isOpening ? 'Opening a sample' : 'Open a sample'}
      </Button>
      {error ? (
        <p role="alert" className="text-12 text-bad">
          No sample was opened.{' '}
          {error instanceof ProblemError
            ? (error.problem.detail ?? error.problem.title)
            : String(error)}
        </p>
      ) : null}
    </>
  )
}
