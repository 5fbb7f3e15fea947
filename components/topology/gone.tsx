'use client'
import { ViewportPortal } from '@xyflow/react'
import { useEffect, useRef, useState } from 'react'
import type { Rect } from '#lib/graph/layout/layout.ts'
import { lingersMs } from './live-marks.ts'
import type { Scene } from './scene.ts'
import { useView } from './view-state.tsx'

export type Ghost = { readonly id: string; readonly name: string; readonly rect: Rect }

/** More at once are no things that went but another picture. */
const MOST = 40

/** What stood in the picture before and stands in this one no more, where it stood. */
export function goneBetween(before: Scene, after: Scene): readonly Ghost[] {
  if (before === after) return []
  const gone = before.cards.flatMap((card): Ghost[] => {
    // What moved onto another card is still there.
    const rect = after.cardOf.has(card.id) ? undefined : before.layout.boxes.get(card.id)
    return rect ? [{ id: card.id, name: card.node.name, rect }] : []
  })
  return gone.length > MOST ? [] : gone
}

/** Outlines of what went, for as long as what is new is marked. */
export function Gone({ first, scene, scope }: { first: Scene; scene: Scene; scope: string }) {
  const [ghosts, setGhosts] = useState<readonly Ghost[]>([])
  const before = useRef({ scene: first, scope })
  useEffect(() => {
    const last = before.current
    before.current = { scene, scope }
    if (last.scope !== scope) {
      setGhosts([])
      return
    }
    const gone = goneBetween(last.scene, scene)
    if (gone.length === 0) return
    setGhosts((now) => [...now, ...gone])
    setTimeout(() => setGhosts((now) => now.filter((one) => !gone.includes(one))), lingersMs())
  }, [scene, scope])
  const { zoom } = useView()
  if (ghosts.length === 0) return null
  return (
    <ViewportPortal>
      {ghosts.map(({ id, name, rect }) => (
        <div
          key={id}
          data-gone={id}
          className="mw-ghost"
          style={{
            left: rect.x,
            top: rect.y,
            width: rect.width,
            height: rect.height,
            borderWidth: 1.5 / zoom,
            fontSize: 12 / zoom,
          }}
        >
          <span>{name}</span>
          <span className="mw-chip">gone</span>
        </div>
      ))}
    </ViewportPortal>
  )
}
