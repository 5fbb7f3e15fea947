import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askOf, sectionsOf } from './choose.ts'
import { type Entry, entry, type Group } from './entry.ts'

const of = (group: Group, label: string, rest: { hint?: string; also?: string[] } = {}): Entry =>
  entry({ id: `${group}:${label}:${rest.hint ?? ''}`, group, label, glyph: 'service', ...rest })

const ENTRIES = [
  of('Recent', 'reviews', { hint: 'Service bookinfo' }),
  of('Pages', 'Topology', { also: ['map'] }),
  of('Pages', 'Routing'),
  of('Actions', 'Use the dark theme'),
  of('On the map', 'reviews', { hint: 'Service bookinfo' }),
  of('On the map', 'reviews-v1', { hint: 'Workload bookinfo' }),
  of('On the map', 'previews', { hint: 'Service shop' }),
  of('Objects', 'reviews', { hint: 'VirtualService bookinfo' }),
  of('Objects', 'reviews-route', { hint: 'VirtualService shop' }),
  of('Namespaces', 'bookinfo'),
]
const words = (typed: string) =>
  sectionsOf(ENTRIES, typed).map(
    ({ group, hits }) =>
      `${group}: ${hits.map(({ entry: { label, hint } }) => (hint ? `${label} (${hint})` : label)).join(', ')}`,
  )

const rows: { typed: string; shown: readonly string[] }[] = [
  {
    typed: '',
    shown: [
      'Recent: reviews (Service bookinfo)',
      'Pages: Topology, Routing',
      'Actions: Use the dark theme',
    ],
  },
  {
    typed: 'reviews',
    shown: [
      'On the map: reviews (Service bookinfo), reviews-v1 (Workload bookinfo), previews (Service shop)',
      'Objects: reviews (VirtualService bookinfo), reviews-route (VirtualService shop)',
    ],
  },
  {
    typed: 'book',
    shown: [
      'Namespaces: bookinfo',
      'On the map: reviews (Service bookinfo), reviews-v1 (Workload bookinfo)',
      'Objects: reviews (VirtualService bookinfo)',
    ],
  },
  {
    typed: 'reviews shop',
    shown: ['Objects: reviews-route (VirtualService shop)', 'On the map: previews (Service shop)'],
  },
  { typed: 'dark', shown: ['Actions: Use the dark theme'] },
  { typed: 'map', shown: ['Pages: Topology'] },
  { typed: '.*', shown: [] },
]
for (const { typed, shown } of rows) {
  test(`"${typed}" shows ${shown.length} groups, the best first`, () => {
    assert.deepEqual(words(typed), shown)
  })
}

test('the rest of a group is counted, also where the server knows of more', () => {
  const many = Array.from({ length: 30 }, (_, i) => of('Objects', `web-${i}`))
  const [section] = sectionsOf(many, 'web')
  assert.deepEqual([section?.hits.length, section?.more], [12, 18])
  assert.equal(sectionsOf(many, 'web', { Objects: 4000 })[0]?.more, 3988)
})

test('20,000 entries are ranked within a frame or two', () => {
  const many = Array.from({ length: 20_000 }, (_, i) =>
    of('On the map', `service-${i}`, { hint: `Service ns-${i % 100}` }),
  )
  const began = performance.now()
  sectionsOf(many, 's')
  sectionsOf(many, 'serv 199')
  // Far above what it takes; only what would hang fails here.
  assert.ok(performance.now() - began < 2000)
})

test('"edit" in front asks for the text', () => {
  assert.deepEqual(askOf('edit vs reviews'), { verb: 'edit', text: 'vs reviews' })
  assert.deepEqual(askOf('Edit '), { verb: 'edit', text: '' })
  assert.deepEqual(askOf('editor'), { verb: 'go', text: 'editor' })
  assert.deepEqual(askOf('credit x'), { verb: 'go', text: 'credit x' })
})
