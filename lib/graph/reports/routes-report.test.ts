import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  controlPlane,
  deployment,
  gateway,
  httpServer,
  ingressGateway,
  networking,
  object,
  service,
} from '#lib/fixtures/istio-objects.ts'
import type { Match } from '#lib/model/match.ts'
import { modelOf } from './reports.fixture.ts'
import { routesReport } from './routes-report.ts'
import { matchCovers } from './shadow.ts'

const to = (host: string, more = {}) => ({ destination: { host }, ...more })
const base = [
  ...controlPlane(),
  ...ingressGateway(),
  ...deployment('shop/cart', { sidecar: true }),
  service('shop/cart', [['http', 80]]),
  gateway('shop/web', [httpServer()]),
]
const tablesOf = (...services: readonly ReturnType<typeof networking>[]) =>
  routesReport(modelOf([...base, ...services]), { id: ['gateway:istio-system/ingress'] })

test('routes: rules in order with their facts, by field', () => {
  const [table] = tablesOf(
    networking('VirtualService', 'shop/web', {
      hosts: ['a.example.com'],
      gateways: ['web'],
      http: [
        {
          match: [{ uri: { prefix: '/api' } }],
          rewrite: { uri: '/v2' },
          fault: { delay: { percentage: { value: 5 }, fixedDelay: '3s' } },
          retries: { attempts: 2, retryOn: '5xx' },
          timeout: '10s',
          route: [to('cart', { weight: 3 }), to('cart', { weight: 1 })],
        },
        { redirect: { uri: '/api' } },
      ],
    }),
  )
  assert.equal(table?.followedBy, 'gateway')
  assert.deepEqual(table.hosts, ['a.example.com'])
  assert.deepEqual(
    table.rules.map(({ order, path, when, action, destinations, facts }) => ({
      order,
      path,
      when,
      action,
      shares: destinations.map(({ weight, share }) => [weight, share]),
      facts: facts.map((f) => `${f.path} ${f.says}`),
    })),
    [
      {
        order: 1,
        path: 'spec.http[0]',
        when: 'path starts with /api',
        action: 'route',
        shares: [
          [3, 75],
          [1, 25],
        ],
        facts: [
          'spec.http[0].rewrite path to /v2',
          'spec.http[0].fault.delay 5 % are delayed by 3s',
          'spec.http[0].retries attempts 2, on 5xx',
          'spec.http[0].timeout after 10s',
        ],
      },
      {
        order: 2,
        path: 'spec.http[1]',
        when: 'everything else',
        action: 'redirect',
        shares: [],
        facts: ['spec.http[1].redirect path /api, status 301'],
      },
    ],
  )
})

test('routes: what is never reached names the rule that takes it', () => {
  const [table] = tablesOf(
    networking('VirtualService', 'shop/web', {
      hosts: ['*'],
      gateways: ['web'],
      http: [
        { match: [{ uri: { prefix: '/a/' } }], route: [to('cart')] },
        {
          match: [{ uri: { exact: '/a/b' }, headers: { x: { exact: '1' } } }],
          route: [to('cart')],
        },
        { route: [to('cart')] },
        { match: [{ uri: { prefix: '/late' } }], route: [to('cart')] },
      ],
    }),
  )
  assert.deepEqual(
    table?.rules.map(({ order, reachable, shadowed }) => [
      order,
      reachable,
      shadowed?.by && `${shadowed.by.order} ${shadowed.by.path}`,
    ]),
    [
      [1, true, undefined],
      [2, false, '1 spec.http[0]'],
      [3, true, undefined],
      [4, false, '3 spec.http[2]'],
    ],
  )
  assert.match(table.rules[3]?.shadowed?.because ?? '', /rule 3 takes everything/)
})

