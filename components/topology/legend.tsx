'use client'
import { lazy, memo, type ReactNode, Suspense, useMemo } from 'react'
import { Glyph } from '#components/ui/glyph.tsx'
import { MTLS_LOOKS, TONE_TEXT } from '#components/ui/mtls-mark.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { basisOf } from '#lib/graph/basis.ts'
import { lookOf } from './paint-lines.ts'
import type { Scene } from './scene.ts'

const AllMarks = lazy(() => import('./all-marks.tsx').then((m) => ({ default: m.AllMarks })))

/** A short piece of line with its head, as the canvas draws it. */
export function LineSample({
  dash = [],
  colour = 'var(--edge)',
  head = 'filled',
  width = 30,
}: {
  dash?: readonly number[]
  colour?: string
  head?: 'filled' | 'open' | 'bar' | 'none'
  width?: number
}) {
  const end = width - 8
  return (
    <svg width={width} height={10} aria-hidden="true" className="flex-none overflow-visible">
      <path
        d={`M0 5H${head === 'bar' ? width : end}`}
        stroke={colour}
        strokeWidth={head === 'open' ? 1.25 : 1.5}
        strokeDasharray={dash.join(' ') || undefined}
        strokeLinecap={dash[0] === 1 ? 'round' : 'butt'}
      />
      {head === 'bar' ? (
        <path d={`M${width} 0V10`} stroke={colour} strokeWidth="2.5" />
      ) : head === 'none' ? null : (
        <path
          d={`M${end} 1L${width} 5L${end} 9Z`}
          fill={head === 'open' ? 'var(--card)' : colour}
          stroke={head === 'open' ? colour : 'none'}
          strokeWidth="1.25"
        />
      )}
    </svg>
  )
}

/** Marks that are in the picture, six at most; the rest on demand. */
export const Legend = memo(function Legend({ scene }: { scene: Scene }) {
  const entries = useMemo(() => entriesOf(scene), [scene])
  return (
    <div className="absolute bottom-3.5 left-3.5 z-10 flex max-w-[calc(100%-190px)] items-center gap-3.5 overflow-hidden rounded-card border border-hairline bg-card px-3 py-2 text-11 whitespace-nowrap text-ink-2 shadow-node max-lg:hidden">
      {entries.slice(0, 6).map((entry) => (
        <span key={entry.word} className="inline-flex items-center gap-1.5">
          {entry.mark}
          {entry.word}
        </span>
      ))}
      <Popover
        label="All marks"
        width={420}
        trigger={
          <button type="button" className="text-accent hover:underline">
            All marks
          </button>
        }
      >
        <Suspense>
          <AllMarks />
        </Suspense>
      </Popover>
    </div>
  )
})

function entriesOf(scene: Scene): { mark: ReactNode; word: string }[] {
  const states = new Set<string>()
  const bases = new Set<string>()
  let rules = 0
  for (const link of scene.links) {
    const key = lookOf(link).mtls?.key
    if (key) states.add(key)
    if (lookOf(link).line !== 'edge-faint') bases.add(basisOf(lookOf(link).worst))
  }
  const proxies = new Set<string>()
  for (const card of scene.cards)
    for (const row of card.rows) {
      if (row.kind === 'workload' && row.node.inMesh) proxies.add(row.node.inMesh)
      if (row.kind === 'rule' && row.order !== undefined) rules += 1
    }
  const entries = MTLS_LOOKS.filter((l) => states.has(l.key)).map((look) => ({
    mark: <Glyph name={look.glyph} size={13} className={TONE_TEXT[look.tone]} />,
    word: look.word,
  })) as { mark: ReactNode; word: string }[]
  if (rules > 0) entries.push({ mark: <span className="mw-disc">1</span>, word: 'rule order' })
  if (proxies.has('sidecar'))
    entries.push({ mark: <Glyph name="sidecar" size={13} />, word: 'sidecar' })
  if (proxies.has('native-sidecar'))
    entries.push({ mark: <Glyph name="nativeSidecar" size={13} />, word: 'native sidecar' })
  if (bases.has('allowed'))
    entries.push({ mark: <LineSample head="open" />, word: 'allowed by policy' })
  if (bases.has('inferred'))
    entries.push({
      mark: <LineSample head="open" dash={[1, 5]} colour="var(--unknown)" />,
      word: 'inferred, not configured',
    })
  if (bases.has('stated')) entries.push({ mark: <LineSample />, word: 'stated' })
  return entries
}
