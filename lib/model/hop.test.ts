import assert from 'node:assert/strict'
import { test } from 'node:test'
import { service } from '#lib/fixtures/istio-objects.ts'
import { hopByPosture, hopFromOutside } from './hop.ts'
import type { PortPosture, ServicePosture } from './inbound.ts'
import { parseService } from './service.ts'

function posture(
  mode: PortPosture['mode'],
  clients: PortPosture['clients']['state'],
  more: Partial<PortPosture> & { proxies?: ServicePosture['proxies'] } = {},
): ServicePosture {
  const parsed = parseService(service('shop/a'))
  const [port] = parsed.ports
  assert.ok(port)
  const { proxies = 'all', ...own } = more
  const row: PortPosture = {
    port,
    mode,
    decidedBy: ['PeerAuthentication/shop/p'],
    because: 'it says so',
    bypass: undefined,
    clients: { state: clients, decidedBy: ['DestinationRule/shop/d'] },
    conflict: false,
    ...own,
  }
  return { ...row, service: parsed, ports: [row], proxies }
}

const rows: readonly {
  name: string
  posture: ServicePosture | undefined
  port?: number
  /** What a meshed caller gets, and one without a proxy that sends plaintext or TLS; `!` where it is enforced. */
  meshed: string
  plain: string
  tls: string
}[] = [
  {
    name: 'strict',
    posture: posture('STRICT', 'mtls'),
    meshed: 'mtls!',
    plain: 'conflict',
    tls: 'conflict',
  },
  {
    name: 'permissive',
    posture: posture('PERMISSIVE', 'mtls'),
    meshed: 'mtls',
    plain: 'plaintext',
    tls: 'tls',
  },
  {
    name: 'off',
    posture: posture('DISABLE', 'plaintext'),
    meshed: 'plaintext',
    plain: 'plaintext',
    tls: 'tls',
  },
  {
    name: 'both ends disagree',
    posture: posture('STRICT', 'plaintext', { conflict: true }),
    meshed: 'conflict',
    plain: 'conflict',
    tls: 'conflict',
  },
  {
    name: 'some pods have no proxy',
    posture: posture('PERMISSIVE', 'mixed'),
    meshed: 'plaintext',
    plain: 'plaintext',
    tls: 'tls',
  },
  {
    name: 'past the proxy',
    posture: posture('n/a', 'plaintext', { bypass: 'annotation' }),
    meshed: 'bypass',
    plain: 'bypass',
    tls: 'tls',
  },
  {
    name: 'past the proxy, but told to send mutual TLS',
    posture: posture('n/a', 'mtls', { bypass: 'annotation' }),
    meshed: 'conflict',
    plain: 'bypass',
    tls: 'tls',
  },
  {
    name: 'unknown',
    posture: posture('unknown', 'unknown'),
    meshed: 'unknown',
    plain: 'unknown',
    tls: 'unknown',
  },
  {
    name: 'no proxies there',
    posture: posture('unknown', 'plaintext', { proxies: 'none' }),
    meshed: 'plaintext',
    plain: 'plaintext',
    tls: 'tls',
  },
  {
    name: 'nobody there',
    posture: posture('unknown', 'unknown', { proxies: 'no-pods' }),
    meshed: 'unknown',
    plain: 'plaintext',
    tls: 'tls',
  },
  {
    name: 'another port',
    posture: posture('STRICT', 'mtls'),
    port: 81,
    meshed: 'unknown',
    plain: 'plaintext',
    tls: 'tls',
  },
  { name: 'nobody says', posture: undefined, meshed: 'unknown', plain: 'plaintext', tls: 'tls' },
]
for (const { name, posture: own, port = 80, meshed, plain, tls } of rows)
  test(`hop: ${name}`, () => {
    const by = { because: 'it is so', decidedBy: ['default' as const] }
    const say = (h: ReturnType<typeof hopByPosture>) => `${h.state}${h.enforced ? '!' : ''}`
    assert.deepEqual(
      {
        meshed: say(hopByPosture(own, port)),
        plain: say(hopFromOutside(own, port, 'plaintext', by)),
        tls: say(hopFromOutside(own, port, 'tls', by)),
      },
      { meshed, plain, tls },
    )
  })

test('a hop names all that decide it', () => {
  assert.deepEqual(hopByPosture(posture('STRICT', 'mtls'), 80).decidedBy, [
    'DestinationRule/shop/d',
    'PeerAuthentication/shop/p',
  ])
})
