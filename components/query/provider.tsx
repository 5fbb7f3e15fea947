'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ProblemError } from './problem-error.ts'

const worthRetrying = (failures: number, error: unknown): boolean =>
  failures < 3 &&
  (!(error instanceof ProblemError) ||
    error.problem.status === 0 ||
    error.problem.status === 429 ||
    error.problem.status >= 502)

/** The cache of all server data in this page. Nothing polls: the event stream says what went stale. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: Number.POSITIVE_INFINITY,
            refetchOnWindowFocus: false,
            refetchOnReconnect: false,
            networkMode: 'always',
            retry: worthRetrying,
            retryDelay: (attempt) => Math.min(4000, 300 * 2 ** attempt),
          },
          mutations: { networkMode: 'always', retry: false },
        },
      }),
  )
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}
