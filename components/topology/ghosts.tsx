'use client'
import { lazy, Suspense, useState } from 'react'
import type { Scene } from './scene.ts'

// Comes when something first goes.
const Gone = lazy(() => import('./gone.tsx').then((m) => ({ default: m.Gone })))

/** What moved onto another card is still there. */
const hasGone = (before: Scene, after: Scene): boolean =>
  before.cards.some((card) => !after.cardOf.has(card.id))

/** Outlines of what went, for as long as what is new is marked. */
export function Ghosts({ scene, scope }: { scene: Scene; scope: string }) {
  const [before, setBefore] = useState({ scene, scope })
  const isGone = before.scope === scope && hasGone(before.scene, scene)
  if (!isGone && (before.scene !== scene || before.scope !== scope)) setBefore({ scene, scope })
  if (!isGone) return null
  return (
    <Suspense fallback={null}>
      <Gone key={scope} first={before.scene} scene={scene} scope={scope} />
    </Suspense>
  )
}
