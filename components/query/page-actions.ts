'use client'
import { useEffect, useSyncExternalStore } from 'react'

/** Something that the page shown can do, for whoever looks for it by name. */
export type PageAction = { readonly name: string; readonly run: () => void }

const NONE: readonly PageAction[] = []
let offered: ReadonlyMap<object, readonly PageAction[]> = new Map()
let all = NONE
const listeners = new Set<() => void>()

function offer(by: object, actions: readonly PageAction[] | undefined): void {
  const next = new Map(offered)
  if (actions) next.set(by, actions)
  else next.delete(by)
  offered = next
  all = [...next.values()].flat()
  for (const listener of listeners) listener()
}

/** Offers actions as long as the component is there. `actions` keeps its identity while it says the same. */
export function useOfferedActions(actions: readonly PageAction[]): void {
  useEffect(() => {
    const by = {}
    offer(by, actions)
    return () => offer(by, undefined)
  }, [actions])
}

export const usePageActions = (): readonly PageAction[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => all,
    () => NONE,
  )
