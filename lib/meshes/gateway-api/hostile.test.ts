import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '#lib/changes/derive.ts'
import { service } from '#lib/fixtures/istio-objects.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'
import { backend, gateway, gatewayApi, gatewayClass, route } from './gateway-objects.fixture.ts'
import { GATEWAY_API_KINDS } from './kinds.ts'

const base = [
  gatewayClass(),
  gateway('shop/web'),
  service('shop/a'),
  route('HTTPRoute', 'shop/x', { name: 'web' }, [{ backendRefs: [backend('a')] }]),
]
const edges = (objects: readonly KubernetesObject[]) =>
  derive(snapshotFromObjects(ALL_KINDS, [...base, ...objects])).graph.edges

const ODD: readonly unknown[] = [
  null,
  0,
  -1,
  1e9,
  Number.NaN,
  'text',
  '__proto__',
  true,
  [],
  [null],
  ['x'],
  {},
  [{}],
  [[]],
  { constructor: 'x', toString: 1 },
]

/** A good object of each kind: every field of it is in turn replaced by what no schema allows. */
const GOOD: Readonly<Record<string, unknown>> = {
  GatewayClass: { controllerName: 'x' },
  Gateway: {
    gatewayClassName: 'istio',
    addresses: [{ type: 'Hostname', value: 'a.shop.svc' }],
    allowedListeners: { namespaces: { from: 'Selector', selector: { matchLabels: { a: 'b' } } } },
    listeners: [
      {
        name: 'http',
        port: 80,
        protocol: 'HTTPS',
        hostname: 'a.com',
        tls: { mode: 'Terminate', certificateRefs: [{ name: 'x', namespace: 'y' }] },
        allowedRoutes: {
          kinds: [{ group: 'x', kind: 'HTTPRoute' }],
          namespaces: { from: 'Selector', selector: { matchExpressions: [{ key: 'a' }] } },
        },
      },
    ],
  },
  ListenerSet: {
    parentRef: { name: 'web' },
    listeners: [{ name: 'x', port: 80, protocol: 'HTTP' }],
  },
  ReferenceGrant: {
    from: [{ group: 'x', kind: 'HTTPRoute', namespace: 'shop' }],
    to: [{ group: '', kind: 'Service', name: 'a' }],
  },
  BackendTLSPolicy: {
    targetRefs: [{ group: '', kind: 'Service', name: 'a', sectionName: 'x' }],
    validation: { hostname: 'x' },
  },
}
const ROUTE = {
  hostnames: ['a.com'],
  parentRefs: [
    { name: 'web', namespace: 'shop', sectionName: 'http', port: 80 },
    { group: '', kind: 'Service', name: 'a', port: 80 },
  ],
  rules: [
    {
      name: 'x',
      timeouts: { request: '1s', backendRequest: '1s' },
      matches: [
        {
          path: { type: 'Exact', value: '/a' },
          method: 'GET',
          headers: [{ name: 'h', type: 'Exact', value: '1' }],
          queryParams: [{ name: 'q', value: '1' }],
        },
        { method: { service: 's', method: 'm' } },
      ],
      filters: [
        { type: 'RequestRedirect', requestRedirect: { port: 80, path: { replaceFullPath: '/' } } },
        { type: 'URLRewrite', urlRewrite: { path: { replacePrefixMatch: '/' } } },
        {
          type: 'RequestMirror',
          requestMirror: { backendRef: { name: 'a', port: 80 }, fraction: { numerator: 1 } },
        },
        { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'a' }] } },
        { type: 'CORS', cors: { allowOrigins: ['*'] } },
        { type: 'ExtensionRef', extensionRef: { kind: 'X', name: 'y' } },
      ],
      backendRefs: [{ name: 'a', port: 80, weight: 1, filters: [{ type: 'RequestMirror' }] }],
    },
  ],
}
const STATUS = {
  parents: [
    {
      parentRef: { name: 'web' },
      controllerName: 'x',
      conditions: [{ type: 'Accepted', status: 'True', observedGeneration: 1 }],
    },
  ],
  conditions: [{ type: 'Accepted', status: 'False', reason: 'x' }],
  addresses: [{ value: '1.2.3.4' }],
  listeners: [{ name: 'http', conditions: [{ type: 'Accepted' }] }],
}

/** Every copy of a value in which one field, at any depth, is something else. */
function* spoiled(value: unknown, odd: unknown): Generator<unknown> {
  yield odd
  if (Array.isArray(value))
    for (const [i, entry] of value.entries())
      for (const other of spoiled(entry, odd)) yield value.with(i, other)
  else if (typeof value === 'object' && value !== null)
    for (const [key, entry] of Object.entries(value))
      for (const other of spoiled(entry, odd)) yield { ...value, [key]: other }
}

for (const { kind, scope } of GATEWAY_API_KINDS)
  test(`an odd ${kind} never throws, and what is sound beside it stays`, () => {
    const place = scope === 'Namespaced' ? 'shop/odd' : 'odd'
    const good = GOOD[kind] ?? ROUTE
    const made = edges([gatewayApi(kind, place, good, { status: STATUS })])
    const sound = made.find((e) => e.via.includes('HTTPRoute/shop/x'))
    assert.ok(sound)
    for (const odd of ODD) {
      const objects = [
        ...[...spoiled(good, odd)].map((spec) => ({ spec, status: STATUS })),
        ...[...spoiled(STATUS, odd)].map((status) => ({ spec: good, status })),
      ].map(({ spec, status }, i) => gatewayApi(kind, `${place}-${i}`, spec, { status }))
      assert.ok(edges(objects).some((e) => e.id === sound.id))
    }
  })
