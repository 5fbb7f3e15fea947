import type { Scene, SceneLink } from './scene.ts'

/** What a selection lights: everything on the way to it and on from it. */
export type Lit = { readonly cards: ReadonlySet<string>; readonly links: ReadonlySet<string> }

const passes = (link: SceneLink) => link.edges.some((e) => e.kind !== 'selects')

/** @param id a node, a row or an edge of the graph */
export function litBy(scene: Scene, id: string | undefined): Lit | undefined {
  if (id === undefined) return undefined
  const link = scene.linkOfEdge.get(id)
  const card = scene.cardOf.get(id)
  if (!link && card === undefined) return undefined
  const cards = new Set<string>()
  const links = new Set<string>()
  const follow = (start: string, way: 'from' | 'to') => {
    const waiting = [start]
    const seen = new Set(waiting)
    while (waiting.length) {
      const at = waiting.pop() ?? ''
      cards.add(at)
      for (const next of scene.linksOf.get(at) ?? []) {
        if (next[way] !== at || !passes(next)) continue
        links.add(next.id)
        const other = way === 'from' ? next.to : next.from
        if (seen.has(other)) continue
        seen.add(other)
        waiting.push(other)
      }
    }
  }
  if (link) {
    links.add(link.id)
    follow(link.from, 'to')
    follow(link.to, 'from')
  } else if (card !== undefined) {
    follow(card, 'to')
    follow(card, 'from')
  }
  return { cards, links }
}

/** The next thing along the hops, or in the column; `undefined` where there is none. */
export function neighbour(
  scene: Scene,
  card: string,
  key: 'ArrowRight' | 'ArrowLeft' | 'ArrowUp' | 'ArrowDown',
): string | undefined {
  const here = scene.layout.boxes.get(card)
  if (!here) return undefined
  const yOf = (id: string) => scene.layout.boxes.get(id)?.y ?? 0
  if (key === 'ArrowRight' || key === 'ArrowLeft') {
    const way = key === 'ArrowRight' ? 'from' : 'to'
    const others = (scene.linksOf.get(card) ?? [])
      .filter((l) => l[way] === card && l.from !== l.to)
      .map((l) => (way === 'from' ? l.to : l.from))
    return others.sort((a, b) => Math.abs(yOf(a) - here.y) - Math.abs(yOf(b) - here.y))[0]
  }
  const down = key === 'ArrowDown'
  const column = scene.cards
    .filter((c) => {
      const rect = scene.layout.boxes.get(c.id)
      return rect && rect.x < here.x + here.width && here.x < rect.x + rect.width
    })
    .map((c) => c.id)
    .filter((id) => (down ? yOf(id) > here.y : yOf(id) < here.y))
  return column.sort((a, b) => (down ? yOf(a) - yOf(b) : yOf(b) - yOf(a)))[0]
}
