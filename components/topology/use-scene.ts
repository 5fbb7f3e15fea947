'use client'
import { useEffect, useMemo, useRef } from 'react'
import { basisOf } from '#lib/graph/basis.ts'
import type { Graph } from '#lib/graph/graph.ts'
import { type Cards, cardsOf, type Grouping, MOST_HOSTS } from '#lib/graph/layout/cards.ts'
import { type Layout, layout } from '#lib/graph/layout/layout.ts'
import { type Moves, moved } from '#lib/graph/layout/moved.ts'
import { collapsesInto, OUTSIDE_HOSTS } from '#lib/graph/layout/namespaces.ts'
import { patchCards } from '#lib/graph/layout/patch.ts'
import { patchScene, type Scene, sceneOf } from './scene.ts'

export type Basis = 'stated' | 'allowed' | 'inferred' | 'observed'

export type SceneOptions = {
  readonly namespaces: readonly string[]
  readonly hidden: readonly Basis[]
  readonly opened: readonly string[]
  readonly shut: readonly string[]
  readonly group?: Grouping
  /** Which part of the whole the graph is; another part is another picture. */
  readonly part?: string
}

/** Above this many things the picture starts as namespaces. */
export const MOST_THINGS = 300

/** Among the opened: all of them. */
export const ALL = '*'

/** What of the graph is in scope: chosen namespaces, with what they call and what calls them. */
export function scoped(
  graph: Graph,
  { namespaces, hidden }: Pick<SceneOptions, 'namespaces' | 'hidden'>,
): Graph {
  const edges = hidden.length
    ? graph.edges.filter((e) => !hidden.includes(basisOf(e)))
    : graph.edges
  if (namespaces.length === 0) return { nodes: graph.nodes, edges }
  const chosen = new Set(namespaces)
  const inside = new Set(
    graph.nodes.flatMap((n) =>
      n.namespace !== undefined && chosen.has(n.namespace) ? [n.id] : [],
    ),
  )
  const keep = new Set(inside)
  const own = edges.filter((e) => inside.has(e.from) || inside.has(e.to))
  for (const edge of own) {
    keep.add(edge.from)
    keep.add(edge.to)
  }
  return { nodes: graph.nodes.filter((n) => keep.has(n.id)), edges: own }
}

/** Namespaces that are drawn as one card: all but the opened ones when there is too much to read, else the shut ones. */
function collapsedOf(
  graph: Graph,
  { opened, shut }: SceneOptions,
): { collapsed: ReadonlySet<string>; byItself: boolean } {
  const names = new Set(graph.nodes.flatMap((n) => (n.namespace ? [n.namespace] : [])))
  const hosts = graph.nodes.filter((n) => collapsesInto(n) === OUTSIDE_HOSTS).length
  const drawn = graph.nodes.filter((n) => n.kind !== 'workload').length
  const byItself = drawn > MOST_THINGS
  const isShut = (name: string) =>
    byItself && !opened.includes(ALL) ? !opened.includes(name) : shut.includes(name)
  if (byItself && hosts > MOST_HOSTS) names.add(OUTSIDE_HOSTS)
  return { collapsed: new Set([...names].filter(isShut)), byItself }
}

const UNMOVED: Moves = new Map()

export type Drawing = {
  readonly graph: Graph
  readonly cards: Cards
  /** Where things stand by themselves, before anybody moved them. */
  readonly automatic: Layout
  readonly scene: Scene
  readonly scope: string
  readonly collapsed: ReadonlySet<string>
  /** Namespaces were collapsed because there is too much to read, not by hand. */
  readonly byItself: boolean
}

/** Shown as "topology layout" and so on in the browser's own timeline, and read by the benchmark. */
function timed<T>(what: string, run: () => T): T {
  const start = performance.now()
  const value = run()
  performance.clearMeasures(`topology ${what}`)
  performance.measure(`topology ${what}`, { start, end: performance.now() })
  return value
}

type Last = {
  readonly scope: string
  readonly graph: Graph
  readonly cards: Cards
  readonly layout: Layout
}
type Shown = {
  readonly cards: Cards
  readonly moves: Moves
  readonly layout: Layout
  readonly scene: Scene
}

/** The picture of a graph. Live updates keep every place; another scope is another picture. */
export function useScene(
  graph: Graph | undefined,
  options: SceneOptions,
  moves: Moves = UNMOVED,
): Drawing | undefined {
  const last = useRef<Last>(undefined)
  const shown = useRef<Shown>(undefined)
  const { namespaces, hidden, opened, shut, group, part } = options
  const laid = useMemo(() => {
    if (!graph) return undefined
    const settings = { namespaces, hidden, opened, shut }
    const inScope = scoped(graph, settings)
    const { collapsed, byItself } = collapsedOf(inScope, settings)
    const scope = JSON.stringify([
      namespaces,
      hidden,
      group,
      part,
      byItself,
      byItself ? opened : shut,
    ])
    const before = last.current?.scope === scope ? last.current : undefined
    const cards = timed(
      'cards',
      () =>
        (before && patchCards(before.cards, before.graph, inScope)) ??
        cardsOf(inScope, { collapsed, ...(group ? { group } : {}) }),
    )
    // What only says other things stands where it stood.
    const automatic =
      before?.cards.boxes === cards.boxes
        ? before.layout
        : timed('layout', () => layout(cards.boxes, cards.arrows, before?.layout))
    return { graph: inScope, cards, automatic, scope, collapsed, byItself }
  }, [graph, namespaces, hidden, opened, shut, group, part])
  // A dragged thing draws the picture again, and lays nothing out.
  const drawing = useMemo(() => {
    if (!laid) return undefined
    const { cards, automatic } = laid
    const before = shown.current
    const isPatched =
      before?.layout === automatic && before.moves === moves && before.cards.boxes === cards.boxes
    const scene = timed('scene', () =>
      isPatched
        ? patchScene(before.scene, cards)
        : sceneOf(cards, moved(automatic, cards.cards, moves)),
    )
    return { ...laid, scene }
  }, [laid, moves])
  useEffect(() => {
    if (!drawing) return
    const { scope, graph: drawn, cards, automatic, scene } = drawing
    last.current = { scope, graph: drawn, cards, layout: automatic }
    shown.current = { cards, moves, layout: automatic, scene }
  }, [drawing, moves])
  return drawing
}
