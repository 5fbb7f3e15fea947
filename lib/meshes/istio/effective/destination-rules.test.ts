import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDestinationRules } from '#lib/meshes/istio/destination-rule.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { DestinationRuleIndex } from './destination-rules.ts'
import { names, object } from './istio-objects.fixture.ts'

const HOST = 'reviews.books.svc.cluster.local'

const rule = (id: string, more: Readonly<Record<string, unknown>> = {}, day = 1) =>
  object('DestinationRule', id, { host: HOST, ...more }, day)
const subset = (name: string, version = name) => ({ name, labels: { version } })
const selecting = (labels: Readonly<Record<string, string>>) => ({
  workloadSelector: { matchLabels: labels },
})

type Row = {
  name: string
  rules: readonly KubernetesObject[]
  client?: string
  labels?: Readonly<Record<string, string>>
  byDefault?: readonly string[]
  host?: string
  from: readonly string[] | undefined
}

const places: readonly Row[] = [
  { name: 'no rule', rules: [], from: undefined },
  {
    name: 'the client’s namespace first',
    rules: [rule('books/a'), rule('shop/b'), rule('istio-system/c')],
    from: ['shop/b'],
  },
  {
    name: 'a wildcard of the client’s beats an exact one of the service’s',
    rules: [rule('books/a'), rule('shop/b', { host: '*.local' })],
    from: ['shop/b'],
  },
  {
    name: 'then the service’s namespace',
    rules: [rule('books/a'), rule('istio-system/c')],
    from: ['books/a'],
  },
  {
    name: 'then the root namespace',
    rules: [rule('istio-system/c', { host: '*' })],
    from: ['istio-system/c'],
  },
  { name: 'nowhere else', rules: [rule('data/d')], from: undefined },
  {
    name: 'a private rule of the service’s namespace is not seen',
    rules: [rule('books/a', { exportTo: ['.'] }), rule('istio-system/c')],
    from: ['istio-system/c'],
  },
  {
    name: 'a private default hides it too',
    rules: [rule('books/a')],
    byDefault: ['.'],
    from: undefined,
  },
  {
    name: 'it counts for clients there',
    rules: [rule('books/a', { exportTo: ['.'] })],
    client: 'books',
    from: ['books/a'],
  },
  {
    name: 'a rule that is exported to others only does not count at home',
    rules: [rule('books/a', { exportTo: ['data'] })],
    client: 'books',
    from: undefined,
  },
  {
    name: 'exact before wildcard',
    rules: [rule('books/a', { host: '*.books.svc.cluster.local' }, 1), rule('books/b', {}, 2)],
    from: ['books/b'],
  },
  {
    name: 'the longer wildcard before the shorter',
    rules: [
      rule('books/a', { host: '*.local' }, 1),
      rule('books/b', { host: '*.cluster.local' }, 2),
    ],
    from: ['books/b'],
  },
  {
    name: 'an exact rule for others hides a wildcard for all',
    rules: [rule('books/a', { exportTo: ['data'] }), rule('books/b', { host: '*.local' })],
    from: undefined,
  },
  {
    name: 'a wildcard host finds the rule for itself',
    rules: [rule('books/a', { host: '*.io' }), rule('books/b', { host: '*.partner.io' })],
    host: '*.partner.io',
    from: ['books/b'],
  },
  {
    name: 'clients in the root namespace look at the service’s rules before its public ones',
    rules: [rule('istio-system/r', { host: '*' }), rule('books/a')],
    client: 'istio-system',
    from: ['books/a'],
  },
  {
    name: 'but at its private ones first',
    rules: [rule('istio-system/r', { host: '*', exportTo: ['.'] }), rule('books/a')],
    client: 'istio-system',
    from: ['istio-system/r'],
  },
  {
    name: 'and at its public ones last',
    rules: [rule('istio-system/r', { host: '*' })],
    client: 'istio-system',
    from: ['istio-system/r'],
  },
  {
    name: 'a short host is the rule’s own namespace’s',
    rules: [rule('books/a', { host: 'reviews' })],
    from: ['books/a'],
  },
]

