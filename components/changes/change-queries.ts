'use client'
import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '#components/query/call.ts'
import { toLoadable } from '#components/query/loadable.ts'
import type { Plan } from '#lib/changes/plan.ts'
import type { Problem } from '#lib/errors/app-error.ts'
import { api, type ResourceAddress } from '#lib/paths.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'

/** The live object as the API server answers this person, not the snapshot's projection of it. */
export const objectQuery = (cluster: string, address: ResourceAddress) =>
  queryOptions({
    queryKey: ['resources', cluster, address],
    queryFn: ({ signal }) => call<KubernetesObject>(api.resource(cluster, address), { signal }),
  })

export function useLiveObject(cluster: string, address: ResourceAddress) {
  const query = useQuery(objectQuery(cluster, address))
  /** `readAt`: when the object was read last, epoch milliseconds. */
  return { object: toLoadable(query), readAt: query.dataUpdatedAt }
}

/** OpenAPI v3 of a kind as the cluster publishes it; without it there is no completion, and the dry run decides. */
export const useKindSchema = (
  cluster: string,
  { group, version }: ResourceAddress,
  kind: string | undefined,
) =>
  useQuery({
    queryKey: ['schema', cluster, group, version, kind],
    queryFn: ({ signal }) =>
      call<Readonly<Record<string, unknown>>>(api.schema(cluster, group, version, kind ?? ''), {
        signal,
      }),
    enabled: kind !== undefined,
  }).data

/** The text once nobody has typed for a while. */
export function useQuiet<T>(value: T, quietMs: number): T {
  const [quiet, setQuiet] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), quietMs)
    return () => clearTimeout(timer)
  }, [value, quietMs])
  return quiet
}

const PLAN_KEPT_MS = 60_000

/**
 * What a text would change. A newer text aborts the request of the older one; the last answer stays on
 * screen until the next is there.
 * @param base version that the text was written against, so that a plan is made anew when that moves
 */
export function usePlan(
  cluster: string,
  text: string,
  base: string,
  { dryRun, enabled }: { dryRun: boolean; enabled: boolean },
) {
  const query = useQuery({
    queryKey: ['plan', cluster, base, dryRun, text],
    queryFn: ({ signal }) =>
      call<Plan>(api.plans(cluster), {
        method: 'POST',
        body: { edits: [{ text }], dryRun },
        signal,
      }),
    enabled,
    // a review is asked for anew each time it is opened; what was typed a moment ago may come back
    gcTime: dryRun ? 0 : PLAN_KEPT_MS,
    ...(dryRun ? {} : { placeholderData: keepPreviousData }),
  })
  return {
    plan: toLoadable(query),
    isOld: query.isPlaceholderData || query.isFetching,
    again: () => void query.refetch(),
  }
}

export type ApplyResult = {
  readonly resource: string
  readonly outcome: 'applied' | 'unchanged' | 'failed' | 'rolled-back' | 'not-tried'
  readonly resourceVersion?: string
  readonly problem?: Problem
}
export type Applied = { readonly change: string; readonly results: readonly ApplyResult[] }

/**
 * Writes a plan as it was reviewed: the hash ties both together. What the screen then shows comes from the
 * watch; only the object itself is read again at once, since the next edit starts from it.
 * @param onApplied called even when the page was left meanwhile
 */
export function useApply(
  cluster: string,
  address: ResourceAddress,
  onApplied: (applied: Applied) => void,
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ plan, confirm }: { plan: Plan; confirm?: string }) => {
      try {
        return await call<Applied>(api.apply(cluster, plan.plan), {
          method: 'POST',
          body: { hash: plan.hash, ...(confirm ? { confirm } : {}) },
        })
      } finally {
        await client.invalidateQueries(objectQuery(cluster, address))
      }
    },
    onSuccess: onApplied,
  })
}
