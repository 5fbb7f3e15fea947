/**
 * Speed and stability of the layout on one core: `node components/topology/layout-bench.ts`.
 * Prints a row per size: first picture, picture after one added service, and how many cards it moved.
 */
import { meshOfShape } from '#lib/fixtures/mesh-shape.ts'
import { cardsOf } from '#lib/graph/layout/cards.ts'
import { layout } from '#lib/graph/layout/layout.ts'

const report: Record<string, string | number>[] = []
for (const services of [50, 250, 1000, 2500, 5000]) {
  const mesh = meshOfShape({ services })
  const start = performance.now()
  const drawn = cardsOf(mesh)
  const cut = performance.now()
  const first = layout(drawn.boxes, drawn.arrows)
  const laid = performance.now()
  const twin = mesh.nodes.find((n) => n.kind === 'service')
  const more = cardsOf({
    nodes: [...mesh.nodes, ...(twin ? [{ ...twin, id: `${twin.id}-new`, name: 'new' }] : [])],
    edges: mesh.edges,
  })
  const again = performance.now()
  const second = layout(more.boxes, more.arrows, first)
  const done = performance.now()
  let moved = 0
  for (const [id, rect] of first.boxes) {
    const now = second.boxes.get(id)
    if (now && (now.x !== rect.x || now.y !== rect.y)) moved += 1
  }
  report.push({
    nodes: mesh.nodes.length,
    cards: drawn.cards.length,
    'cards ms': Math.round(cut - start),
    'first ms': Math.round(laid - cut),
    'update ms': Math.round(done - again),
    'moved %': Number(((100 * moved) / first.boxes.size).toFixed(2)),
    aspect: Number((first.width / first.height).toFixed(2)),
  })
}
console.table(report)
