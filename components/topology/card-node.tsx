'use client'
import type { Node, NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { cx } from '#components/ui/class-names.ts'
import { Glyph, type GlyphName } from '#components/ui/glyph.tsx'
import { postureLook, TONE_TEXT } from '#components/ui/mtls-mark.tsx'
import { FindingBadge } from '#components/ui/severity.tsx'
import type { GraphNode } from '#lib/graph/graph.ts'
import type { Card } from '#lib/graph/layout/cards.ts'
import { CardRowView } from './card-row.tsx'
import { NamespaceCard } from './namespace-card.tsx'
import { useView } from './view-state.tsx'
import { cutMiddle, subtitle } from './words.ts'

export type CardNodeType = Node<{ card: Card }, 'card'>

const KIND_GLYPH: Record<GraphNode['kind'], GlyphName> = {
  gateway: 'gateway',
  ingress: 'gateway',
  service: 'service',
  workload: 'workload',
  entry: 'external',
  external: 'external',
  cluster: 'peer',
  client: 'globe',
}
export const kindGlyph = (kind: GraphNode['kind']): GlyphName => KIND_GLYPH[kind]

/** Badges that are one word (a kind that patches it); sentences stand in the drawer. */
const shortBadges = (node: GraphNode): readonly string[] =>
  (node.badges ?? []).filter((badge) => !badge.includes(' '))

/** One thing of the picture as React Flow mounts it; only those near the viewport are. */
export const CardNode = memo(function CardNode({ data }: NodeProps<CardNodeType>) {
  return <CardView card={data.card} />
})

export function CardView({ card }: { card: Card }) {
  const view = useView()
  const ids = [card.id, ...card.rows.flatMap((r) => (r.kind === 'workload' ? [r.node.id] : []))]
  const selected = view.selected !== undefined && ids.includes(view.selected)
  const dim =
    (view.lit !== undefined && !view.lit.cards.has(card.id)) ||
    (view.found !== undefined && !view.found.cards.has(card.id))
  const mark = view.marks.get(card.id)
  const shared = {
    'data-node': card.id,
    'data-selected': selected || undefined,
    'data-focused': view.focused === card.id || undefined,
    'data-dim': dim || undefined,
    'data-mark': mark,
  }
  if (card.kind === 'namespace') return <NamespaceCard card={card} shared={shared} />
  if (card.kind === 'client')
    return (
      <>
        <button
          {...shared}
          type="button"
          tabIndex={-1}
          aria-label="Clients outside the cluster"
          className="mw-globe"
          onClick={() => view.select(card.id)}
        >
          <Glyph name="globe" size={17} />
        </button>
        <span className="mw-under">
          {card.node.name === 'outside' ? 'outside' : card.node.name}
        </span>
      </>
    )
  return (
    <div
      {...shared}
      className={cx('mw-card', `mw-${card.kind}`)}
      style={{ width: card.width, height: card.height }}
    >
      {view.level === 'near' ? <NearCard card={card} /> : <MiddleCard card={card} />}
    </div>
  )
}

function NearCard({ card }: { card: Card }) {
  const { select } = useView()
  const { node } = card
  // Where frames are no namespaces, the card says its own.
  const elsewhere =
    node.namespace !== undefined && card.group !== node.namespace ? node.namespace : ''
  const posture = node.accepts ? postureLook(node.accepts.mode) : undefined
  const most = Math.floor((card.width - 50) / 7.1)
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className="mw-head"
        title={node.name.length > most ? node.name : undefined}
        onClick={() => select(card.id)}
      >
        <Glyph name={kindGlyph(node.kind)} size={17} className="text-ink-2" />
        <span className="mw-names">
          <b>{cutMiddle(node.name, most)}</b>
          <span className="mw-second">
            <small>{[subtitle(node), elsewhere].filter(Boolean).join(' · ')}</small>
            {posture && node.kind !== 'gateway' ? (
              <span
                title={posture.word}
                className={cx('mw-posture', posture.tone !== 'plain' && TONE_TEXT[posture.tone])}
              >
                <Glyph name={posture.glyph} size={12} />
              </span>
            ) : null}
            <span className="flex-1" />
            {shortBadges(node).map((badge) => (
              <span key={badge} className="mw-badge">
                <Glyph name="bolt" size={11} />
                {badge}
              </span>
            ))}
            <FindingBadge findings={node.findings} only="worst" />
          </span>
        </span>
      </button>
      {card.rows.map((row) => (
        <CardRowView key={row.id} card={card} row={row} />
      ))}
      {card.more > 0 ? (
        <button
          type="button"
          tabIndex={-1}
          className="mw-row mw-quiet"
          onClick={() => select(card.id)}
        >
          <span className="pl-6">and {card.more} more</span>
        </button>
      ) : null}
    </>
  )
}

/** Half way out: the name at a size that can be read, and bars for the shares. */
function MiddleCard({ card }: { card: Card }) {
  const { select, zoom } = useView()
  const { node } = card
  const most = Math.floor(((card.width - 44) * zoom) / 6.8)
  return (
    <button type="button" tabIndex={-1} className="mw-mid" onClick={() => select(card.id)}>
      <span className="mw-mid-head" style={{ fontSize: 12 / zoom, lineHeight: `${16 / zoom}px` }}>
        <Glyph name={kindGlyph(node.kind)} size={Math.min(18, 12 / zoom)} className="text-ink-2" />
        <b>{cutMiddle(node.name, Math.max(6, most))}</b>
        <FindingBadge findings={node.findings} only="worst" />
      </span>
      <span className="mw-mid-bars" aria-hidden="true">
        {card.rows.map((row) => (
          <i
            key={row.id}
            style={{
              width: `${row.kind === 'workload' && row.share !== undefined ? Math.max(4, row.share) : 100}%`,
            }}
          />
        ))}
      </span>
    </button>
  )
}
