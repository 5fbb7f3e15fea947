import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  certificateWords,
  exposureWords,
  type GatewayRow,
  type Listener,
  linesOf,
  readyOf,
} from './gateway-lines.ts'

const listener = (more: Partial<Listener> = {}): Listener => ({
  port: 443,
  protocol: 'HTTPS',
  hosts: ['shop.example'],
  files: [],
  from: 'Gateway/shop/web',
  exposed: true,
  exposure: [],
  redirectsToHttps: false,
  ...more,
})
const gateway = (name: string, listeners: Listener[], ready: string[] = ['1/1']): GatewayRow => ({
  id: `gateway:edge/${name}`,
  mesh: 'istio',
  resource: `Deployment/edge/${name}`,
  namespace: 'edge',
  name,
  pods: ready.map((r, i) => ({ name: `p${i}`, ready: r, phase: 'Running' })),
  services: [],
  addresses: [],
  selectedBy: [],
  listeners,
  filters: [],
  badges: [],
})

const certificates = [
  {
    name: 'a Secret',
    more: {
      tls: 'SIMPLE',
      credential: { name: 'c', namespace: 'edge', state: 'missing' as const },
    },
    state: 'missing',
    words: 'Secret edge/c',
  },
  {
    name: 'files',
    more: { tls: 'SIMPLE', files: ['/etc/a.crt'] },
    state: 'not-verified',
    words: '/etc/a.crt',
  },
  {
    name: 'passthrough',
    more: { tls: 'PASSTHROUGH' },
    state: 'none',
    words: 'the destination has it',
  },
  { name: 'nothing', more: {}, state: 'none', words: 'no TLS' },
]
for (const { name, more, state, words } of certificates)
  test(`certificate: ${name}`, () =>
    assert.deepEqual(certificateWords(listener(more)), { state, words }))

const exposures = [
  { how: 'LoadBalancer' as const, addresses: ['203.0.113.1'], words: '203.0.113.1:80' },
  { how: 'LoadBalancer' as const, addresses: ['2001:db8::1'], words: '[2001:db8::1]:80' },
  { how: 'LoadBalancer' as const, addresses: [], words: 'LoadBalancer port 80, no address yet' },
  { how: 'NodePort' as const, addresses: [], words: 'node port 80' },
  { how: 'host-network' as const, addresses: [], words: 'port 80 of its nodes' },
]
for (const { how, addresses, words } of exposures)
  test(`exposure: ${words}`, () =>
    assert.equal(
      exposureWords(
        listener({ exposure: [{ how, addresses, port: 80, from: 'Service/edge/in' }] }),
      ),
      words,
    ))

test('listeners are by port, and a gateway without any says why', () => {
  const lines = linesOf(
    [gateway('a', [listener(), listener({ port: 80 })]), gateway('b', [])],
    new Map([['gateway:edge/b', 'No Gateway selects these pods.']]),
    () => true,
  )
  assert.deepEqual(
    lines.map((l) =>
      l.kind === 'listener' ? l.listener.port : l.kind === 'silent' ? l.because : l.gateway.name,
    ),
    ['a', 80, 443, 'b', 'No Gateway selects these pods.'],
  )
})

test('words of a listener keep that listener with its gateway', () => {
  const lines = linesOf(
    [
      gateway('a', [listener(), listener({ port: 80, hosts: ['other.example'] })]),
      gateway('b', [listener()]),
    ],
    new Map(),
    (text) => text.includes('other.example'),
  )
  assert.deepEqual(
    lines.map((l) => l.kind),
    ['gateway', 'listener'],
  )
})

test('a pod is ready when all of its containers are', () => {
  assert.deepEqual(readyOf(gateway('a', [], ['1/1', '1/2', '2/2'])), { ready: 2, of: 3 })
})
