import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDestinationRules } from '#lib/meshes/istio/destination-rule.ts'
import { DestinationRuleIndex } from './destination-rules.ts'
import { object } from './istio-objects.fixture.ts'
import { clientSettings } from './traffic-policy.ts'

const tls = (mode: string) => ({ tls: { mode } })
const balance = (simple: string) => ({ loadBalancer: { simple } })
const forPort = (number: number, block: unknown) => ({
  portLevelSettings: [{ port: { number }, ...(block as object) }],
})

type Row = {
  name: string
  policy?: unknown
  subset?: unknown
  is: readonly [string, string]
  at?: string
}

/** The port is 80 and the subset v1; `is` is [TLS mode, load balancer]. */
const rows: readonly Row[] = [
  { name: 'nothing', is: ['auto', 'none'] },
  {
    name: 'the host’s',
    policy: { ...tls('SIMPLE'), ...balance('RANDOM') },
    is: ['SIMPLE', 'RANDOM'],
    at: 'spec.trafficPolicy.tls',
  },
  { name: 'a block without a mode is DISABLE', policy: { tls: {} }, is: ['DISABLE', 'none'] },
  {
    name: 'a balancer without a simple one',
    policy: { loadBalancer: { consistentHash: { useSourceIp: true } } },
    is: ['auto', 'UNSPECIFIED'],
  },
  {
    name: 'the port’s block replaces the host’s',
    policy: { ...tls('SIMPLE'), ...forPort(80, balance('RANDOM')) },
    is: ['auto', 'RANDOM'],
  },
  {
    name: 'another port’s does not',
    policy: { ...tls('SIMPLE'), ...forPort(81, balance('RANDOM')) },
    is: ['SIMPLE', 'none'],
  },
  {
    name: 'the subset’s field by field',
    policy: { ...tls('SIMPLE'), ...balance('RANDOM') },
    subset: tls('DISABLE'),
    is: ['DISABLE', 'RANDOM'],
    at: 'spec.subsets[0].trafficPolicy.tls',
  },
  {
    name: 'an empty policy of the subset changes nothing',
    policy: tls('SIMPLE'),
    subset: {},
    is: ['SIMPLE', 'none'],
  },
  {
    name: 'the subset’s over the port’s',
    policy: { ...tls('MUTUAL'), ...forPort(80, tls('SIMPLE')) },
    subset: balance('RANDOM'),
    is: ['SIMPLE', 'RANDOM'],
  },
  {
    name: 'a port’s block of the subset replaces all',
    policy: { ...tls('MUTUAL'), ...balance('RANDOM') },
    subset: forPort(80, {}),
    is: ['auto', 'none'],
  },
  {
    name: 'the same where there is no host’s',
    subset: forPort(80, tls('ISTIO_MUTUAL')),
    is: ['ISTIO_MUTUAL', 'none'],
    at: 'spec.subsets[0].trafficPolicy.portLevelSettings[0].tls',
  },
  {
    name: 'absurd fields say nothing',
    policy: { tls: { mode: 'FOO' }, loadBalancer: 7, portLevelSettings: 'x' },
    is: ['auto', 'none'],
  },
]

for (const { name, policy, subset, is, at } of rows)
  test(`client settings: ${name}`, () => {
    const spec = {
      host: 'x.io',
      trafficPolicy: policy,
      subsets: [{ name: 'v1', trafficPolicy: subset }],
    }
    const rules = readDestinationRules([object('DestinationRule', 'shop/r', spec)])
    const found = new DestinationRuleIndex(rules, 'istio-system', []).find(
      { namespace: 'shop', labels: new Map() },
      'x.io',
      'shop',
    )
    assert.ok(found)
    const settings = clientSettings(found, 80, subset === undefined ? undefined : 'v1')
    assert.deepEqual([settings.tls?.value ?? 'auto', settings.loadBalancer?.value ?? 'none'], is)
    if (at) assert.equal(settings.tls?.path, at)
  })
