'use client'
import { useEffect } from 'react'
import { digits } from '#components/ui/count.ts'
import { answerFind } from './page-find.ts'
import { useUrlState } from './url-state.ts'

/** The words of the find box and the namespaces of the picker, for a page that lists things. */
export function usePageFilter() {
  const { get, all, set } = useUrlState()
  const text = get('find') ?? ''
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const namespaces = all('ns')
  return {
    text,
    namespaces,
    isFiltered: words.length > 0,
    clear: () => set({ find: undefined }),
    /** Whether every word occurs. */
    holds: (said: string) => {
      const lower = words.length > 0 ? said.toLowerCase() : ''
      return words.every((word) => lower.includes(word))
    },
    inScope: (...own: readonly (string | undefined)[]) =>
      namespaces.length === 0 || own.some((ns) => ns !== undefined && namespaces.includes(ns)),
    get,
    set,
  }
}

/** Tells the find box what it filters here, and how much is left. */
export function useFindAnswerOf(
  placeholder: string,
  text: string,
  shown: number,
  of: number,
  things: string,
): void {
  useEffect(() => {
    answerFind({
      placeholder,
      ...(text ? { summary: `${digits(shown)} of ${digits(of)} ${things}` } : {}),
    })
    return () => answerFind({})
  }, [placeholder, text, shown, of, things])
}
