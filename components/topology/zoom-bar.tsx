'use client'
import { useStore } from '@xyflow/react'
import { Glyph } from '#components/ui/glyph.tsx'

const STEP = 1.25
const BUTTON =
  'grid h-7 min-w-7 place-items-center -outline-offset-2 hover:bg-hover not-first:border-l border-hairline'

/** Zoom in numbers. It follows the picture by itself, so that only it is rendered while somebody zooms. */
export function ZoomBar({
  onZoom,
  onFit,
  overview,
  onOverview,
}: {
  onZoom: (zoom: number) => void
  onFit: () => void
  overview: boolean
  onOverview: (shown: boolean) => void
}) {
  const zoom = useStore((s) => Math.round(s.transform[2] * 1000) / 1000)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and its own box
    <div
      role="group"
      aria-label="Zoom"
      className="absolute right-3.5 bottom-3.5 z-10 flex overflow-hidden rounded-control border border-hairline bg-card text-ink-2 shadow-node"
    >
      <button
        type="button"
        aria-label="Zoom out"
        className={BUTTON}
        onClick={() => onZoom(zoom / STEP)}
      >
        <Glyph name="minus" />
      </button>
      <button
        type="button"
        aria-label={`${Math.round(zoom * 100)} %, zoom to 100 %`}
        className={`${BUTTON} px-2 text-12`}
        onClick={() => onZoom(1)}
      >
        {Math.round(zoom * 100)} %
      </button>
      <button
        type="button"
        aria-label="Zoom in"
        className={BUTTON}
        onClick={() => onZoom(zoom * STEP)}
      >
        <Glyph name="plus" />
      </button>
      <button type="button" aria-label="Fit" className={BUTTON} onClick={onFit}>
        <Glyph name="fit" />
      </button>
      <button
        type="button"
        aria-label="Overview"
        title="Overview"
        aria-pressed={overview}
        className={`${BUTTON} aria-pressed:bg-selected aria-pressed:text-ink`}
        onClick={() => onOverview(!overview)}
      >
        <Glyph name="eye" />
      </button>
    </div>
  )
}
