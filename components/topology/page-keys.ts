'use client'
import { useEffect } from 'react'
import { singleKeys } from '#components/ui/preferences.ts'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)

/** Keys of the page that hold wherever the focus is: graph or table, and closing what is selected. */
export function usePageKeys({
  view,
  set,
  close,
  hasSelection,
}: {
  view: 'graph' | 'table'
  set: (change: Record<string, string | undefined>) => void
  close: () => void
  hasSelection: boolean
}): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTyping(event.target) || document.querySelector('[role="dialog"]')) return
      if (event.key === 't' && singleKeys.get() === 'on')
        set({ view: view === 'graph' ? 'table' : undefined })
      else if (event.key === 'Escape' && hasSelection) close()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [view, set, close, hasSelection])
}
