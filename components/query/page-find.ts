'use client'
import { useSyncExternalStore } from 'react'

/** What the page answers to the find box above it. The text itself is in the address (`find`). */
export type FindAnswer = {
  readonly placeholder?: string
  /** "7 of 62 match, Enter for the next" */
  readonly summary?: string
  /** What of the text is not understood, and what would be. */
  readonly error?: string
  readonly next?: () => void
}

let answer: FindAnswer = {}
const listeners = new Set<() => void>()

export function answerFind(value: FindAnswer): void {
  answer = value
  for (const listener of listeners) listener()
}

const NONE: FindAnswer = {}

export const useFindAnswer = (): FindAnswer =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => answer,
    () => NONE,
  )