const merging: readonly Row[] = [
  {
    name: 'equal hosts merge, oldest first',
    rules: [rule('books/b', {}, 2), rule('books/a', {}, 3), rule('books/c', {}, 1)],
    from: ['books/c', 'books/b', 'books/a'],
  },
  {
    name: 'not with another audience',
    rules: [rule('books/a', { exportTo: ['shop'] }), rule('books/b', { exportTo: ['data'] })],
    from: ['books/a'],
  },
  {
    name: 'the order of an audience does not matter',
    rules: [
      rule('books/a', { exportTo: ['shop', 'data'] }, 1),
      rule('books/b', { exportTo: ['data', 'shop'] }, 2),
    ],
    from: ['books/a', 'books/b'],
  },
  {
    name: 'of several visible groups the last counts',
    rules: [rule('shop/a', { exportTo: ['.'] }, 1), rule('shop/b', {}, 2)],
    from: ['shop/b'],
  },
  {
    name: 'a wider audience joins the narrower',
    rules: [
      rule('books/a', { exportTo: ['shop'] }, 1),
      rule('books/b', { exportTo: ['shop', 'data'] }, 2),
    ],
    from: ['books/a', 'books/b'],
  },
  {
    name: 'and is lost beyond it',
    rules: [
      rule('books/a', { exportTo: ['shop'] }, 1),
      rule('books/b', { exportTo: ['shop', 'data'] }, 2),
    ],
    client: 'data',
    from: undefined,
  },
]

const selectors: readonly Row[] = [
  {
    name: 'a match beats older rules for all',
    rules: [rule('shop/a', {}, 1), rule('shop/b', selecting({ tier: 'front' }), 2)],
    labels: { tier: 'front', app: 'web' },
    from: ['shop/b'],
  },
  {
    name: 'others take the rule for all',
    rules: [rule('shop/a', {}, 1), rule('shop/b', selecting({ tier: 'front' }), 2)],
    from: ['shop/a'],
  },
  {
    name: 'it is never exported',
    rules: [rule('books/b', { ...selecting({ tier: 'front' }), exportTo: ['*'] })],
    labels: { tier: 'front' },
    from: undefined,
  },
  {
    name: 'equal selectors merge',
    rules: [
      rule('shop/a', selecting({ t: '1' }), 1),
      rule('shop/b', selecting({ t: '1' }), 2),
      rule('shop/c', selecting({ t: '2' }), 3),
    ],
    labels: { t: '1' },
    from: ['shop/a', 'shop/b'],
  },
  {
    name: 'the oldest that matches',
    rules: [rule('shop/a', selecting({ x: '1' }), 2), rule('shop/b', selecting({ t: '1' }), 1)],
    labels: { t: '1', x: '1' },
    from: ['shop/b'],
  },
  {
    name: 'a rule that selects others ends the search all the same',
    rules: [rule('books/a'), rule('shop/b', selecting({ tier: 'front' }))],
    from: undefined,
  },
  {
    name: 'a selector without labels selects all of its namespace',
    rules: [rule('shop/a', {}, 1), rule('shop/b', { workloadSelector: {} }, 2)],
    from: ['shop/b'],
  },
]

const find = ({ rules, client = 'shop', labels = {}, byDefault = [], host = HOST }: Row) =>
  new DestinationRuleIndex(readDestinationRules(rules), 'istio-system', byDefault).find(
    { namespace: client, labels: new Map(Object.entries(labels)) },
    host,
    'books',
  )

for (const [title, rows] of Object.entries({ places, merging, selectors }))
  for (const row of rows)
    test(`DestinationRule in force, ${title}: ${row.name}`, () => {
      const found = find(row)
      assert.deepEqual(found && names(found.rules), row.from)
    })

test('subsets are united, the first of a name and the oldest policy stay', () => {
  const found = find({
    name: '',
    from: [],
    rules: [
      rule(
        'books/b',
        {
          subsets: [subset('v2'), subset('v1', 'late')],
          trafficPolicy: { tls: { mode: 'SIMPLE' } },
        },
        2,
      ),
      rule('books/a', { subsets: [subset('v1')] }, 1),
      rule('books/c', { trafficPolicy: { tls: { mode: 'DISABLE' } } }, 3),
    ],
  })
  assert.deepEqual(
    [...(found?.subsets ?? [])].map(([name, { from, subset: s }]) => [
      name,
      s.labels.get('version'),
      from,
    ]),
    [
      ['v1', 'v1', 'DestinationRule/books/a'],
      ['v2', 'v2', 'DestinationRule/books/b'],
    ],
  )
  assert.equal(found?.decider?.ref, 'DestinationRule/books/b')
})
