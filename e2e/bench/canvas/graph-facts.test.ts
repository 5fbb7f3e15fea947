import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meshOfShape } from '#lib/fixtures/mesh-shape.ts'
import { cardsOf } from '#lib/graph/layout/cards.ts'
import { expectedCollapsed, expectedOpened } from './graph-facts.ts'

// Two ways to count: what the page draws, and what the benchmark holds it to.
const mesh = meshOfShape({ services: 200 })

test('opened, the count is that of the cards and of the edges on their lines', () => {
  const { cards, cardOf, links } = cardsOf(mesh)
  assert.deepEqual(expectedOpened(mesh), {
    nodes: cardOf.size,
    cards: cards.length,
    edges: links.flatMap((link) => link.edges).length,
  })
})

test('collapsed, the count is that of the namespaces and of the sums between them', () => {
  const collapsed = new Set(mesh.nodes.map(({ namespace }) => namespace))
  const { cards, cardOf, links } = cardsOf(mesh, { collapsed })
  assert.deepEqual(expectedCollapsed(mesh), {
    nodes: cardOf.size,
    cards: cards.length,
    edges: links.flatMap((link) => link.edges).length,
  })
})
