'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { printedQuery } from '#components/query/object-hooks.ts'
import type { KindAddress } from '#lib/paths.ts'

const SOONEST_MS = 2000
/** Long lists cost the API server more, so they are asked for less often. */
const MS_FOR_EACH_LINE = 10

/** What the API server prints of a kind; asked again in a while as long as what is shown is newer than it. */
export function usePrinted(cluster: string, kind: KindAddress, namespaces: readonly string[]) {
  return useQuery(printedQuery(cluster, kind, namespaces))
}

export function useAskedAgain(
  query: ReturnType<typeof usePrinted>,
  isBehind: boolean,
  lines: number,
): void {
  const { dataUpdatedAt, isFetching, isError, refetch } = query
  useEffect(() => {
    if (!isBehind || isFetching || isError) return
    const due = dataUpdatedAt + Math.max(SOONEST_MS, lines * MS_FOR_EACH_LINE)
    const timer = setTimeout(() => void refetch(), Math.max(0, due - Date.now()))
    return () => clearTimeout(timer)
  }, [isBehind, isFetching, isError, dataUpdatedAt, lines, refetch])
}
