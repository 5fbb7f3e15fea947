'use client'
import { useState } from 'react'

/**
 * Where the focus goes when a dialog that no button of its own opened goes away: back to where it was, or to the
 * content when that is gone.
 */
export function useFocusBack(): (event: Event) => void {
  const [before] = useState(() => (typeof document === 'undefined' ? null : document.activeElement))
  return (event) => {
    event.preventDefault()
    const target =
      before instanceof HTMLElement && before.isConnected && before !== document.body
        ? before
        : document.getElementById('main')
    target?.focus({ preventScroll: true })
  }
}
