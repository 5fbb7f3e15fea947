import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '#lib/changes/derive.ts'
import { service } from '#lib/fixtures/istio-objects.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'
import type { GatewayApiContribution } from './contribute.ts'
import { backend, gateway, gatewayClass, httpListener, route } from './gateway-objects.fixture.ts'

const path = (type: string, value: string) => ({ path: { type, value } })
const exact = (value: string) => path('Exact', value)
const prefix = (value: string) => path('PathPrefix', value)
const header = (...names: readonly string[]) => ({
  headers: names.map((name) => ({ name, value: '1' })),
})
const query = (...names: readonly string[]) => ({
  queryParams: names.map((name) => ({ name, value: '1' })),
})
const rule = (...matches: readonly object[]) => ({
  ...(matches.length > 0 ? { matches } : {}),
  backendRefs: [backend('a')],
})
type Rule = ReturnType<typeof rule>
const http = (place: string, rules: readonly Rule[], more = {}) =>
  route('HTTPRoute', place, { name: 'web' }, rules, more)
const grpc = (place: string, rules: readonly Rule[], more = {}) =>
  route('GRPCRoute', place, { name: 'web' }, rules, more)
const called = (service?: string, method?: string) => ({ method: { service, method } })

const tablesOf = (objects: readonly KubernetesObject[]) => {
  const base = [gatewayClass(), gateway('shop/web', [httpListener()]), service('shop/a')]
  const { model } = derive(snapshotFromObjects(ALL_KINDS, [...base, ...objects]))
  const found = model.contributions.get('gateway-api') as GatewayApiContribution
  return found.gatewayTables
}

/** `route rule` in the order in which the table tries them; `!` marks what is never reached, `?` what is contested. */
const orderOf = (objects: readonly KubernetesObject[]) =>
  tablesOf(objects).map(({ rules }) =>
    rules.map(
      (r) =>
        `${r.route.name}${r.path.replace('spec.rules', '')}${r.unreachable ? '!' : ''}${r.conflict ? '?' : ''}`,
    ),
  )

/** @see gateway-api apis/v1/httproute_types.go, HTTPRouteRule.Matches; grpcroute_types.go, GRPCRouteRule.Matches */
const rows: readonly {
  name: string
  objects: readonly KubernetesObject[]
  order: readonly (readonly string[])[]
}[] = [
  {
    name: 'exact path, then the longest prefix, then everything',
    objects: [
      http('shop/x', [rule(), rule(prefix('/a')), rule(prefix('/a/b')), rule(exact('/a'))]),
    ],
    order: [['x[3]', 'x[2]', 'x[1]', 'x[0]']],
  },
  {
    name: 'method, then headers, then query parameters',
    objects: [
      http('shop/x', [
        rule({ ...prefix('/a'), ...query('q', 'r') }),
        rule({ ...prefix('/a'), ...header('h') }),
        rule({ ...prefix('/a'), ...header('h', 'i') }),
        rule({ ...prefix('/a'), ...header('h'), ...query('q') }),
        rule({ ...prefix('/a'), method: 'GET' }),
      ]),
    ],
    order: [['x[4]', 'x[2]', 'x[3]', 'x[1]', 'x[0]']],
  },
  {
    name: 'a longer prefix beats more headers',
    objects: [
      http('shop/x', [rule({ ...prefix('/a'), ...header('h', 'i') }), rule(prefix('/a/b'))]),
    ],
    order: [['x[1]', 'x[0]']],
  },
  {
    name: 'headers without a path come before everything else and after every path',
    objects: [http('shop/x', [rule(), rule(header('h')), rule(prefix('/a'))])],
    order: [['x[2]', 'x[1]', 'x[0]']],
  },
  {
    name: 'the same condition: the older route has it',
    objects: [http('shop/z', [rule(prefix('/a'))]), http('shop/b', [rule(prefix('/a'))])],
    order: [['z[0]', 'b[0]!']],
  },
  {
    name: 'of the same age: by namespace and name',
    objects: ['z', 'b'].map((name) => {
      const made = http(`shop/${name}`, [rule(prefix('/a'))])
      return { ...made, metadata: { ...made.metadata, creationTimestamp: '2025-01-01T00:00:00Z' } }
    }),
    order: [['b[0]', 'z[0]!']],
  },
  {
    name: 'in one route: by its order',
    objects: [http('shop/x', [rule(header('h')), rule(header('i'))])],
    order: [['x[0]', 'x[1]']],
  },
  {
    name: 'header names have no case: the second is the same test',
    objects: [http('shop/x', [rule(header('H')), rule(header('h'))])],
    order: [['x[0]', 'x[1]!']],
  },
  {
    name: 'alternatives that others stand between are tried apart',
    objects: [http('shop/x', [rule(exact('/a'), prefix('/a')), rule(prefix('/a/b'))])],
    order: [['x[0]', 'x[1]', 'x[0]']],
  },
  {
    name: 'alternatives next to each other are one',
    objects: [http('shop/x', [rule(exact('/a'), exact('/b'))])],
    order: [['x[0]']],
  },
  {
    name: 'gRPC: the longest service, then the longest method, then headers',
    objects: [
      grpc('shop/g', [
        rule({ ...called('s'), headers: [{ name: 'h', value: '1' }] }),
        rule(called('s', 'm')),
        rule(called('s.v2')),
        rule(called('s')),
      ]),
    ],
    order: [['g[2]', 'g[1]', 'g[0]', 'g[3]']],
  },
  {
    name: 'hosts have tables of their own, equal ones share',
    objects: [
      http('shop/x', [rule()], { hostnames: ['a.com', 'b.com'] }),
      http('shop/y', [rule()], { hostnames: ['c.com'] }),
    ],
    order: [['x[0]'], ['y[0]']],
  },
  {
    name: 'HTTPRoutes and GRPCRoutes do not share a host: the older kind has it',
    objects: [
      grpc('shop/g', [rule(called('s'))], { hostnames: ['a.com'] }),
      http('shop/x', [rule()], { hostnames: ['a.com'] }),
    ],
    order: [['g[0]', 'x[0]?']],
  },
]
for (const { name, objects, order } of rows)
  test(name, () => {
    assert.deepEqual(orderOf(objects), order)
    assert.deepEqual(orderOf([...objects].reverse()), order, 'whatever the order of arrival')
  })

test('a gRPC method is said as the request that it is', () => {
  const [table] = tablesOf([
    grpc('shop/g', [
      rule(called('s.v1', 'Get')),
      rule(called('s.v1')),
      rule(called(undefined, 'Get')),
      rule({ method: { type: 'RegularExpression', service: 's.*' } }),
    ]),
  ])
  const paths = new Map(table?.rules.map((r) => [r.path, r.match[0]?.path]))
  assert.deepEqual(paths.get('spec.rules[0]'), { op: 'exact', value: '/s.v1/Get' })
  assert.deepEqual(paths.get('spec.rules[1]'), { op: 'prefix', value: '/s.v1/' })
  assert.deepEqual(paths.get('spec.rules[2]'), { op: 'regex', value: '/[^/]+/Get' })
  assert.deepEqual(paths.get('spec.rules[3]'), { op: 'regex', value: '/s.*/.+' })
})
