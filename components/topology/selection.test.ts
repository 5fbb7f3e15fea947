import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GraphEdge, GraphNode } from '#lib/graph/graph.ts'
import { cardsOf } from '#lib/graph/layout/cards.ts'
import { layout } from '#lib/graph/layout/layout.ts'
import { linkAt, sceneOf } from './scene.ts'
import { litBy, neighbour } from './selection.ts'

const node = (id: string): GraphNode => ({
  id,
  kind: 'service',
  name: id,
  namespace: 'shop',
  findings: { error: 0, warning: 0, info: 0 },
  resources: [],
})
const edge = (from: string, to: string): GraphEdge => ({ id: `${from}>${to}`, from, to, via: [] })
// a → b → c, and d → c, and e on its own
const cards = cardsOf({
  nodes: ['a', 'b', 'c', 'd', 'e'].map(node),
  edges: [edge('a', 'b'), edge('b', 'c'), edge('d', 'c')],
})
const scene = sceneOf(cards, layout(cards.boxes, cards.arrows))

const rows = [
  {
    name: 'a thing lights the way to it and on from it',
    id: 'b',
    cards: ['a', 'b', 'c'],
    links: ['a>b', 'b>c'],
  },
  {
    name: 'callers of its targets stay dark',
    id: 'a',
    cards: ['a', 'b', 'c'],
    links: ['a>b', 'b>c'],
  },
  {
    name: 'a hop lights what leads to it and what follows',
    id: 'b>c',
    cards: ['a', 'b', 'c'],
    links: ['a>b', 'b>c'],
  },
  { name: 'a thing that is alone lights itself', id: 'e', cards: ['e'], links: [] },
]
for (const row of rows)
  test(row.name, () => {
    const lit = litBy(scene, row.id)
    assert.deepEqual([...(lit?.cards ?? [])].sort(), row.cards)
    assert.deepEqual([...(lit?.links ?? [])].sort(), row.links)
  })

test('what is not in the picture lights nothing', () => {
  assert.equal(litBy(scene, 'gone'), undefined)
  assert.equal(litBy(scene, undefined), undefined)
})

test('arrows follow hops', () => {
  assert.equal(neighbour(scene, 'a', 'ArrowRight'), 'b')
  assert.equal(neighbour(scene, 'b', 'ArrowLeft'), 'a')
  assert.equal(neighbour(scene, 'e', 'ArrowRight'), undefined)
})

test('a line is hit on it and not beside it', () => {
  const line = scene.linkOfEdge.get('a>b')
  const x = line?.path.samples[0] ?? 0
  const y = line?.path.samples[1] ?? 0
  assert.equal(linkAt(scene, x, y, 6)?.id, 'a>b')
  assert.equal(linkAt(scene, x, y - 4000, 6), undefined)
})

test('ends that share a card stand apart', () => {
  const ends = scene.links.filter((l) => l.to === 'c').map((l) => l.toY)
  assert.equal(new Set(ends).size, 2)
})
