'use client'
import { queryOptions } from '@tanstack/react-query'
import type { AnswerOf, Endpoints } from '#lib/api/endpoints.ts'
import { api } from '#lib/paths.ts'
import { call } from './call.ts'

export type SearchAnswer = AnswerOf<Endpoints['search']>

/** Objects of every kind; with each new snapshot the answer may be another. */
export const searchQuery = (cluster: string, words: string) =>
  queryOptions({
    queryKey: ['resources', cluster, 'search', words],
    queryFn: ({ signal }) => call<SearchAnswer>(api.search(cluster, words), { signal }),
    gcTime: 60_000,
  })