test('routes: a delegate takes over what its root says and it does not', () => {
  const [table] = tablesOf(
    networking('VirtualService', 'shop/root', {
      hosts: ['*'],
      gateways: ['web'],
      http: [
        {
          match: [{ uri: { prefix: '/d' } }],
          delegate: { name: 'inner', namespace: 'shop' },
          timeout: '9s',
          retries: { attempts: 1 },
        },
      ],
    }),
    networking('VirtualService', 'shop/inner', {
      http: [{ timeout: '1s', route: [to('cart')] }],
    }),
  )
  assert.deepEqual(
    table?.rules[0]?.facts.map(({ kind, resource, says }) => [kind, resource, says]),
    [
      ['retries', 'VirtualService/shop/root', 'attempts 1'],
      ['timeout', 'VirtualService/shop/inner', 'after 1s'],
    ],
  )
})

const prefix = (value: string): Match => ({ path: { op: 'prefix', value } })
const exact = (value: string): Match => ({ path: { op: 'exact', value } })
const covered: readonly { wide: Match; narrow: Match; covers: boolean }[] = [
  { wide: {}, narrow: exact('/a'), covers: true },
  { wide: exact('/a'), narrow: {}, covers: false },
  { wide: prefix('/a'), narrow: prefix('/a/b'), covers: true },
  { wide: prefix('/a'), narrow: exact('/ab'), covers: false },
  { wide: prefix('/a/'), narrow: exact('/a/b'), covers: true },
  { wide: exact('/a'), narrow: prefix('/a'), covers: false },
  { wide: prefix('/a'), narrow: { path: { op: 'regex', value: '/a/.*' } }, covers: false },
  { wide: { methods: ['GET'] }, narrow: { methods: ['GET', 'HEAD'] }, covers: false },
  { wide: { methods: ['GET', 'HEAD'] }, narrow: { methods: ['GET'] }, covers: true },
  { wide: { port: 80 }, narrow: {}, covers: false },
  {
    wide: { headers: [{ name: 'X', op: 'present' }] },
    narrow: { headers: [{ name: 'x', op: 'exact', value: '1' }] },
    covers: true,
  },
  {
    wide: { headers: [{ name: 'x', op: 'present' }] },
    narrow: { headers: [{ name: 'x', op: 'absent' }] },
    covers: false,
  },
  { wide: { sources: ['app=a'] }, narrow: { sources: ['app=a', 'v=1'] }, covers: true },
  { wide: { sources: ['app=a', 'v=1'] }, narrow: { sources: ['app=a'] }, covers: false },
]
for (const { wide, narrow, covers } of covered) {
  test(`${JSON.stringify(wide)} ${covers ? 'covers' : 'does not cover'} ${JSON.stringify(narrow)}`, () => {
    assert.equal(matchCovers(wide, narrow), covers)
  })
}

test('routes: filters and timeouts of Kubernetes routes are facts too', () => {
  const kubernetes = (kind: string, place: string, spec: object) =>
    object('gateway.networking.k8s.io/v1', kind, place, { spec })
  const [table] = routesReport(
    modelOf([
      ...base,
      kubernetes('GatewayClass', 'istio', { controllerName: 'istio.io/gateway-controller' }),
      kubernetes('Gateway', 'shop/kube', {
        gatewayClassName: 'istio',
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
      }),
      ...deployment('shop/kube-istio', {
        labels: { 'gateway.networking.k8s.io/gateway-name': 'kube' },
        containers: [
          { name: 'istio-proxy', image: 'istio/proxyv2:1.26.3', args: ['proxy', 'router'] },
        ],
      }),
      kubernetes('HTTPRoute', 'shop/cart', {
        parentRefs: [{ name: 'kube' }],
        rules: [
          {
            filters: [
              {
                type: 'URLRewrite',
                urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/v2' } },
              },
            ],
            timeouts: { request: '10s' },
            backendRefs: [{ name: 'cart', port: 80 }],
          },
        ],
      }),
    ]),
    { id: ['gateway:shop/kube-istio'] },
  )
  assert.deepEqual(
    table?.rules[0]?.facts.map(({ kind, path, says }) => [kind, path, says]),
    [
      ['rewrite', 'spec.rules[0].filters[0]', 'prefix to /v2'],
      ['timeout', 'spec.rules[0].timeouts.request', 'the request after 10s'],
    ],
  )
})
