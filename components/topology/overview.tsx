'use client'
import { useReactFlow, useStore } from '@xyflow/react'
import { type PointerEvent, useMemo } from 'react'
import type { Scene } from './scene.ts'

const WIDTH = 200
const HEIGHT = 132
/** Above this, frames stand for their things: a dot each would be a grey area. */
const MOST_CARDS = 800

/**
 * The whole picture in small with the part that is looked at; a press goes there. Keys have `0`, `.` and the arrows for
 * the same, so it is for pointers alone.
 */
export function Overview({ scene }: { scene: Scene }) {
  const flow = useReactFlow()
  const [x, y, zoom] = useStore((s) => s.transform)
  const width = useStore((s) => s.width)
  const height = useStore((s) => s.height)
  const { layout } = scene
  const scale = Math.min(WIDTH / layout.width, HEIGHT / layout.height)
  const things = useMemo(
    () => (
      <>
        {[...layout.frames].map(([name, r]) => (
          <rect key={name} {...sizeOf(r)} rx={12} className="fill-surface stroke-border" />
        ))}
        {scene.cards.length > MOST_CARDS
          ? null
          : scene.cards.map((card) => {
              const r = layout.boxes.get(card.id)
              const { error, warning } = card.node.findings
              const tone = error ? 'fill-bad' : warning ? 'fill-warn' : 'fill-ink-3/45'
              return r ? <rect key={card.id} {...sizeOf(r)} rx={6} className={tone} /> : null
            })}
      </>
    ),
    [scene, layout],
  )
  const go = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons === 0) return
    const box = event.currentTarget.getBoundingClientRect()
    void flow.setCenter((event.clientX - box.left) / scale, (event.clientY - box.top) / scale, {
      zoom,
    })
  }
  return (
    <svg
      aria-hidden="true"
      data-overview
      width={layout.width * scale}
      height={layout.height * scale}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        go(event)
      }}
      onPointerMove={go}
      className="absolute right-3.5 bottom-13 z-10 touch-none overflow-hidden rounded-control bg-canvas shadow-node outline-1 outline-hairline"
    >
      {things}
      <rect
        data-looked-at
        x={-x / zoom}
        y={-y / zoom}
        width={width / zoom}
        height={height / zoom}
        strokeWidth={1.5 / scale}
        className="fill-accent/10 stroke-accent"
      />
    </svg>
  )
}

const sizeOf = ({
  x,
  y,
  width,
  height,
}: {
  x: number
  y: number
  width: number
  height: number
}) => ({
  x,
  y,
  width,
  height,
})
