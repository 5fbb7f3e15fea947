'use client'
import { type KeyboardEvent, type PointerEvent, useCallback, useRef, useState } from 'react'
import { drawerWidth, NARROWEST, USUAL, WIDEST } from './drawer-limits.ts'

const KEY = 'meshwright.drawer'
const STEP = 16

/** What another visit left; a page without storage has the usual width. */
function remembered(): number {
  try {
    const text = localStorage.getItem(KEY)
    return text === null ? USUAL : drawerWidth(Number(text))
  } catch {
    return USUAL
  }
}

function remember(width: number): void {
  try {
    if (width === USUAL) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, String(width))
  } catch {
    // Then it holds until the page is left.
  }
}

/** How wide the drawer is, kept in this browser. */
export function useDrawerWidth() {
  const [width, setWidth] = useState(remembered)
  const change = useCallback((wanted: number) => {
    const now = drawerWidth(wanted)
    setWidth(now)
    remember(now)
  }, [])
  return { width, change, reset: useCallback(() => change(USUAL), [change]) }
}

/** The drawer's edge: drawn with the pointer, moved with the arrows, and put back by a double click. */
export function DrawerEdge({
  width,
  controls,
  onChange,
  onReset,
}: {
  width: number
  /** Id of what it makes wider. */
  controls: string
  onChange: (width: number) => void
  onReset: () => void
}) {
  const held = useRef<{ x: number; width: number }>(undefined)
  const onKeyDown = (event: KeyboardEvent) => {
    const to: Record<string, number> = {
      ArrowLeft: width + STEP,
      ArrowRight: width - STEP,
      Home: NARROWEST,
      End: WIDEST,
    }
    const wanted = Object.hasOwn(to, event.key) ? to[event.key] : undefined
    if (wanted === undefined) return
    event.preventDefault()
    onChange(wanted)
  }
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    held.current = { x: event.clientX, width }
  }
  const onPointerMove = (event: PointerEvent) => {
    if (held.current) onChange(held.current.width + held.current.x - event.clientX)
  }
  const release = () => {
    held.current = undefined
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that is moved is no line between texts
    <div
      role="separator"
      tabIndex={0}
      aria-label="Width of the drawer"
      aria-orientation="vertical"
      aria-controls={controls}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      aria-valuenow={width}
      title="Drag, or use the arrow keys; double click puts it back"
      className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none after:absolute after:inset-y-0 after:left-[3px] after:w-0.5 hover:after:bg-border focus-visible:after:bg-focus max-lg:hidden"
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={release}
      onPointerCancel={release}
      onDoubleClick={onReset}
    />
  )
}
