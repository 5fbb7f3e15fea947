'use client'
import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'

export type UrlChange = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Scope, filter, selection and view live in the address. `set` adds a step to the history (Back undoes it);
 * `set(change, 'replace')` does not, for what people do continuously.
 */
export function useUrlState() {
  const params = useSearchParams()
  const set = useCallback((change: UrlChange, how: 'push' | 'replace' = 'push') => {
    const next = new URLSearchParams(window.location.search)
    for (const [key, value] of Object.entries(change)) {
      next.delete(key)
      if (value === undefined || value === '') continue
      for (const one of typeof value === 'string' ? [value] : value) next.append(key, one)
    }
    const query = next.toString()
    const url = window.location.pathname + (query ? `?${query}` : '')
    if (url === window.location.pathname + window.location.search) return
    if (how === 'push') window.history.pushState(null, '', url)
    else window.history.replaceState(null, '', url)
  }, [])
  return useMemo(
    () => ({
      get: (key: string): string | undefined => params.get(key) ?? undefined,
      all: (key: string): readonly string[] => params.getAll(key),
      set,
    }),
    [params, set],
  )
}
