'use client'
import { ViewportPortal } from '@xyflow/react'
import { cx } from '#components/ui/class-names.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import { TONE_TEXT } from '#components/ui/mtls-mark.tsx'
import { basisOf } from '#lib/graph/basis.ts'
import type { GraphEdge } from '#lib/graph/graph.ts'
import { lookOf } from './paint-lines.ts'
import type { SceneLink } from './scene.ts'
import { useView } from './view-state.tsx'
import { hopWords, percent, shortCondition, writtenWeight } from './words.ts'

/** Labels of the lines near the viewport, in the DOM: they are read, clicked and tested as text. */
export function LabelLayer({ links }: { links: readonly SceneLink[] }) {
  return (
    <ViewportPortal>
      <div className="mw-labels">
        {links.map((link) => (
          <EdgeLabel key={link.id} link={link} />
        ))}
      </div>
    </ViewportPortal>
  )
}

function EdgeLabel({ link }: { link: SceneLink }) {
  const view = useView()
  const look = lookOf(link)
  const edge = look.worst
  const parts = partsOf(link, look.worst, view.level === 'near')
  const selected = link.edges.some((e) => e.id === view.selected)
  const dim =
    !look.exception &&
    ((view.lit !== undefined && !view.lit.links.has(link.id)) ||
      (view.found !== undefined && !view.found.links.has(link.id)))
  const mark = link.edges.map((e) => view.marks.get(e.id)).find(Boolean)
  const { x, y } = link.path.label
  const scale = view.level === 'near' ? 1 : Math.min(1.45, 0.92 / view.zoom)
  if (!parts.glyph && !parts.strong && !parts.word) return null
  return (
    <div
      className="mw-label-at"
      style={{ transform: `translate(${x}px, ${y}px) translate(-100%, -50%) scale(${scale})` }}
    >
      <button
        type="button"
        tabIndex={-1}
        data-edge={edge.id}
        data-selected={selected || undefined}
        data-dim={dim || undefined}
        data-mark={mark}
        className={cx('mw-label', basisOf(edge) === 'inferred' && 'mw-label-inferred')}
        onClick={() => view.select(edge.id)}
      >
        {parts.order === undefined ? null : <span className="mw-disc">{parts.order}</span>}
        {parts.glyph ? (
          <Glyph name={parts.glyph.name} size={14} className={TONE_TEXT[parts.glyph.tone]} />
        ) : null}
        {parts.strong ? <b>{parts.strong}</b> : null}
        {parts.struck ? <span className="text-ink-3">{parts.struck}</span> : null}
        {parts.word ? (
          <span className={parts.strong ? 'text-ink-3' : 'text-ink-2'}>{parts.word}</span>
        ) : null}
        <span className="sr-only">{hopWords(edge)}</span>
        {mark ? <span className="mw-chip">{mark}</span> : null}
      </button>
      {parts.under && view.level === 'near' ? <span className="mw-when">{parts.under}</span> : null}
    </div>
  )
}

type Parts = {
  order?: number
  glyph?: { name: Parameters<typeof Glyph>[0]['name']; tone: keyof typeof TONE_TEXT }
  strong?: string
  struck?: string | undefined
  word?: string
  under?: string
}

/** Words of a label, most needed first: exceptions always carry theirs, good ones where the lane has room. */
function partsOf(link: SceneLink, edge: GraphEdge, near: boolean): Parts {
  const look = lookOf(link)
  if (edge.kind === 'selects') return {}
  const glyph = look.mtls ? { name: look.mtls.glyph, tone: look.mtls.tone } : undefined
  if (link.id.startsWith('sum ')) return { ...(glyph ? { glyph } : {}), strong: edge.because ?? '' }
  if (basisOf(edge) === 'inferred')
    return {
      glyph: { name: 'hairpin', tone: 'unknown' },
      strong: 'comes back',
      word: link.path.lane > 300 ? (edge.because ?? 'inferred') : 'inferred',
    }
  if (link.edges.length > 1) {
    const rules = new Set(link.edges.map((e) => e.order ?? 0)).size
    return {
      ...(glyph ? { glyph } : {}),
      strong: rules > 1 ? `${rules} rules` : `${link.edges.length} ports`,
    }
  }
  const share = edge.share === undefined ? undefined : percent(edge.share)
  if (edge.kind === 'mirror')
    return { glyph: { name: 'mirror', tone: 'plain' }, word: share ? `copy ${share}` : 'copy' }
  if (edge.kind === 'failover')
    return { ...(glyph ? { glyph } : {}), word: edge.when ?? 'if none healthy' }
  if (edge.verdict === 'deny') return { glyph: { name: 'deny', tone: 'plain' }, word: 'denied' }
  const state = look.mtls?.key
  if (state === 'conflict')
    return { ...(glyph ? { glyph } : {}), strong: share ? `${share} will fail` : 'will fail' }
  if (state === 'none')
    return { ...(glyph ? { glyph } : {}), strong: share ? `${share} nowhere` : 'leads nowhere' }
  const fromGateway = link.from.startsWith('gateway:') || link.from.startsWith('ingress:')
  const parts: Parts = {
    ...(glyph ? { glyph } : {}),
    ...(share ? { strong: share, struck: near ? writtenWeight(edge) : undefined } : {}),
    ...(!fromGateway && edge.order !== undefined && near ? { order: edge.order } : {}),
    ...(!fromGateway && edge.when && edge.when !== 'everything else'
      ? { under: shortCondition(edge, 28) }
      : {}),
  }
  if (edge.subset && near && !link.crowded) parts.word = edge.subset
  if (!share && near && link.path.lane >= 96 && look.mtls && edge.from !== 'client:outside')
    parts.word = edge.verdict === 'conditional' ? 'if token' : look.mtls.word
  return parts
}
