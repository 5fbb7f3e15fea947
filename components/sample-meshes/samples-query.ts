'use client'
import { queryOptions } from '@tanstack/react-query'
import { call } from '#components/query/call.ts'
import { api } from '#lib/paths.ts'
import type { SamplesAnswer } from './answers.ts'

/** What was changed may have been changed by anybody: asked anew whenever somebody looks. */
export const samplesQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['samples', cluster],
    queryFn: ({ signal }) => call<SamplesAnswer>(api.samples(cluster), { signal }),
    refetchOnMount: 'always',
  })
