'use client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { AnswerOf, Endpoints } from '#lib/api/endpoints.ts'
import { api } from '#lib/paths.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { call } from './call.ts'
import { toLoadable } from './loadable.ts'

type ChangesAnswer = AnswerOf<Endpoints['changes']>
export type ChangeSummary = ChangesAnswer['changes'][number]
export type ChangeAnswer = AnswerOf<Endpoints['change']>

/** Each change that is applied moves the cluster, and by that makes this stale. */
export const changesQuery = (cluster: string) =>
  queryOptions({
    queryKey: ['resources', cluster, 'changes'],
    queryFn: ({ signal }) => call<ChangesAnswer>(api.changes(cluster), { signal }),
  })

export const useObjectChanges = (cluster: string, object: Ref) =>
  toLoadable(
    useQuery({
      ...changesQuery(cluster),
      select: ({ changes }) => changes.filter(({ resources }) => resources.includes(object)),
    }),
  )

export const useChange = (cluster: string, id: string) =>
  toLoadable(
    useQuery({
      queryKey: ['resources', cluster, 'change', id],
      queryFn: ({ signal }) => call<ChangeAnswer>(api.change(cluster, id), { signal }),
    }),
  )
