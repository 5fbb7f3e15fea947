'use client'
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { Scene } from './scene.ts'
import { hopWords, thingWords } from './words.ts'

const AFTER_MS = 150
const MOST_HOPS = 4
const WIDTH = 320

type At = { readonly id: string; readonly left: number; readonly top: number }

/**
 * One line or thing in words, beside the pointer, once it rests. It says what the outline says, so it is not announced;
 * it takes no pointer and moves nothing.
 */
export function useHoverTip(scene: Scene): {
  tip: ReactNode
  point: (id: string | undefined, event: MouseEvent) => void
  leave: () => void
} {
  const [at, setAt] = useState<At>()
  const waiting = useRef<{ id: string; timer: ReturnType<typeof setTimeout> }>(undefined)
  const leave = () => {
    clearTimeout(waiting.current?.timer)
    waiting.current = undefined
    if (at) setAt(undefined)
  }
  useEffect(() => () => clearTimeout(waiting.current?.timer), [])
  const point = (id: string | undefined, event: MouseEvent) => {
    if (id === waiting.current?.id) return
    leave()
    if (id === undefined) return
    const stage = event.currentTarget.getBoundingClientRect()
    const left = Math.min(event.clientX - stage.left + 14, stage.width - WIDTH - 12)
    const top = Math.min(event.clientY - stage.top + 18, stage.height - 96)
    waiting.current = {
      id,
      timer: setTimeout(() => setAt({ id, left: Math.max(8, left), top }), AFTER_MS),
    }
  }
  const lines = at ? linesOf(scene, at.id) : []
  const tip =
    at && lines.length > 0 ? (
      <div
        aria-hidden="true"
        data-tip
        style={{ left: at.left, top: at.top, maxWidth: WIDTH }}
        className="pointer-events-none absolute z-20 grid gap-0.5 rounded-control bg-card px-2 py-1.5 text-12 leading-4 text-ink-2 shadow-menu first-line:font-semibold first-line:text-ink forced-outline"
      >
        {lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </div>
    ) : null
  return { tip, point, leave }
}

function linesOf(scene: Scene, id: string): readonly string[] {
  const card = scene.cards.find((c) => c.id === id)
  if (card) {
    const out = (scene.linksOf.get(id) ?? []).filter((l) => l.from === id)
    return [thingWords(card.node, out.flatMap((l) => l.edges).length)]
  }
  const link = scene.links.find((l) => l.id === id)
  if (!link) return []
  const nameOf = (end: string) => scene.cards.find((c) => c.id === end)?.node.name ?? end
  const hops = [...new Set(link.edges.map(hopWords))]
  const [only, ...others] = link.edges
  if (only && others.length === 0) hops.push(only.because ?? '', only.mtls?.because ?? '')
  return [
    `${nameOf(link.from)} → ${nameOf(link.to)}`,
    ...hops.filter(Boolean).slice(0, MOST_HOPS),
    ...(hops.length > MOST_HOPS ? [`and ${hops.length - MOST_HOPS} more`] : []),
  ]
}
