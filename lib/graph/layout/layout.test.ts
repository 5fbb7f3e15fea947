import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meshOfShape } from '#lib/fixtures/mesh-shape.ts'
import type { GraphEdge, GraphNode } from '#lib/graph/graph.ts'
import { cardsOf } from './cards.ts'
import { type Layout, layout } from './layout.ts'

type Mesh = { nodes: readonly GraphNode[]; edges: readonly GraphEdge[] }

const draw = (mesh: Mesh, previous?: Layout): Layout => {
  const { boxes, arrows } = cardsOf(mesh)
  return layout(boxes, arrows, previous)
}
const places = (found: Layout) =>
  JSON.stringify([...found.boxes].sort(([a], [b]) => (a < b ? -1 : 1)))

/** Share of the cards of both pictures that stand elsewhere in the second. */
function moved(before: Layout, after: Layout): number {
  let both = 0
  let other = 0
  for (const [id, rect] of before.boxes) {
    const now = after.boxes.get(id)
    if (!now) continue
    both += 1
    if (now.x !== rect.x || now.y !== rect.y) other += 1
  }
  return other / both
}

function overlaps(found: Layout): string[] {
  const rects = [...found.boxes].sort(([, a], [, b]) => a.x - b.x)
  const bad: string[] = []
  for (let i = 0; i < rects.length; i++)
    for (let j = i + 1; j < rects.length; j++) {
      const [a, ra] = rects[i] ?? ['', { x: 0, y: 0, width: 0, height: 0 }]
      const [b, rb] = rects[j] ?? ['', { x: 0, y: 0, width: 0, height: 0 }]
      if (rb.x >= ra.x + ra.width) break
      if (ra.y < rb.y + rb.height && rb.y < ra.y + ra.height) bad.push(`${a} and ${b}`)
    }
  return bad
}

const newService = (namespace: string, name: string): Mesh => ({
  nodes: [
    {
      id: `service:${namespace}/${name}`,
      kind: 'service',
      name,
      namespace,
      ports: [80],
      findings: { error: 0, warning: 0, info: 0 },
      resources: [],
    },
  ],
  edges: [],
})

const call = (from: string, to: string): GraphEdge => ({
  id: `${from} > ${to}`,
  from,
  to,
  kind: 'route',
  via: ['VirtualService/a/b'],
})

test('the same mesh gives the same picture, whatever the order of its parts', () => {
  const mesh = meshOfShape({ services: 120 })
  const shuffled = { nodes: [...mesh.nodes].reverse(), edges: [...mesh.edges].reverse() }
  const first = draw(mesh)
  assert.ok(places(draw(mesh)) === places(first), 'drawn twice')
  assert.ok(places(draw(shuffled)) === places(first), 'drawn from a shuffled mesh')
})

test('nothing stands on anything else', () => {
  for (const services of [3, 40, 400])
    assert.deepEqual(overlaps(draw(meshOfShape({ services }))), [], `${services} services`)
})

test('calls run from left to right where no circle forces them back', () => {
  const found = draw({
    nodes: ['a', 'b', 'c'].flatMap((name) => newService('shop', name).nodes),
    edges: [call('service:shop/a', 'service:shop/b'), call('service:shop/b', 'service:shop/c')],
  })
  const x = (name: string) => found.boxes.get(`service:shop/${name}`)?.x ?? Number.NaN
  assert.ok(x('a') < x('b') && x('b') < x('c'))
})

test('what nobody calls stands below the rule of its frame', () => {
  const found = draw({
    nodes: ['a', 'b', 'idle'].flatMap((name) => newService('shop', name).nodes),
    edges: [call('service:shop/a', 'service:shop/b')],
  })
  const frame = found.frames.get('shop')
  assert.ok(frame?.rule !== undefined)
  assert.ok((found.boxes.get('service:shop/idle')?.y ?? 0) > frame.rule)
  assert.ok((found.boxes.get('service:shop/a')?.y ?? Number.POSITIVE_INFINITY) < frame.rule)
})

test('at 2,000 nodes one added service moves less than 1 % of the others, wherever it comes', () => {
  const mesh = meshOfShape({ services: 1000 })
  assert.ok(mesh.nodes.length >= 2000)
  const before = draw(mesh)
  const spaces = [...new Set(mesh.nodes.map((n) => n.namespace ?? ''))].filter((n) =>
    n.startsWith('team'),
  )
  let worst = 0
  for (let i = 0; i < 40; i++) {
    const namespace = spaces[(i * 7) % spaces.length] ?? ''
    const added = newService(namespace, `added-${i}`)
    const caller = mesh.nodes.find((n) => n.namespace === namespace && n.kind === 'service')
    const after = draw(
      {
        nodes: [...mesh.nodes, ...added.nodes],
        edges:
          i % 2 || !caller
            ? mesh.edges
            : [...mesh.edges, call(caller.id, `service:${namespace}/added-${i}`)],
      },
      before,
    )
    assert.ok(after.boxes.has(`service:${namespace}/added-${i}`))
    assert.deepEqual(overlaps(after), [])
    worst = Math.max(worst, moved(before, after))
  }
  assert.ok(worst < 0.01, `${(worst * 100).toFixed(2)} % moved`)
})

test('a changed weight moves nothing', () => {
  const mesh = meshOfShape({ services: 60 })
  const before = draw(mesh)
  const after = draw(
    { ...mesh, edges: mesh.edges.map((e) => ('share' in e ? { ...e, share: 35 } : e)) },
    before,
  )
  assert.equal(moved(before, after), 0)
})

test('a service that goes leaves its place empty', () => {
  const mesh = meshOfShape({ services: 60 })
  const before = draw(mesh)
  const gone = mesh.nodes.find((n) => n.kind === 'service')?.id ?? ''
  const after = draw({ nodes: mesh.nodes.filter((n) => n.id !== gone), edges: mesh.edges }, before)
  assert.equal(after.boxes.has(gone), false)
  // Its workload, until now a row in it, becomes a card; all others stay.
  assert.equal(moved(before, after), 0)
})
