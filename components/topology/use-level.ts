'use client'
import { useStore } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import type { Level } from './picture.ts'

const NEAR = 0.8
const FAR = 0.45

/** The zoom's level, with some reluctance to change, so that it does not flicker at the border. */
export function useLevel(): Level {
  const before = useRef<Level>('near')
  const level = useStore((s) => levelAt(s.transform[2], before.current))
  useEffect(() => {
    before.current = level
  }, [level])
  return level
}

export const levelAt = (zoom: number, before: Level): Level =>
  zoom >= NEAR - (before === 'near' ? 0.05 : 0)
    ? 'near'
    : zoom >= FAR - (before === 'far' ? -0.03 : 0.03)
      ? 'middle'
      : 'far'
