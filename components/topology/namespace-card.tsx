'use client'
import { Glyph } from '#components/ui/glyph.tsx'
import { mtlsLook } from '#components/ui/mtls-mark.tsx'
import { FindingBadge } from '#components/ui/severity.tsx'
import type { Card } from '#lib/graph/layout/cards.ts'
import { STATE_ORDER } from '#lib/graph/layout/namespaces.ts'
import { useView } from './view-state.tsx'
import { cutMiddle, sumWords } from './words.ts'

const lookOfKey = (key: string) =>
  key === 'enforced' || key === 'accepted' ? mtlsLook('mtls', key === 'enforced') : mtlsLook(key)

/** Good first, so that exceptions stand at the end, where the eye looks for them. */
const MIX_ORDER = [...STATE_ORDER].reverse()

/** Shares of verdicts as a bar with patterns; in words for those who do not see it. */
export function MixBar({ mix }: { mix: Readonly<Record<string, number>> }) {
  const present = MIX_ORDER.filter((key) => (mix[key] ?? 0) > 0)
  const words = present.map((key) => `${mix[key]} ${lookOfKey(key).word}`).join(', ')
  return (
    <span className="mw-mix" role="img" aria-label={words || 'no hop with a verdict'} title={words}>
      {present.map((key) => (
        <i key={key} className={`mw-mix-${key}`} style={{ flexGrow: mix[key] }} />
      ))}
    </span>
  )
}

/** From afar: the name as large as can be read and as long as fits, and whether something is wrong. */
function Distant({ card, zoom }: { card: Card; zoom: number }) {
  const px = Math.min(30, 11.5 / zoom)
  const { error, warning } = card.node.findings
  const most = Math.floor((130 - (error || warning ? 20 : 0)) / (px * 0.545))
  return (
    <span
      className="flex items-center gap-1 overflow-hidden text-left font-semibold whitespace-nowrap"
      style={{ fontSize: px, lineHeight: `${Math.min(40, px * 1.3)}px` }}
    >
      <span className="min-w-0 flex-1" title={card.node.name}>
        {cutMiddle(card.node.name, Math.max(4, most))}
      </span>
      {error || warning ? (
        <Glyph
          name={error ? 'error' : 'warning'}
          size={px}
          className={error ? 'text-bad' : 'text-warn'}
        />
      ) : null}
    </span>
  )
}

export function NamespaceCard({ card, shared }: { card: Card; shared: Record<string, unknown> }) {
  const { select, level, zoom } = useView()
  const { sum } = card
  return (
    <button
      {...shared}
      type="button"
      tabIndex={-1}
      className="mw-card mw-namespace"
      style={{ width: card.width, height: card.height }}
      onClick={() => select(card.id)}
    >
      {level === 'near' ? null : <Distant card={card} zoom={zoom} />}
      <span hidden={level !== 'near'} className="flex h-[18px] items-center gap-1.5">
        <b className="min-w-0 flex-1 truncate text-left text-13" title={card.node.name}>
          {cutMiddle(card.node.name, 15)}
        </b>
        <FindingBadge findings={{ ...card.node.findings, info: 0 }} />
      </span>
      <small hidden={level !== 'near'} className="block text-left text-11 text-ink-3">
        {sumWords(sum)}
      </small>
      <MixBar mix={sum?.mix ?? {}} />
    </button>
  )
}
