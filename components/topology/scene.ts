import type { Cards, Link } from '#lib/graph/layout/cards.ts'
import type { Layout, Rect } from '#lib/graph/layout/layout.ts'
import { type EdgePath, edgePath } from './edge-path.ts'

/** A line with its place: drawn by the canvas, labelled by the DOM, hit by the pointer. */
export type SceneLink = Link & {
  readonly path: EdgePath
  readonly bounds: Rect
  readonly crowded: boolean
}

export type Scene = {
  readonly cards: Cards['cards']
  readonly cardOf: Cards['cardOf']
  readonly layout: Layout
  readonly links: readonly SceneLink[]
  readonly linksOf: ReadonlyMap<string, readonly SceneLink[]>
  readonly linkOfEdge: ReadonlyMap<string, SceneLink>
}

/** Height of a label: ends of several lines at one card stand this far apart where there is room. */
const LABEL = 22

export function sceneOf(cards: Cards, layout: Layout): Scene {
  const endY = spreadEnds(cards, layout)
  const links: SceneLink[] = []
  const linksOf = new Map<string, SceneLink[]>()
  const linkOfEdge = new Map<string, SceneLink>()
  for (const link of cards.links) {
    const from = layout.boxes.get(link.from)
    const to = layout.boxes.get(link.to)
    if (!from || !to) continue
    const end = endY.get(link) ?? { toY: link.toY, crowded: false }
    const path = edgePath(
      from,
      to,
      link.fromY,
      end.toY,
      isHairpin(link) ? clearTop(layout, from, to) : undefined,
    )
    const scene: SceneLink = {
      ...link,
      toY: end.toY,
      path,
      bounds: path.bounds,
      crowded: end.crowded,
    }
    links.push(scene)
    for (const id of new Set([link.from, link.to])) {
      const list = linksOf.get(id)
      if (list) list.push(scene)
      else linksOf.set(id, [scene])
    }
    for (const edge of link.edges) linkOfEdge.set(edge.id, scene)
  }
  return { cards: cards.cards, cardOf: cards.cardOf, layout, links, linksOf, linkOfEdge }
}

/** The picture after a change that moved nothing: lines whose edges say other things, in the same places. */
export function patchScene(scene: Scene, cards: Cards): Scene {
  const changed = new Map<SceneLink, SceneLink>()
  for (const link of cards.links) {
    const old = scene.linkOfEdge.get(link.edges[0]?.id ?? '')
    if (old && old.edges !== link.edges) changed.set(old, { ...old, edges: link.edges })
  }
  if (changed.size === 0) return { ...scene, cards: cards.cards }
  const swap = (list: readonly SceneLink[]) => list.map((link) => changed.get(link) ?? link)
  const linksOf = new Map(scene.linksOf)
  const linkOfEdge = new Map(scene.linkOfEdge)
  for (const link of changed.values()) {
    for (const id of [link.from, link.to]) linksOf.set(id, swap(linksOf.get(id) ?? []))
    for (const edge of link.edges) linkOfEdge.set(edge.id, link)
  }
  return { ...scene, cards: cards.cards, links: swap(scene.links), linksOf, linkOfEdge }
}

/** Above every frame between two cards. */
function clearTop(layout: Layout, from: Rect, to: Rect): number {
  let top = Math.min(from.y, to.y) - 40
  for (const frame of layout.frames.values())
    if (frame.x < from.x + from.width + 60 && frame.x + frame.width > to.x)
      top = Math.min(top, frame.y - 20)
  return top
}

const isHairpin = (link: Link): boolean => link.edges.every((e) => e.kind === 'inferred')

/** Lines that end at the same point of a card are set apart, in the order in which they come. */
function spreadEnds(cards: Cards, layout: Layout): Map<Link, { toY: number; crowded: boolean }> {
  const into = new Map<string, Link[]>()
  for (const link of cards.links) {
    const key = `${link.to} ${link.toY}`
    const list = into.get(key)
    if (list) list.push(link)
    else into.set(key, [link])
  }
  const found = new Map<Link, { toY: number; crowded: boolean }>()
  for (const list of into.values()) {
    const target = layout.boxes.get(list[0]?.to ?? '')
    if (list.length < 2 || !target) continue
    const yOf = (link: Link) => (layout.boxes.get(link.from)?.y ?? 0) + link.fromY
    list.sort((a, b) => yOf(a) - yOf(b) || (a.id < b.id ? -1 : 1))
    const room = target.height - 16
    const step = Math.min(LABEL, room / (list.length - 1))
    const base = list[0]?.toY ?? 0
    const first = Math.max(8, base - (step * (list.length - 1)) / 2)
    list.forEach((link, i) => {
      found.set(link, { toY: first + i * step, crowded: step < LABEL - 4 })
    })
  }
  return found
}

/** The nearest line within reach of a point, in world pixels. */
export function linkAt(scene: Scene, x: number, y: number, reach: number): SceneLink | undefined {
  let best: SceneLink | undefined
  let nearest = reach * reach
  for (const link of scene.links) {
    const b = link.bounds
    if (
      x < b.x - reach ||
      y < b.y - reach ||
      x > b.x + b.width + reach ||
      y > b.y + b.height + reach
    )
      continue
    const points = link.path.samples
    for (let i = 0; i + 3 < points.length; i += 2) {
      const d = distance2(
        x,
        y,
        points[i] ?? 0,
        points[i + 1] ?? 0,
        points[i + 2] ?? 0,
        points[i + 3] ?? 0,
      )
      if (d < nearest) {
        nearest = d
        best = link
      }
    }
  }
  return best
}

function distance2(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax
  const dy = by - ay
  const length = dx * dx + dy * dy
  const t = length ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0
  return (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2
}
