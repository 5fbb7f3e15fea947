'use client'
import { queryOptions } from '@tanstack/react-query'
import type { AnswerOf, Endpoints } from '#lib/api/endpoints.ts'
import { api } from '#lib/paths.ts'
import { call } from './call.ts'

export type SessionAnswer = AnswerOf<Endpoints['session']>

/** Who one is, and where else this installation leads. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => call<SessionAnswer>(api.session, { signal }),
  })
