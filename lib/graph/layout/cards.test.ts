import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GraphEdge, GraphNode } from '#lib/graph/graph.ts'
import { cardsOf } from './cards.ts'

const node = (id: string, kind: GraphNode['kind'], more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  kind,
  name: id.split('/').at(-1) ?? id,
  namespace: 'shop',
  findings: { error: 0, warning: 0, info: 0 },
  resources: [],
  ...more,
})
const edge = (from: string, to: string, more: Partial<GraphEdge> = {}): GraphEdge => ({
  id: `${from} > ${to} ${more.order ?? ''}${more.subset ?? ''}${more.kind ?? ''}`,
  from,
  to,
  via: ['VirtualService/shop/web'],
  ...more,
})
const http = [{ port: 80, protocol: 'HTTP', hosts: ['*'], from: 'Gateway/shop/gw' }]

test('a workload that one Service selects is a row of its card', () => {
  const { cards, cardOf, links } = cardsOf({
    nodes: [node('s', 'service'), node('w', 'workload')],
    edges: [edge('s', 'w', { kind: 'selects' })],
  })
  assert.deepEqual(
    cards.map((c) => c.id),
    ['s'],
  )
  assert.deepEqual(
    cards[0]?.rows.map((r) => r.id),
    ['w'],
  )
  assert.equal(cardOf.get('w'), 's')
  assert.equal(links.length, 0)
})

test('a workload that two Services select is a card, with a line from each', () => {
  const { cards, links } = cardsOf({
    nodes: [node('s', 'service'), node('t', 'service'), node('w', 'workload')],
    edges: [edge('s', 'w', { kind: 'selects' }), edge('t', 'w', { kind: 'selects' })],
  })
  assert.equal(cards.length, 3)
  assert.equal(links.length, 2)
})

test('a split is the share of the row, not a line', () => {
  const graph = (more: Partial<GraphEdge>) => ({
    nodes: [node('s', 'service'), ...['w1', 'w2', 'w3'].map((id) => node(id, 'workload'))],
    edges: [
      ...['w1', 'w2', 'w3'].map((id) => edge('s', id, { kind: 'selects' })),
      edge('s', 'w1', { kind: 'split', share: 80, ...more }),
      edge('s', 'w2', { kind: 'split', share: 20, ...more }),
    ],
  })
  const shares = (more: Partial<GraphEdge>) => {
    const { cards, links } = cardsOf(graph(more))
    assert.equal(links.length, 0)
    return cards[0]?.rows.map((r) => (r.kind === 'workload' ? r.share : undefined))
  }
  assert.deepEqual(shares({}), [80, 20, 0])
  assert.deepEqual(shares({ when: 'path = /a', order: 1 }), [undefined, undefined, undefined])
})

test('the rules of a gateway are its rows, in order, and its edges leave from them', () => {
  const { cards, links } = cardsOf({
    nodes: [node('g', 'gateway', { listeners: http }), node('a', 'service'), node('b', 'service')],
    edges: [
      edge('g', 'b', { order: 2, when: 'path = /b' }),
      edge('g', 'a', { order: 1, when: 'path = /a' }),
    ],
  })
  const rows = cards.find((c) => c.id === 'g')?.rows ?? []
  assert.deepEqual(
    rows.map((r) => (r.kind === 'rule' ? r.when : r.kind === 'text' ? r.text : '')),
    ['path = /a', 'path = /b', 'no match: 404'],
  )
  const y = (to: string) => links.find((l) => l.to === to)?.fromY ?? 0
  assert.ok(y('a') < y('b'))
})

test('a weighted rule is one row with two lines', () => {
  const { cards, links } = cardsOf({
    nodes: [node('g', 'gateway', { listeners: http }), node('a', 'service'), node('b', 'service')],
    edges: [edge('g', 'a', { share: 80 }), edge('g', 'b', { share: 20 })],
  })
  assert.equal(cards.find((c) => c.id === 'g')?.rows.length, 1)
  assert.equal(links.length, 2)
})

test('subsets of one destination keep a line each', () => {
  const { links } = cardsOf({
    nodes: [node('g', 'gateway', { listeners: http }), node('a', 'service')],
    edges: [
      edge('g', 'a', { subset: 'v1', share: 80 }),
      edge('g', 'a', { subset: 'v2', share: 20 }),
    ],
  })
  assert.equal(links.length, 2)
})

test('what no edge names is idle; a selected workload does not count as a caller', () => {
  const { cards } = cardsOf({
    nodes: [
      node('s', 'service'),
      node('w', 'workload'),
      node('t', 'service'),
      node('u', 'service'),
    ],
    edges: [edge('s', 'w', { kind: 'selects' }), edge('t', 'u')],
  })
  assert.deepEqual(
    cards.filter((c) => c.idle).map((c) => c.id),
    ['s'],
  )
})

test('a collapsed namespace is one card; hops across are summed by verdict', () => {
  const plain = { state: 'plaintext' as const, because: '', decidedBy: [] }
  const { cards, links } = cardsOf(
    {
      nodes: [
        node('x', 'service', { namespace: 'web' }),
        node('a', 'service'),
        node('b', 'service', { findings: { error: 0, warning: 2, info: 0 } }),
      ],
      edges: [
        edge('x', 'a'),
        edge('x', 'b'),
        edge('x', 'b', { order: 2, mtls: plain }),
        edge('a', 'b'),
      ],
    },
    { collapsed: new Set(['shop']) },
  )
  const sum = cards.find((c) => c.kind === 'namespace')
  assert.equal(sum?.id, 'namespace:shop')
  assert.equal(sum?.sum?.services, 2)
  assert.equal(sum?.sum?.hops, 4)
  assert.equal(sum?.node.findings.warning, 2)
  assert.deepEqual(links.map((l) => l.edges[0]?.because).sort(), ['1 hop', '2 hops'])
})

test('an edge to a node that may not be seen is left out', () => {
  const { links } = cardsOf({ nodes: [node('a', 'service')], edges: [edge('a', 'hidden')] })
  assert.deepEqual(links, [])
})

const groups = [
  { group: undefined, expected: ['shop', 'shop', 'web', '~client:outside'] },
  { group: 'namespace', expected: ['shop', 'shop', 'web', '~client:outside'] },
  { group: 'mesh', expected: ['istio', 'consul', 'in no mesh', '~client:outside'] },
  { group: 'none', expected: ['~', '~', '~', '~'] },
] as const
for (const { group, expected } of groups)
  test(`frames by ${group ?? 'nothing said'}`, () => {
    const { cards, boxes } = cardsOf(
      {
        nodes: [
          node('a', 'service', { mesh: 'istio' }),
          node('b', 'service', { mesh: 'consul' }),
          node('c', 'service', { namespace: 'web' }),
          { ...node('client:outside', 'client'), namespace: undefined },
        ],
        edges: [],
      },
      group ? { group } : {},
    )
    assert.deepEqual(
      cards.map((c) => c.group),
      expected,
    )
    assert.deepEqual(
      boxes.map((b) => b.group),
      expected,
    )
  })
