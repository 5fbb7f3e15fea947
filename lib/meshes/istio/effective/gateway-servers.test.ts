import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readGateways } from '#lib/meshes/istio/gateway.ts'
import { readVirtualServices } from '#lib/meshes/istio/virtual-service.ts'
import { parseService } from '#lib/model/service.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { boundTo, GatewayIndex } from './gateway-servers.ts'
import { names, object } from './istio-objects.fixture.ts'

type Spec = Readonly<Record<string, unknown>>
const gateway = (
  id: string,
  servers: readonly Spec[],
  day = 1,
  selector: unknown = { istio: 'ingress' },
) => object('Gateway', id, { selector, servers }, day)
const server = (port: number, protocol: string, hosts: readonly string[], more: Spec = {}) => ({
  port: { number: port, protocol, name: `${protocol.toLowerCase()}-${port}` },
  hosts,
  ...more,
})
const http = (port: number, ...hosts: readonly string[]) => server(port, 'HTTP', hosts)
const https = (port: number, ...hosts: readonly string[]) =>
  server(port, 'HTTPS', hosts, { tls: { mode: 'SIMPLE', credentialName: 'c' } })

const open = (gateways: readonly KubernetesObject[], services: readonly KubernetesObject[] = []) =>
  new GatewayIndex(readGateways(gateways)).serversOn(
    {
      namespace: 'edge',
      labels: new Map([
        ['istio', 'ingress'],
        ['zone', 'a'],
      ]),
    },
    services.map(parseService),
  )

const rows: readonly {
  name: string
  gateways: readonly KubernetesObject[]
  is: readonly string[]
}[] = [
  {
    name: 'all labels must be there',
    gateways: [gateway('edge/a', [http(80, 'a.io')], 1, { istio: 'ingress', zone: 'b' })],
    is: [],
  },
  {
    name: 'from any namespace, and without a selector',
    gateways: [
      gateway('x/a', [http(80, 'a.io')], 1, { zone: 'a' }),
      gateway('y/b', [http(81, 'b.io')], 2, undefined),
    ],
    is: ['x/a 80 HTTP a.io', 'y/b 81 HTTP b.io'],
  },
  {
    name: 'HTTP shares a port with HTTP, also of another kind',
    gateways: [gateway('x/a', [http(80, 'a.io'), server(80, 'GRPC', ['b.io'])])],
    is: ['x/a 80 HTTP a.io', 'x/a 80 GRPC b.io'],
  },
  {
    name: 'the older one keeps the port',
    gateways: [
      gateway('x/new', [http(80, 'a.io')], 2),
      gateway('x/old', [server(80, 'TCP', ['*'])], 1),
    ],
    is: ['x/old 80 TCP *'],
  },
  {
    name: 'TCP shares with nobody',
    gateways: [gateway('x/a', [server(80, 'TCP', ['*']), server(80, 'TCP', ['b.io'])])],
    is: ['x/a 80 TCP *'],
  },
  {
    name: 'unless it binds another address',
    gateways: [
      gateway('x/a', [server(80, 'TCP', ['*']), server(80, 'TCP', ['*'], { bind: '10.0.0.2' })]),
    ],
    is: ['x/a 80 TCP *', 'x/a 80 TCP *'],
  },
  {
    name: 'TLS is told apart by host',
    gateways: [
      gateway('x/a', [https(443, 'a.io')]),
      gateway('x/b', [https(443, 'b.io'), https(443, 'a.io')], 2),
    ],
    is: ['x/a 443 HTTPS a.io SIMPLE', 'x/b 443 HTTPS b.io SIMPLE'],
  },
  {
    name: 'one repeated host drops the whole server',
    gateways: [
      gateway('x/a', [https(443, 'a.io')]),
      gateway('x/b', [https(443, 'b.io', 'a.io')], 2),
    ],
    is: ['x/a 443 HTTPS a.io SIMPLE'],
  },
  {
    name: 'the same host in two namespaces’ names is no repetition',
    gateways: [
      gateway('x/a', [https(443, 'shop/a.io')]),
      gateway('x/b', [https(443, './a.io')], 2),
    ],
    is: ['x/a 443 HTTPS shop/a.io SIMPLE', 'x/b 443 HTTPS x/a.io SIMPLE'],
  },
  {
    name: 'plain HTTP does not follow TLS terminated on the port of a plain one',
    gateways: [gateway('x/a', [http(443, 'a.io'), https(443, 'b.io')])],
    is: ['x/a 443 HTTP a.io'],
  },
  {
    name: 'a block without a mode',
    gateways: [gateway('x/a', [server(443, 'TLS', ['*.a.io'], { tls: {} })])],
    is: ['x/a 443 TLS *.a.io PASSTHROUGH'],
  },
  {
    name: 'an entry for all stands alone',
    gateways: [gateway('x/a', [http(80, '*/*', './b.io')])],
    is: ['x/a 80 HTTP *'],
  },
  {
    name: 'absurd servers are passed over',
    gateways: [
      object('Gateway', 'x/a', {
        selector: { istio: 'ingress' },
        servers: [null, { port: 'x' }, http(80, 'a.io')],
      }),
      object('Gateway', 'x/b', null),
    ],
    is: ['x/a 80 HTTP a.io'],
  },
]
for (const { name, gateways, is } of rows)
  test(`servers on a gateway: ${name}`, () => {
    const found = open(gateways).open.map((s) =>
      [
        s.server.gateway.key,
        s.port,
        s.server.protocol,
        s.hosts.join(','),
        ...(s.tlsMode ? [s.tlsMode] : []),
      ].join(' '),
    )
    assert.deepEqual(found, is)
  })

