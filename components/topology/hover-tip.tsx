'use client'
import { lazy, type MouseEvent, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import type { Scene } from './scene.ts'

// Comes when a pointer first rests.
const Tip = lazy(() => import('./tip.tsx').then((m) => ({ default: m.Tip })))

const AFTER_MS = 150
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
  const tip = at ? (
    <Suspense fallback={null}>
      <Tip scene={scene} {...at} width={WIDTH} />
    </Suspense>
  ) : null
  return { tip, point, leave }
}
