'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { singleKeys } from '#components/ui/preferences.ts'
import { pages } from '#lib/paths.ts'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** The code editor has commands of its own behind Ctrl K. */
const isEditor = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('.monaco-editor') !== null

/** Keys that work on every page: ⌘K, and unless the person wants none: find, help, `g` with a letter for pages. */
export function usePageKeys(cluster: string, onHelp: () => void, onJump: () => void): void {
  const router = useRouter()
  const going = useRef(0)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return
      if (event.ctrlKey || event.metaKey) {
        if (event.key.toLowerCase() !== 'k' || event.shiftKey || isEditor(event.target)) return
        event.preventDefault()
        onJump()
        return
      }
      if (isTyping(event.target) || singleKeys.get() === 'off') return
      // Behind a dialog nothing may change.
      if (document.querySelector('[role="dialog"][data-state="open"][aria-labelledby]')) return
      const go: Record<string, string> = {
        t: pages.topology(cluster),
        m: pages.mtls(cluster),
        f: pages.findings(cluster),
        r: pages.routing(cluster),
        p: pages.policies(cluster),
        o: pages.resources(cluster),
        c: pages.changes(cluster),
      }
      if (Date.now() - going.current < 1200 && Object.hasOwn(go, event.key)) {
        going.current = 0
        event.preventDefault()
        event.stopPropagation()
        router.push(go[event.key] ?? '')
      } else if (event.key === 'g') going.current = Date.now()
      else if (event.key === '/') {
        event.preventDefault()
        window.dispatchEvent(new Event('meshwright:find'))
      } else if (event.key === '?') {
        event.preventDefault()
        onHelp()
      }
    }
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [cluster, router, onHelp, onJump])
}
