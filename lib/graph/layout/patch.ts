import type { GraphEdge } from '#lib/graph/graph.ts'
import type { Card, CardRow, Cards, Link } from './cards.ts'
import { stateKey } from './namespaces.ts'

type Lists = { readonly nodes: readonly unknown[]; readonly edges: readonly GraphEdge[] }

/** More than this is no small change; drawing anew costs as much. */
const MOST = 200

/**
 * The cards after a change in which some edges only say other things than before: the usual one, in a large mesh.
 * Undefined where the change may move, add or remove something, and the cards have to be made anew.
 */
export function patchCards(cards: Cards, before: Lists, after: Lists): Cards | undefined {
  if (!isSameList(before.nodes, after.nodes) || before.edges.length !== after.edges.length)
    return undefined
  const changed = new Map<GraphEdge, GraphEdge>()
  for (const [i, old] of before.edges.entries()) {
    const now = after.edges[i]
    if (now === old) continue
    if (!now || !standsWhere(old, now) || changed.size === MOST) return undefined
    changed.set(old, now)
  }
  if (changed.size === 0) return cards
  const unseen = new Set(changed.keys())
  const swapped = (edges: readonly GraphEdge[]): readonly GraphEdge[] | undefined => {
    if (!edges.some((edge) => changed.has(edge))) return undefined
    return edges.map((edge) => {
      unseen.delete(edge)
      return changed.get(edge) ?? edge
    })
  }
  const drawn: Card[] = []
  for (const card of cards.cards) {
    const now = patchCard(card, swapped)
    if (!now) return undefined
    drawn.push(now)
  }
  const links = cards.links.map((link): Link => {
    const edges = swapped(link.edges)
    return edges ? { ...link, edges } : link
  })
  // What is drawn nowhere is summed, on a card or on a line, and the sum is the same as long as the verdict is.
  for (const edge of unseen) {
    const now = changed.get(edge)
    if (now && stateKey(now) !== stateKey(edge)) return undefined
  }
  return {
    ...cards,
    cards: drawn.some((c, i) => c !== cards.cards[i]) ? drawn : cards.cards,
    links,
  }
}

/** Whether nothing changed that decides on a place, a row or a line of its own. */
const standsWhere = (a: GraphEdge, b: GraphEdge): boolean =>
  a.id === b.id &&
  a.from === b.from &&
  a.to === b.to &&
  a.kind === b.kind &&
  a.subset === b.subset &&
  a.order === b.order &&
  a.when === b.when &&
  (a.share === undefined) === (b.share === undefined) &&
  a.via.join() === b.via.join()

const isSameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === b.length && a.every((one, i) => one === b[i]))

/** @returns undefined where the shares of its rows cannot be told from the rows alone */
function patchCard(
  card: Card,
  swapped: (edges: readonly GraphEdge[]) => readonly GraphEdge[] | undefined,
): Card | undefined {
  let hasOther = false
  const rows = card.rows.map((row): CardRow => {
    const edges = row.kind === 'text' ? undefined : swapped(row.edges)
    if (!edges || row.kind === 'text') return row
    hasOther = true
    if (row.kind === 'rule' || row.share === undefined) return { ...row, edges }
    return { ...row, edges, share: edges.reduce((sum, { share }) => sum + (share ?? 0), 0) }
  })
  if (!hasOther) return card
  const shares = rows.flatMap((row) => (row.kind === 'workload' ? [row.share] : []))
  const whole = shares.reduce((sum: number, share) => sum + (share ?? 0), 0)
  const isOneSplit = shares.some((share) => share !== undefined)
  // Parts that make no whole are shown as none; and without a share there may be one now.
  if (isOneSplit ? card.more > 0 || Math.abs(whole - 100) > 0.5 : mayHaveShare(rows))
    return undefined
  return { ...card, rows }
}

const mayHaveShare = (rows: readonly CardRow[]): boolean =>
  rows.some(
    (row) =>
      row.kind === 'workload' &&
      row.edges.some((e) => e.share !== undefined && e.when === undefined && e.order === undefined),
  )
