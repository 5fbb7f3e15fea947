'use client'
import { useSyncExternalStore } from 'react'

/** A choice of the person, kept in this browser; all tabs follow it. */
export type Choice<T extends string> = {
  readonly get: () => T
  readonly set: (value: T) => void
  /** The choice as a hook; the server draws the first of the choices. */
  readonly use: () => T
}

/**
 * @param choices the first is what holds until somebody chooses
 * @param attribute of the document's root that carries it, for styles; the boot script sets it before the first paint
 */
export function storedChoice<T extends string>(
  key: string,
  choices: readonly [T, ...T[]],
  attribute?: string,
): Choice<T> {
  const [usual] = choices
  const listeners = new Set<() => void>()
  /** Holds for the page where the browser keeps nothing. */
  let unkept: T | undefined
  const read = (): T => {
    if (unkept !== undefined) return unkept
    try {
      const stored = localStorage.getItem(key)
      return choices.find((choice) => choice === stored) ?? usual
    } catch {
      return usual
    }
  }
  const show = () => {
    const value = read()
    if (attribute && value === usual) delete document.documentElement.dataset[attribute]
    else if (attribute) document.documentElement.dataset[attribute] = value
    for (const listener of listeners) listener()
  }
  const onStorage = (event: StorageEvent) => {
    if (event.key === key || event.key === null) show()
  }
  const subscribe = (listener: () => void) => {
    if (listeners.size === 0) window.addEventListener('storage', onStorage)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) window.removeEventListener('storage', onStorage)
    }
  }
  return {
    get: read,
    set(value) {
      try {
        if (value === usual) localStorage.removeItem(key)
        else localStorage.setItem(key, value)
        unkept = undefined
      } catch {
        unkept = value
      }
      show()
    },
    use: () => useSyncExternalStore(subscribe, read, () => usual),
  }
}

/** `system` leaves it to the media query. */
export const theme = storedChoice('meshwright.theme', ['system', 'light', 'dark'], 'theme')
/** Heights of rows: `auto` is roomy up to 50 of them. */
export const density = storedChoice('meshwright.density', ['auto', 'roomy', 'compact'], 'density')
/** Letters without a modifier as commands, which speech input and shaking hands press by chance (WCAG 2.1.4). */
export const singleKeys = storedChoice('meshwright.keys', ['on', 'off'])
export const zone = storedChoice('meshwright.time', ['utc', 'local'])
