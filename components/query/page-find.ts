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
  /** What else can be done with what was found. */
  readonly action?: { readonly label: string; readonly run: () => void }
  /** What the word at the caret may become. */
  readonly complete?: (text: string, caret: number) => Completion
  readonly onFocus?: () => void
}

export type Completion = {
  readonly from: number
  readonly to: number
  readonly options: readonly { readonly text: string; readonly hint?: string }[]
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
