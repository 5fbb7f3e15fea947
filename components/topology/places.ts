'use client'
import { useCallback, useEffect, useState } from 'react'
import type { Moves } from '#lib/graph/layout/moved.ts'

const PREFIX = 'meshwright.places:'
/** Older ones are let go first. */
const MOST = 500
const NONE: Moves = new Map()

/** Text that another version or another person left is not trusted: what is no place is skipped. */
export function readPlaces(text: string | null): Moves {
  if (!text) return NONE
  try {
    const rows: unknown = JSON.parse(text)
    if (!Array.isArray(rows)) return NONE
    const found = new Map<string, { x: number; y: number }>()
    for (const row of rows.slice(-MOST)) {
      const [id, x, y] = Array.isArray(row) ? (row as unknown[]) : []
      if (typeof id === 'string' && Number.isFinite(x) && Number.isFinite(y))
        found.set(id, { x: x as number, y: y as number })
    }
    return found
  } catch {
    return NONE
  }
}

export const writePlaces = (moves: Moves): string =>
  JSON.stringify(
    [...moves].slice(-MOST).map(([id, { x, y }]) => [id, Math.round(x), Math.round(y)]),
  )

export type Places = {
  readonly moves: Moves
  /** How far from its own place; nothing at all puts it back. */
  readonly put: (id: string, by: { x: number; y: number } | undefined) => void
  readonly reset: () => void
}

/** Where somebody has put things by hand, kept in this browser for each cluster. */
export function usePlaces(cluster: string): Places {
  const key = PREFIX + cluster
  const [moves, setMoves] = useState<Moves>(NONE)
  const [isRead, setRead] = useState(false)
  useEffect(() => {
    setMoves(readPlaces(stored(key)))
    setRead(true)
  }, [key])
  useEffect(() => {
    if (!isRead) return
    const timer = setTimeout(() => store(key, moves), 200)
    return () => clearTimeout(timer)
  }, [key, moves, isRead])
  const put = useCallback((id: string, by: { x: number; y: number } | undefined) => {
    setMoves((now) => {
      const next = new Map(now)
      next.delete(id)
      if (by && (by.x !== 0 || by.y !== 0)) next.set(id, by)
      return next
    })
  }, [])
  const reset = useCallback(() => setMoves(NONE), [])
  return { moves, put, reset }
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null // storage is switched off: places last as long as the page
  }
}

function store(key: string, moves: Moves): void {
  try {
    if (moves.size === 0) localStorage.removeItem(key)
    else localStorage.setItem(key, writePlaces(moves))
  } catch {
    // as above
  }
}
