'use client'
import { useSyncExternalStore } from 'react'
import { type Draft, type DraftStore, draftStore } from './draft-store.ts'

let shared: DraftStore | undefined

/** The drafts of this tab. */
export function drafts(): DraftStore {
  shared ??= draftStore(typeof window === 'undefined' ? undefined : storageOf(window))
  return shared
}

function storageOf(page: Window): Storage | undefined {
  try {
    return page.sessionStorage
  } catch {
    return undefined // storage switched off by the person
  }
}

const subscribe = (listener: () => void) => drafts().subscribe(listener)
const NONE: readonly { id: string; draft: Draft }[] = []

export const useDraft = (id: string): Draft | undefined =>
  useSyncExternalStore(
    subscribe,
    () => drafts().read(id),
    () => undefined,
  )

export const useDrafts = (): readonly { readonly id: string; readonly draft: Draft }[] =>
  useSyncExternalStore(
    subscribe,
    () => drafts().all(),
    () => NONE,
  )
