'use client'
import type { Scene } from './scene.ts'
import { hopWords, thingWords } from './words.ts'

const MOST_HOPS = 4

/** What the pointer rests on, in words. */
export function Tip({
  scene,
  id,
  left,
  top,
  width,
}: {
  scene: Scene
  id: string
  left: number
  top: number
  width: number
}) {
  const lines = linesOf(scene, id)
  if (lines.length === 0) return null
  return (
    <div
      aria-hidden="true"
      data-tip
      style={{ left, top, maxWidth: width }}
      className="pointer-events-none absolute z-20 grid gap-0.5 rounded-control bg-card px-2 py-1.5 text-12 leading-4 text-ink-2 shadow-menu first-line:font-semibold first-line:text-ink forced-outline"
    >
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  )
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
