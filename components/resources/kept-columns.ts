'use client'
import { useState } from 'react'

const KEY = 'meshwright:hidden-columns'

function read(): Readonly<Record<string, readonly string[]>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof kept === 'object' && kept !== null
      ? (kept as Readonly<Record<string, readonly string[]>>)
      : {}
  } catch {
    return {}
  }
}

/** Columns that a person does not want to see, kept in this browser for each kind; `usually` are those hidden at first. */
export function useHiddenColumns(kind: string, usually: readonly string[]) {
  const [all, setAll] = useState<Readonly<Record<string, readonly string[]>>>(() =>
    typeof window === 'undefined' ? {} : read(),
  )
  const own = Object.hasOwn(all, kind) ? all[kind] : undefined
  const hidden = new Set(Array.isArray(own) ? own : usually)
  const show = (column: string, isShown: boolean) => {
    const next = new Set(hidden)
    if (isShown) next.delete(column)
    else next.add(column)
    const kept = { ...read(), [kind]: [...next] }
    setAll(kept)
    try {
      localStorage.setItem(KEY, JSON.stringify(kept))
    } catch {
      // A full or refused store costs only that the choice is forgotten.
    }
  }
  return { hidden, show }
}
