'use client'
import { useStore } from '@xyflow/react'
import { useEffect, useMemo, useRef } from 'react'
import type { Level } from './picture.ts'
import type { Scene } from './scene.ts'

const NEAR = 0.8
const FAR = 0.45
const MOST_MOUNTED = 60

/** The zoom's level, with some reluctance to change, so that it does not flicker at the border. */
export function useLevel(scene: Scene): Level {
  // So many namespaces as elements would hold up every frame; on the canvas they say the same.
  const far = useMemo(
    () => (scene.cards.filter((c) => c.kind === 'namespace').length > MOST_MOUNTED ? NEAR : FAR),
    [scene],
  )
  const before = useRef<Level>('near')
  const level = useStore((s) => levelAt(s.transform[2], before.current, far))
  useEffect(() => {
    before.current = level
  }, [level])
  return level
}

export const levelAt = (zoom: number, before: Level, far: number): Level =>
  zoom >= NEAR - (before === 'near' ? 0.05 : 0)
    ? 'near'
    : zoom >= far - (before === 'far' ? -0.03 : 0.03)
      ? 'middle'
      : 'far'
