import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networking } from '#lib/fixtures/istio-objects.ts'
import { readDestinationRules } from '#lib/meshes/istio/destination-rule.ts'
import { DestinationRuleIndex } from './destination-rules.ts'
import { tlsInForce } from './traffic-policy.ts'

const HOST = 'web.shop.svc.cluster.local'
const rule = (place: string, spec: Record<string, unknown>) =>
  networking('DestinationRule', place, { host: HOST, ...spec })
const tls = (mode: string) => ({ trafficPolicy: { tls: { mode } } })

const service = rule('shop/web', tls('ISTIO_MUTUAL'))
const wildcard = networking('DestinationRule', 'shop/all', {
  host: '*.shop.svc.cluster.local',
  ...tls('DISABLE'),
})
const client = networking('DestinationRule', 'books/any', {
  host: '*.cluster.local',
  ...tls('SIMPLE'),
})
const root = rule('istio-system/web', tls('MUTUAL'))
const elsewhere = rule('other/web', tls('DISABLE'))
const hidden = rule('shop/hidden', { ...tls('DISABLE'), exportTo: ['.'] })
const short = networking('DestinationRule', 'shop/short', { host: 'web', ...tls('DISABLE') })

// @see istio/istio pilot/pkg/model/push_context.go, destinationRule
const lookups = [
  { name: 'no rule says nothing', rules: [], from: 'books', mode: undefined },
  { name: "the service's namespace", rules: [service], from: 'books', mode: 'ISTIO_MUTUAL' },
  {
    name: 'exact before wildcard',
    rules: [wildcard, service],
    from: 'books',
    mode: 'ISTIO_MUTUAL',
  },
  {
    name: "a wildcard of the client's namespace before an exact host of the service's",
    rules: [service, client],
    from: 'books',
    mode: 'SIMPLE',
  },
  { name: 'the root namespace last', rules: [root, service], from: 'books', mode: 'ISTIO_MUTUAL' },
  {
    name: 'the root namespace if nothing else says it',
    rules: [root],
    from: 'books',
    mode: 'MUTUAL',
  },
  { name: 'a rule anywhere else does nothing', rules: [elsewhere], from: 'books', mode: undefined },
  {
    name: 'a private rule is not for other namespaces',
    rules: [hidden],
    from: 'books',
    mode: undefined,
  },
  { name: 'a private rule is for its own', rules: [hidden], from: 'shop', mode: 'DISABLE' },
  {
    name: "a short host is of the rule's namespace",
    rules: [short],
    from: 'books',
    mode: 'DISABLE',
  },
  {
    name: 'clients in the root namespace take the service’s before public rules of their own',
    rules: [root, service],
    from: 'istio-system',
    mode: 'ISTIO_MUTUAL',
  },
  {
    name: 'an exact rule for others hides a wilder one',
    rules: [wildcard, rule('shop/for-others', { ...tls('SIMPLE'), exportTo: ['other'] })],
    from: 'books',
    mode: undefined,
  },
  {
    name: 'a rule of the client’s namespace for other workloads ends the search',
    rules: [
      service,
      rule('books/some', {
        ...tls('SIMPLE'),
        workloadSelector: { matchLabels: { app: 'others' } },
      }),
    ],
    from: 'books',
    mode: undefined,
  },
  {
    name: 'of rules with several audiences the last group counts',
    rules: [
      rule('shop/all', { ...tls('SIMPLE'), exportTo: ['*'] }),
      rule('shop/books', { ...tls('DISABLE'), exportTo: ['books'] }),
    ],
    from: 'books',
    mode: 'DISABLE',
  },
]
for (const { name, rules, from, mode } of lookups)
  test(`lookup: ${name}`, () => {
    const all = new DestinationRuleIndex(readDestinationRules(rules), 'istio-system', [])
    const found = all.find({ namespace: from, labels: new Map() }, HOST, 'shop')
    assert.equal(tlsInForce(found, 80, undefined)?.value, mode)
  })

const layered = rule('shop/layered', {
  trafficPolicy: {
    tls: { mode: 'ISTIO_MUTUAL' },
    portLevelSettings: [
      { port: { number: 8080 }, tls: { mode: 'SIMPLE' } },
      { port: { number: 9090 }, loadBalancer: { simple: 'RANDOM' } },
    ],
  },
  subsets: [
    { name: 'v1', labels: { version: 'v1' } },
    { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { tls: { mode: 'DISABLE' } } },
    {
      name: 'v3',
      trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, loadBalancer: {} }] },
    },
  ],
})
const off = rule('shop/off', {
  trafficPolicy: {
    tls: { mode: 'DISABLE' },
    portLevelSettings: [{ port: { number: 9090 }, loadBalancer: { simple: 'RANDOM' } }],
  },
})
const noMode = rule('shop/no-mode', { trafficPolicy: { tls: {} } })

// @see istio/istio pilot/pkg/networking/core/cluster_traffic_policy.go; util.MergeSubsetTrafficPolicy
const blocks = [
  { name: 'the host level', rule: layered, port: 80, subset: undefined, mode: 'ISTIO_MUTUAL' },
  {
    name: 'a port block replaces it',
    rule: layered,
    port: 8080,
    subset: undefined,
    mode: 'SIMPLE',
  },
  {
    name: 'a port block without tls has none',
    rule: layered,
    port: 9090,
    subset: undefined,
    mode: undefined,
  },
  {
    name: 'but a host-level DISABLE keeps the port plaintext',
    rule: off,
    port: 9090,
    subset: undefined,
    mode: 'DISABLE',
  },
  {
    name: 'a subset without tls falls back',
    rule: layered,
    port: 80,
    subset: 'v1',
    mode: 'ISTIO_MUTUAL',
  },
  { name: 'a subset with tls decides', rule: layered, port: 80, subset: 'v2', mode: 'DISABLE' },
  {
    name: 'a subset’s port block without tls drops the host’s',
    rule: layered,
    port: 80,
    subset: 'v3',
    mode: undefined,
  },
  {
    name: 'without a port the host level counts',
    rule: layered,
    port: undefined,
    subset: undefined,
    mode: 'ISTIO_MUTUAL',
  },
  {
    name: 'a block without a mode is DISABLE',
    rule: noMode,
    port: 80,
    subset: undefined,
    mode: 'DISABLE',
  },
]
for (const { name, rule: one, port, subset, mode } of blocks)
  test(`tls: ${name}`, () => {
    const all = new DestinationRuleIndex(readDestinationRules([one]), 'istio-system', [])
    const found = all.find({ namespace: 'books', labels: new Map() }, HOST, 'shop')
    assert.equal(tlsInForce(found, port, subset)?.value, mode)
  })

test('rules for one host merge: subsets unite, the oldest policy stays', () => {
  const older = rule('shop/a', {
    ...tls('DISABLE'),
    subsets: [{ name: 'v1', labels: { version: 'v1' } }],
  })
  const newer = rule('shop/b', {
    ...tls('ISTIO_MUTUAL'),
    subsets: [
      { name: 'v1', labels: { version: 'other' } },
      { name: 'v2', labels: { version: 'v2' } },
    ],
  })
  const all = new DestinationRuleIndex(readDestinationRules([newer, older]), 'istio-system', [])
  const found = all.find({ namespace: 'books', labels: new Map() }, HOST, 'shop')
  assert.deepEqual([...(found?.subsets.keys() ?? [])], ['v1', 'v2'])
  assert.equal(found?.subsets.get('v1')?.from, 'DestinationRule/shop/a')
  assert.equal(tlsInForce(found, 80, undefined)?.value, 'DISABLE')
})
