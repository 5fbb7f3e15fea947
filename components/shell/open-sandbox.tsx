'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { ClusterSummary } from '#components/query/answers.ts'
import { call } from '#components/query/call.ts'
import { clustersQuery } from '#components/query/hooks.ts'
import { ProblemError } from '#components/query/problem-error.ts'
import { Button } from '#components/ui/button.tsx'
import { api, pages } from '#lib/paths.ts'

/** Starts the embedded sandbox beside the clusters that are there, and goes to it. */
export function OpenSandbox() {
  const router = useRouter()
  const client = useQueryClient()
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () =>
      call<ClusterSummary>(api.clusters, { method: 'POST', body: { sandbox: true } }),
    onSuccess: async ({ id }) => {
      router.push(pages.topology(id))
      await client.invalidateQueries({ queryKey: clustersQuery().queryKey })
    },
  })
  const isOpening = isPending || isSuccess
  return (
    <>
      <Button look="primary" disabled={isOpening} onClick={() => mutate()}>
        {isOpening ? 'Opening the sandbox' : 'Open the sandbox'}
      </Button>
      {error ? (
        <p role="alert" className="text-12 text-bad">
          The sandbox was not opened.{' '}
          {error instanceof ProblemError
            ? (error.problem.detail ?? error.problem.title)
            : String(error)}
        </p>
      ) : (
        <p className="text-12 text-ink-2">
          It holds the Bookinfo sample, inside this process. Nothing outside changes.
        </p>
      )}
    </>
  )
}
