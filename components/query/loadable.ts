import type { UseQueryResult } from '@tanstack/react-query'
import type { Loadable } from '#components/ui/loadable.ts'
import { ProblemError } from './problem-error.ts'

/** A query's result as a value that drawing components take. Data outlives a failed refetch and is marked stale then. */
export function toLoadable<T>(query: UseQueryResult<T>): Loadable<T> {
  if (query.data !== undefined)
    return { state: 'ready', data: query.data, ...(query.isError ? { stale: true } : {}) }
  if (!query.isError) return { state: 'loading' }
  const retry = () => void query.refetch()
  const trouble =
    query.error instanceof ProblemError
      ? query.error.problem
      : { title: 'Something went wrong', detail: String(query.error), status: 0 }
  return { state: trouble.status === 403 ? 'denied' : 'failed', trouble, retry }
}
