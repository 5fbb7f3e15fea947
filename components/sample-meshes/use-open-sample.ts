'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { call } from '#components/query/call.ts'
import { api, pages } from '#lib/paths.ts'
import type { OpenedAnswer } from './answers.ts'

/** Another mesh in the sandbox, or without an id the same anew; the map of it is what one wants to see then. */
export function useOpenSample(
  cluster: string,
  onOpened: (opened: OpenedAnswer, isReset: boolean) => void,
) {
  const router = useRouter()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (sample: string | undefined) =>
      sample === undefined
        ? call<OpenedAnswer>(api.resetSample(cluster), { method: 'POST', body: { reset: true } })
        : call<OpenedAnswer>(api.samples(cluster), { method: 'POST', body: { sample } }),
    onSuccess: async (opened, sample) => {
      const isOfCluster = (topic: unknown, of: unknown) => topic !== 'status' && of === cluster
      onOpened(opened, sample === undefined)
      // What filters and selections of another mesh name is not in this one.
      if (sample !== undefined) router.push(pages.topology(cluster))
      await Promise.all([
        client.invalidateQueries({ queryKey: ['status', cluster] }),
        client.invalidateQueries({ queryKey: ['clusters'] }),
        // Forgotten, not compared: otherwise all that is there would be marked as new.
        client.resetQueries({
          predicate: ({ queryKey: [topic, of] }) => isOfCluster(topic, of),
        }),
      ])
    },
  })
}
