'use client'
import { cx } from '#components/ui/class-names.ts'
import { Glyph, type GlyphName } from '#components/ui/glyph.tsx'
import type { GraphNode } from '#lib/graph/graph.ts'
import type { Card, CardRow } from '#lib/graph/layout/cards.ts'
import { useView } from './view-state.tsx'
import { cutMiddle, inMeshWord, percent, readyWord, shortCondition } from './words.ts'

const STRIP: Record<string, GlyphName> = {
  sidecar: 'sidecar',
  'native-sidecar': 'nativeSidecar',
  ambient: 'ambient',
  waypoint: 'ambient',
  gateway: 'sidecar',
  unknown: 'unknown',
}

/** The strip is the proxy: at the side where traffic enters, cut where ports skip it. */
export function ProxyStrip({ node }: { node: GraphNode }) {
  const glyph = STRIP[node.inMesh ?? '']
  const skipped = (node.bypasses ?? []).some((b) => b.direction === 'inbound')
  return (
    <span
      className={cx('mw-strip', !glyph && 'mw-strip-none', skipped && 'mw-strip-cut')}
      title={`${inMeshWord(node.inMesh) || 'no proxy'}${skipped ? ', some inbound ports bypass it' : ''}`}
    >
      {glyph ? <Glyph name={glyph} size={11} /> : null}
    </span>
  )
}

export function CardRowView({ card, row }: { card: Card; row: CardRow }) {
  const { select, selected, marks } = useView()
  if (row.kind === 'text')
    return (
      <div className="mw-row mw-quiet">
        <span className="pl-[31px]">{row.text}</span>
      </div>
    )
  const mark = row.edges.map((e) => marks.get(e.id)).find(Boolean)
  if (row.kind === 'rule') {
    const first = row.edges[0]
    const words =
      row.when === undefined
        ? 'any request'
        : row.when === 'everything else'
          ? row.when
          : `if ${row.when}`
    const most = Math.floor((card.width - 58) / 6.1)
    return (
      <button
        type="button"
        tabIndex={-1}
        className={cx('mw-row mw-rule', row.patched && 'mw-patched')}
        data-on={row.edges.some((e) => e.id === selected) || undefined}
        data-mark={mark}
        title={words}
        onClick={() => select(first?.id ?? card.id)}
      >
        <span className={cx('mw-disc', row.patched && 'mw-disc-on')}>{row.order ?? 1}</span>
        <span className={cx('truncate', row.when === undefined && 'text-ink-2')}>
          {shortCondition(first, most)}
        </span>
        {row.patched ? <Glyph name="bolt" size={13} className="ml-auto text-ink-3" /> : null}
      </button>
    )
  }
  const { node, share } = row
  const right = node.inMesh === 'none' ? 'no proxy' : readyWord(node)
  const room = card.width - 52 - right.length * 6 - (share === undefined ? 0 : 38)
  return (
    <button
      type="button"
      tabIndex={-1}
      className="mw-row mw-workload"
      data-node={node.id}
      data-on={selected === node.id || undefined}
      data-mark={mark ?? marks.get(node.id)}
      title={node.name}
      onClick={() => select(node.id)}
    >
      <ProxyStrip node={node} />
      {share === undefined ? null : (
        <>
          <span className={cx('mw-share', share === 0 && 'mw-zero')}>{percent(share)}</span>
          <i
            className="mw-share-bar"
            style={{ width: ((card.width - 22) * share) / 100 }}
            aria-hidden="true"
          />
        </>
      )}
      <span className={cx('truncate', share === 0 && 'text-ink-3')}>
        {cutMiddle(node.name, Math.max(8, Math.floor(room / 6.1)))}
      </span>
      <span className="mw-right">{right}</span>
      {mark ? <span className="sr-only">{mark}</span> : null}
    </button>
  )
}
