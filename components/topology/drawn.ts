import type { Rect } from '#lib/graph/layout/layout.ts'
import type { Scene } from './scene.ts'

/** What one repaint put on the canvas, and what the DOM over it holds. */
export type Painted = { readonly lines: number; readonly things: number; readonly ms: number }

/** What the picture says that it shows: for tests and benchmarks, which cannot read a canvas. */
export type Drawn = {
  readonly cards: ReadonlyMap<string, Rect>
  /** Nodes of the graph that stand on a card, their own or another's. */
  readonly nodes: number
  readonly lines: number
  /** Edges of the graph that these lines stand for. */
  readonly edges: number
  readonly view: { readonly x: number; readonly y: number; readonly zoom: number }
  readonly painted: Painted
}

export const drawnOf = (scene: Scene, view: Drawn['view'], painted: Painted): Drawn => ({
  cards: new Map(
    scene.cards.flatMap(({ id }) => {
      const box = scene.layout.boxes.get(id)
      return box ? [[id, box] as const] : []
    }),
  ),
  nodes: scene.cardOf.size,
  lines: scene.links.length,
  edges: scene.linkOfEdge.size,
  view,
  painted,
})

/** The canvas answers it as a function of its own, for as long as it shows something. */
export type AnswersDrawn = { drawn?: () => Drawn | undefined }