test('what is left out says why and who was first', () => {
  const { dropped } = open([
    gateway('x/a', [https(443, 'a.io')]),
    gateway('y/b', [https(443, 'a.io')], 2),
  ])
  assert.deepEqual(
    dropped.map(({ server: s, because }) => [s.gateway.key, because]),
    [['y/b', 'Gateway/x/a already serves a.io on port 443.']],
  )
})

const translated = [
  {
    name: 'through the Service in front',
    selector: { istio: 'ingress' },
    targetPort: 8080,
    port: 8080,
  },
  {
    name: 'not through one that selects others',
    selector: { istio: 'egress' },
    targetPort: 8080,
    port: 80,
  },
  {
    name: 'not by a name that only the pod knows',
    selector: { istio: 'ingress' },
    targetPort: 'http',
    port: 80,
  },
]
for (const { name, selector, targetPort, port } of translated)
  test(`the pod’s port: ${name}`, () => {
    const front = object('Service', 'edge/front', { selector, ports: [{ port: 80, targetPort }] })
    assert.deepEqual(
      open([gateway('x/a', [http(80, 'a.io')])], [front]).open.map((s) => s.port),
      [port],
    )
  })

const bindings = [
  { name: 'the same host', hosts: ['a.io'], server: ['a.io'], bound: true },
  { name: 'a host that the server’s covers', hosts: ['a.io'], server: ['*.io'], bound: true },
  { name: 'a host that covers the server’s', hosts: ['*'], server: ['a.io'], bound: true },
  { name: 'another host', hosts: ['b.io'], server: ['a.io'], bound: false },
  { name: 'a namespace that is admitted', hosts: ['a.io'], server: ['shop/*'], bound: true },
  { name: 'a namespace that is not', hosts: ['a.io'], server: ['books/*'], bound: false },
  { name: 'the Gateway’s own only', hosts: ['a.io'], server: ['./*'], bound: false },
]
for (const { name, hosts, server: listed, bound } of bindings)
  test(`a VirtualService binds to a server: ${name}`, () => {
    const candidates = readVirtualServices([
      object('VirtualService', 'shop/v', { hosts, gateways: ['x/a'] }),
    ])
    const found = boundTo(open([gateway('x/a', [http(80, ...listed)])]).open, candidates)
    assert.deepEqual(names(found), bound ? ['shop/v'] : [])
  })
