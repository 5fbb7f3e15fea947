'use client'
import { useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { type AnswersDrawn, drawnOf, type Painted } from './drawn.ts'
import { loadFarPaint, paint } from './paint.ts'
import type { Picture, View } from './picture.ts'

/** Room around what is seen, as a part of it on each side, so that a move does not come to the edge at once. */
const ROOM = 0.3
/** What was painted may be shown larger or smaller by this much while somebody moves. */
const SMALLEST = 0.6
const LARGEST = 1.7
/** So long after the last move the picture is painted anew, sharp. */
const REST_MS = 140
/** A picture with fewer lines than this costs nothing: it is painted in every frame. */
const FEW = 120

type Size = { readonly width: number; readonly height: number }

/**
 * All lines, frames and far things in one canvas behind the DOM nodes. It follows the viewport outside of React: while
 * somebody moves, what is painted already is carried along, so that a frame costs the same whatever it shows; it is
 * painted anew where that does not reach, and at rest.
 */
export function CanvasLayer({ picture }: { picture: Picture | undefined }) {
  const canvas = useRef<HTMLCanvasElement & AnswersDrawn>(null)
  const store = useStoreApi()
  const current = useRef(picture)
  const request = useRef<() => void>(() => undefined)
  const repaint = useRef<() => void>(() => undefined)

  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context) return
    let frame = 0
    let rest: ReturnType<typeof setTimeout> | undefined
    let painted: (Painted & { view: View; size: Size; picture: Picture }) | undefined

    const draw = (mayCarry: boolean) => {
      frame = 0
      clearTimeout(rest)
      const { transform, width, height } = store.getState()
      const wanted = current.current
      if (!wanted || width === 0) return
      const [x, y, zoom] = transform
      const view = { x, y, zoom }
      const size = { width, height }
      if (
        mayCarry &&
        painted?.picture === wanted &&
        painted.lines > FEW &&
        reaches(painted, view, size)
      ) {
        element.style.transform = carried(painted, view)
        rest = setTimeout(() => draw(false), REST_MS)
        return
      }
      const started = performance.now()
      const ratio = window.devicePixelRatio || 1
      const [left, top] = [Math.ceil(width * ROOM), Math.ceil(height * ROOM)]
      const room = { width: width + 2 * left, height: height + 2 * top, ratio }
      fit(element, room)
      element.style.transform = `translate(${-left}px, ${-top}px)`
      const counts = paint(context, wanted, { x: x + left, y: y + top, zoom }, room)
      painted = { ...counts, view, size, picture: wanted, ms: performance.now() - started }
    }
    request.current = () => {
      frame ||= requestAnimationFrame(() => draw(true))
    }
    repaint.current = () => draw(false)
    element.drawn = () => {
      const [x, y, zoom] = store.getState().transform
      return painted && current.current
        ? drawnOf(current.current.scene, { x, y, zoom }, painted)
        : undefined
    }
    let before = store.getState()
    const stop = store.subscribe((state) => {
      if (
        state.transform !== before.transform ||
        state.width !== before.width ||
        state.height !== before.height
      )
        request.current()
      before = state
    })
    // Text on the canvas is measured with the page's typeface once that is here.
    void document.fonts?.ready.then(() => draw(false))
    request.current()
    return () => {
      stop()
      delete element.drawn
      clearTimeout(rest)
      cancelAnimationFrame(frame)
    }
  }, [store])

  useEffect(() => {
    current.current = picture
    request.current()
    if (picture?.level !== 'far') return
    let isCurrent = true
    void loadFarPaint()?.then(() => (isCurrent ? repaint.current() : undefined))
    return () => {
      isCurrent = false
    }
  }, [picture])

  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas takes no focus; the outline and the table speak for it
  return <canvas ref={canvas} aria-hidden="true" className="mw-canvas" />
}

function fit(element: HTMLCanvasElement, { width, height, ratio }: Size & { ratio: number }) {
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (element.width === w && element.height === h) return
  element.width = w
  element.height = h
  element.style.width = `${width}px`
  element.style.height = `${height}px`
}

type Carried = { readonly view: View; readonly size: Size }

/** Where the painted picture begins on the screen when it is looked at from another view. */
function startOf({ view, size }: Carried, now: View) {
  const scale = now.zoom / view.zoom
  return {
    scale,
    x: now.x - (view.x + Math.ceil(size.width * ROOM)) * scale,
    y: now.y - (view.y + Math.ceil(size.height * ROOM)) * scale,
  }
}

function carried(painted: Carried, now: View): string {
  const { x, y, scale } = startOf(painted, now)
  return `translate(${x}px, ${y}px) scale(${scale})`
}

/** Whether what was painted fills what is seen now, at a size that can still be looked at. */
function reaches(painted: Carried, now: View, size: Size): boolean {
  if (size.width !== painted.size.width || size.height !== painted.size.height) return false
  const { x, y, scale } = startOf(painted, now)
  if (scale < SMALLEST || scale > LARGEST) return false
  const width = (size.width + 2 * Math.ceil(size.width * ROOM)) * scale
  const height = (size.height + 2 * Math.ceil(size.height * ROOM)) * scale
  return x <= 0 && y <= 0 && x + width >= size.width && y + height >= size.height
}
