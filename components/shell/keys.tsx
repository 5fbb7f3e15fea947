'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { Kbd } from '#components/ui/badge.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
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

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['/'], 'find'],
  [['g', 't'], 'Topology'],
  [['g', 'm'], 'mTLS'],
  [['g', 'f'], 'Findings'],
  [['t'], 'graph or table'],
  [['→', '←'], 'follow hops out and in'],
  [['↑', '↓'], 'stay in the column'],
  [['Enter'], 'open the drawer'],
  [['e'], 'next hop of the thing'],
  [['Space'], 'collapse or open a namespace'],
  [['+', '−'], 'zoom'],
  [['0', '1'], 'fit, 100 %'],
  [['.'], 'centre the selection'],
  [['Esc'], 'close the innermost'],
  [['?'], 'these keys'],
]

export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Keys" width={420}>
      <dl className="mt-3 grid grid-cols-[120px_1fr] gap-y-1.5">
        {KEYS.map(([keys, what]) => (
          <div key={what} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd className="text-ink-2">{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
