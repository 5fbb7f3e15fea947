import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GraphEdge } from '#lib/graph/graph.ts'
import {
  accessIndex,
  inOrder,
  linesOf,
  namespacesOf,
  type RuleRow,
  type TableRow,
  tablesOfEdges,
} from './route-tree.ts'

const rule = (order: number, to: string, more: Partial<RuleRow> = {}): RuleRow => ({
  order,
  resource: 'VirtualService/shop/web',
  path: `spec.http[${order - 1}]`,
  via: ['VirtualService/shop/web'],
  action: 'route',
  destinations: [{ kind: 'route', to, written: 'web', host: 'web', share: 100, path: '', via: [] }],
  facts: [],
  conflict: false,
  reachable: true,
  ...more,
})
const table = (id: string, host: string, more: Partial<TableRow> = {}): TableRow => ({
  id,
  mesh: 'istio',
  owner: 'gateway:edge/in',
  followedBy: 'gateway',
  protocol: 'http',
  port: 80,
  hosts: [host],
  rules: [rule(1, 'service:shop/web', { when: 'path = /a' }), rule(2, 'service:data/db')],
  ...more,
})
const words =
  (...wanted: string[]) =>
  (text: string) =>
    wanted.every((w) => text.toLowerCase().includes(w))
const edge = (from: string, to: string, more: Partial<GraphEdge> = {}): GraphEdge => ({
  id: `${from} ${to}`,
  from,
  to,
  kind: 'ingress',
  via: ['Ingress/shop/web'],
  ...more,
})

const lines = [
  { name: 'no words keep everything', holds: words(), closed: [], keys: ['a', 1, 2] },
  { name: 'a closed table keeps its head', holds: words(), closed: ['a'], keys: ['a'] },
  { name: 'words of a rule keep that rule', holds: words('/a'), closed: [], keys: ['a', 1] },
  {
    name: 'words of the head keep all rules',
    holds: words('edge/in'),
    closed: [],
    keys: ['a', 1, 2],
  },
  { name: 'words of both meet', holds: words('edge/in', 'db'), closed: [], keys: ['a', 2] },
  { name: 'nothing matches', holds: words('zzz'), closed: [], keys: [] },
]
for (const row of lines)
  test(row.name, () => {
    const found = linesOf([table('a', 'shop.example')], {
      holds: row.holds,
      closed: new Set(row.closed),
    })
    assert.deepEqual(
      found.map((l) => (l.kind === 'table' ? l.table.id : l.rule.order)),
      row.keys,
    )
  })

test('hosts are in order, any host last, gateways before callers in the mesh', () => {
  const tables = [
    table('any', '*'),
    table('mesh', 'b.example', { followedBy: 'mesh' }),
    table('b', 'b.example'),
    table('wild', '*.a.example'),
  ]
  assert.deepEqual(
    inOrder(tables, 'host').map((t) => t.id),
    ['wild', 'b', 'mesh', 'any'],
  )
})

test('namespaces of owner, objects and destinations', () => {
  assert.deepEqual([...new Set(namespacesOf(table('a', 'x')))].sort(), ['data', 'edge', 'shop'])
})

test('what an ingress controller routes is a table of its own', () => {
  const found = tablesOfEdges(
    [
      edge('workload:p/Deployment/proxy', 'service:shop/web', { host: 'h', when: 'path = /' }),
      edge('workload:p/Deployment/proxy', 'service:shop/api', { host: 'h' }),
      edge('service:shop/web', 'workload:shop/Deployment/web', { kind: 'selects' }),
    ],
    [],
  )
  assert.deepEqual(
    found.map((t) => [t.owner, t.hosts, t.rules.map((r) => r.destinations[0]?.to)]),
    [['workload:p/Deployment/proxy', ['h'], ['service:shop/web', 'service:shop/api']]],
  )
})

test('what a table states already is not said twice', () => {
  const known = table('a', 'h', {
    rules: [rule(1, 'service:shop/web', { via: ['Ingress/shop/web'] })],
  })
  assert.deepEqual(tablesOfEdges([edge('gateway:edge/in', 'service:shop/web')], [known]), [])
})

test('the worst verdict between two places counts', () => {
  const found = accessIndex([
    edge('a', 'b', { verdict: 'allow', policies: ['AuthorizationPolicy/x/allow'] }),
    edge('a', 'b', { verdict: 'deny', policies: ['AuthorizationPolicy/x/deny'] }),
    edge('a', 'c'),
  ])
  assert.deepEqual(
    [...found],
    [['a b', { verdict: 'deny', policies: ['AuthorizationPolicy/x/deny'] }]],
  )
})
