import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BackendRef } from './backend-ref.ts'
import { shareOf } from './backend-ref.ts'
import { conditionOf, readConditions } from './conditions.ts'
import { gatewayApi } from './gateway-objects.fixture.ts'
import { readRoutes } from './route.ts'

/** @see gateway-api apis/v1/httproute_types.go, HTTPRouteFilter */
const filters: readonly { name: string; filter: object; reads: object }[] = [
  {
    name: 'a redirect is 302 unless it says otherwise',
    filter: { type: 'RequestRedirect', requestRedirect: { scheme: 'https', port: 8443 } },
    reads: {
      kind: 'redirect',
      scheme: 'https',
      port: 8443,
      status: 302,
      hostname: undefined,
      to: undefined,
    },
  },
  {
    name: 'a redirect to a path',
    filter: {
      type: 'RequestRedirect',
      requestRedirect: {
        statusCode: 301,
        hostname: 'a.com',
        path: { type: 'ReplaceFullPath', replaceFullPath: '/x' },
      },
    },
    reads: {
      kind: 'redirect',
      scheme: undefined,
      port: undefined,
      status: 301,
      hostname: 'a.com',
      to: { type: 'full', value: '/x' },
    },
  },
  {
    name: 'a rewrite of the prefix that matched',
    filter: {
      type: 'URLRewrite',
      urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '' } },
    },
    reads: { kind: 'rewrite', hostname: undefined, to: { type: 'prefix', value: '' } },
  },
  {
    name: 'headers',
    filter: {
      type: 'ResponseHeaderModifier',
      responseHeaderModifier: { add: [{ name: 'a', value: '1' }], remove: ['b'] },
    },
    reads: { kind: 'response-headers', set: [], add: [['a', '1']], remove: ['b'] },
  },
  {
    name: 'cross-origin requests',
    filter: { type: 'CORS', cors: { allowOrigins: ['https://a.com'] } },
    reads: { kind: 'cors', origins: ['https://a.com'] },
  },
  {
    name: "a controller's own",
    filter: {
      type: 'ExtensionRef',
      extensionRef: { group: 'x', kind: 'RouteAuthFilter', name: 'a' },
    },
    reads: { kind: 'extension', name: 'RouteAuthFilter/a' },
  },
  {
    name: 'one of a later version',
    filter: { type: 'Teleport' },
    reads: { kind: 'other', name: 'Teleport' },
  },
]
for (const { name, filter, reads } of filters)
  test(`filter: ${name}`, () => {
    const [found] = readRoutes.HTTPRoute([
      gatewayApi('HTTPRoute', 'shop/x', { rules: [{ filters: [filter] }] }),
    ])
    assert.deepEqual(found?.rules[0]?.filters, [{ path: 'spec.rules[0].filters[0]', ...reads }])
  })

/** @see gateway-api GEP-3171: a percentage, or a fraction of 100 unless it names its denominator */
const mirrors: readonly { name: string; of: object; share: number }[] = [
  { name: 'everything', of: {}, share: 100 },
  { name: 'a percentage', of: { percent: 42 }, share: 42 },
  { name: 'none', of: { percent: 0 }, share: 0 },
  { name: 'a fraction', of: { fraction: { numerator: 5, denominator: 1000 } }, share: 0.5 },
  { name: 'a fraction of 100', of: { fraction: { numerator: 5 } }, share: 5 },
]
for (const { name, of, share } of mirrors)
  test(`mirror: ${name}`, () => {
    const requestMirror = { backendRef: { name: 'b', port: 80 }, ...of }
    const [found] = readRoutes.HTTPRoute([
      gatewayApi('HTTPRoute', 'shop/x', {
        rules: [{ filters: [{ type: 'RequestMirror', requestMirror }] }],
      }),
    ])
    const [filter] = found?.rules[0]?.filters ?? []
    assert.equal(filter?.kind === 'mirror' && filter.share, share)
  })

/** @see gateway-api apis/v1/shared_types.go, BackendRef.Weight */
const shares: readonly { weights: readonly unknown[]; shares: readonly number[] }[] = [
  { weights: [undefined], shares: [100] },
  { weights: [80, 20], shares: [80, 20] },
  { weights: [3, undefined], shares: [75, 25] },
  { weights: [null, 1], shares: [50, 50] },
  { weights: [1, 0], shares: [100, 0] },
  { weights: [0], shares: [0] },
  { weights: [0, 0], shares: [0, 0] },
  { weights: ['80', 20], shares: [0, 100] },
  { weights: [-5, 5], shares: [0, 100] },
]
for (const { weights, shares: expected } of shares)
  test(`weights ${JSON.stringify(weights)}`, () => {
    const backendRefs = weights.map((weight, i) => ({
      name: `b${i}`,
      port: 80,
      ...(weight === undefined ? {} : { weight }),
    }))
    const [found] = readRoutes.HTTPRoute([
      gatewayApi('HTTPRoute', 'shop/x', { rules: [{ backendRefs }] }),
    ])
    const all: readonly BackendRef[] = found?.rules[0]?.backends ?? []
    assert.deepEqual(
      all.map((one) => shareOf(all, one)),
      expected,
    )
  })

/** A condition about an older generation says nothing about the object as it is. */
const conditions: readonly {
  status: string
  observed?: number
  state: string
  isStale: boolean
}[] = [
  { status: 'True', observed: 3, state: 'true', isStale: false },
  { status: 'False', observed: 3, state: 'false', isStale: false },
  { status: 'Unknown', observed: 3, state: 'unknown', isStale: false },
  { status: 'True', observed: 2, state: 'unknown', isStale: true },
  { status: 'True', state: 'true', isStale: false },
]
for (const { status, observed, state, isStale } of conditions)
  test(`condition ${status} of generation ${observed ?? '(none)'} at generation 3`, () => {
    const written = [
      {
        type: 'Accepted',
        status,
        ...(observed === undefined ? {} : { observedGeneration: observed }),
      },
    ]
    const found = conditionOf(readConditions(written, 3), 'Accepted')
    assert.deepEqual([found?.state, found?.isStale], [state, isStale])
  })
