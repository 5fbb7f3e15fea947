'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { pages } from '#lib/paths.ts'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Keys that work on every page: find, help, and `g` with a letter for pages. */
export function usePageKeys(cluster: string, onHelp: () => void): void {
  const router = useRouter()
  const going = useRef(0)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTyping(event.target)) return
      const go: Record<string, string> = {
        t: pages.topology(cluster),
        m: pages.mtls(cluster),
        f: pages.findings(cluster),
        r: pages.routing(cluster),
        p: pages.policies(cluster),
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
  }, [cluster, router, onHelp])
}
