'use client'
import { useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { type AnswersDrawn, drawnOf, type Painted } from './drawn.ts'
import { type Picture, paint } from './paint.ts'

/**
 * All lines, frames and far things in one canvas behind the DOM nodes. It follows the viewport outside of React:
 * a pan or zoom costs one repaint and no render.
 */
export function CanvasLayer({ picture }: { picture: Picture | undefined }) {
  const canvas = useRef<HTMLCanvasElement & AnswersDrawn>(null)
  const store = useStoreApi()
  const current = useRef(picture)
  const request = useRef<() => void>(() => undefined)

  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context) return
    let frame = 0
    let painted: Painted | undefined
    const draw = () => {
      frame = 0
      const { transform, width, height } = store.getState()
      if (!current.current || width === 0) return
      const ratio = window.devicePixelRatio || 1
      const w = Math.round(width * ratio)
      const h = Math.round(height * ratio)
      if (element.width !== w || element.height !== h) {
        element.width = w
        element.height = h
      }
      const [x, y, zoom] = transform
      const started = performance.now()
      const counts = paint(context, current.current, { x, y, zoom }, { width, height, ratio })
      painted = { ...counts, ms: performance.now() - started }
    }
    element.drawn = () => {
      const [x, y, zoom] = store.getState().transform
      return current.current && painted
        ? drawnOf(current.current.scene, { x, y, zoom }, painted)
        : undefined
    }
    request.current = () => {
      frame ||= requestAnimationFrame(draw)
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
    void document.fonts?.ready.then(() => request.current())
    request.current()
    return () => {
      stop()
      delete element.drawn
      cancelAnimationFrame(frame)
    }
  }, [store])

  useEffect(() => {
    current.current = picture
    request.current()
  }, [picture])

  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas takes no focus; the outline and the table speak for it
  return <canvas ref={canvas} aria-hidden="true" className="mw-canvas" />
}
