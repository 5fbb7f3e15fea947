'use client'
import { lazy, Suspense, useState } from 'react'
import type { Scene } from './scene.ts'

// Comes when the picture first changes.
const Gone = lazy(() => import('./gone.tsx').then((m) => ({ default: m.Gone })))

/** Outlines of what went, for as long as what is new is marked. */
export function Ghosts({ scene, scope }: { scene: Scene; scope: string }) {
  const [first, setFirst] = useState({ scene, scope })
  if (first.scope !== scope) setFirst({ scene, scope })
  if (first.scene === scene) return null
  return (
    <Suspense fallback={null}>
      <Gone key={scope} first={first.scene} scene={scene} scope={scope} />
    </Suspense>
  )
}
