'use client'
import { useState } from 'react'

const KEY = 'meshwright.samples-read'

function read(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

/** Whether somebody at this browser has put the line about a sample away. */
export function useDismissed(sample: string): readonly [boolean, () => void] {
  const [ids, setIds] = useState(read)
  const dismiss = () => {
    const next = [...new Set([...read(), sample])]
    setIds(next)
    try {
      localStorage.setItem(KEY, JSON.stringify(next))
    } catch {
      // Storage may be off; then it is put away for as long as the page lives.
    }
  }
  return [ids.includes(sample), dismiss]
}
