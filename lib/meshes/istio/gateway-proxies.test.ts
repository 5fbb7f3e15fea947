import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as make from '#lib/fixtures/istio-objects.ts'
import { graphOf } from '#lib/graph/build.ts'
import { ALL_KINDS, meshModelOf } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'
import type { IstioContribution } from './contribute.ts'

type Spec = Readonly<Record<string, unknown>>
const server = (number: number, protocol: string, hosts: readonly string[], more: Spec = {}) => ({
  port: { number, protocol, name: `${protocol.toLowerCase()}-${number}` },
  hosts,
  ...more,
})
const https = (...hosts: readonly string[]) =>
  server(443, 'HTTPS', hosts, { tls: { mode: 'SIMPLE', credentialName: 'c' } })
const translating = (port: number, targetPort: number | string) =>
  make.service('istio-system/ingress', [['http', port, targetPort]], { type: 'LoadBalancer' })

type Row = {
  readonly name: string
  readonly service?: KubernetesObject
  readonly servers: readonly Spec[]
  /** Of each gateway pod in its place. */
  readonly containerPorts?: readonly (readonly Spec[])[]
  /** `port protocol host`, and for refused ones why. */
  readonly open: readonly string[]
  readonly refused?: readonly RegExp[]
}
// @see istio/istio pilot/pkg/model/gateway.go, mergeGateways; each Gateway has one server, oldest first
const rows: readonly Row[] = [
  {
    name: 'hosts of a refused server stay free',
    servers: [https('a.x.com', 'b.x.com'), https('b.x.com', 'c.x.com'), https('c.x.com')],
    open: ['443 HTTPS a.x.com b.x.com', '443 HTTPS c.x.com'],
    refused: [/Gateway\/shop\/g0 already serves b\.x\.com on port 443/],
  },
  {
    name: 'the same host for two namespaces is not repeated',
    servers: [https('shop/a.x.com'), https('other/a.x.com')],
    open: ['443 HTTPS shop/a.x.com', '443 HTTPS other/a.x.com'],
  },
  {
    name: 'HTTP with a TLS block shares its port like HTTP',
    servers: [
      server(80, 'HTTP', ['a.x.com'], { tls: { httpsRedirect: true } }),
      server(80, 'HTTP', ['b.x.com']),
    ],
    open: ['80 HTTP a.x.com', '80 HTTP b.x.com'],
  },
  {
    name: 'servers that the Service brings to one port of the pod meet there',
    service: translating(80, 8080),
    servers: [server(80, 'HTTP', ['*']), server(8080, 'TCP', ['*'])],
    open: ['8080 HTTP *'],
    refused: [/TCP cannot share a port with HTTP of Gateway\/shop\/g0 on port 8080/],
  },
  {
    name: 'a named target port is the pod’s',
    service: translating(80, 'web'),
    containerPorts: [[{ name: 'web', containerPort: 8080 }]],
    servers: [server(80, 'HTTP', ['*']), server(8080, 'TCP', ['*'])],
    open: ['8080 HTTP *'],
    refused: [/TCP cannot share a port with HTTP of Gateway\/shop\/g0 on port 8080/],
  },
  {
    name: 'a named target port on which pods disagree is not translated',
    service: translating(80, 'web'),
    containerPorts: [
      [{ name: 'web', containerPort: 8080 }],
      [{ name: 'web', containerPort: 8081 }],
    ],
    servers: [server(80, 'HTTP', ['*'])],
    open: ['80 HTTP *'],
  },
  {
    name: 'a name that no pod has is not translated',
    service: translating(80, 'web'),
    containerPorts: [[{ name: 'other', containerPort: 8080 }]],
    servers: [server(80, 'HTTP', ['*'])],
    open: ['80 HTTP *'],
  },
  {
    name: 'those that it brings to different ports do not',
    service: translating(80, 8080),
    servers: [server(80, 'HTTP', ['*']), server(80, 'HTTP', ['a.x.com']), server(81, 'TCP', ['*'])],
    open: ['8080 HTTP *', '8080 HTTP a.x.com', '81 TCP *'],
  },
]

/** The gateway's pods with these ports: as many as there are lists. */
const withPorts = (pod: KubernetesObject, lists: readonly (readonly Spec[])[]) =>
  lists.map((ports, i): KubernetesObject => {
    const { containers } = pod.spec as { containers: readonly Spec[] }
    const spec = { ...(pod.spec as Spec), containers: containers.map((c) => ({ ...c, ports })) }
    return { ...pod, spec, metadata: { ...pod.metadata, name: `${pod.metadata.name}-${i}` } }
  })

function modelOf(
  { service, servers, containerPorts }: Row,
  more: readonly KubernetesObject[] = [],
) {
  const own = make
    .ingressGateway()
    .flatMap((o) => (containerPorts && o.kind === 'Pod' ? withPorts(o, containerPorts) : [o]))
  const without = own.filter((o) => o.kind !== 'Service')
  const proxies = service ? [...without, service] : own
  const gateways = servers.map((one, i) => make.gateway(`shop/g${i}`, [one]))
  const all = [...make.controlPlane(), ...proxies, ...gateways, ...more].flatMap((o) => o ?? [])
  return meshModelOf(snapshotFromObjects(ALL_KINDS, all))
}

for (const row of rows)
  test(row.name, () => {
    const istio = modelOf(row).contributions.get('istio') as IstioContribution
    const programmed = istio.proxies.flatMap((p) => p.programmed)
    const open = programmed.filter((p) => !p.contested)
    assert.deepEqual(
      open.map(({ port, server: s, hosts }) => [port, s.protocol, ...hosts].join(' ')),
      row.open,
    )
    const refused = programmed.filter((p) => p.contested)
    for (const [i, said] of (row.refused ?? []).entries())
      assert.match(refused[i]?.because ?? '', said)
    assert.equal(open.length + refused.length, row.servers.length)
  })

test('VirtualServices of two Gateways on one port of the pod share its table', () => {
  const route = (name: string, gateway: string, path: string) =>
    make.networking('VirtualService', `shop/${name}`, {
      hosts: ['*'],
      gateways: [gateway],
      http: [{ match: [{ uri: { exact: path } }], route: [{ destination: { host: 'a' } }] }],
    })
  const row: Row = {
    name: '',
    service: translating(80, 8080),
    servers: [server(80, 'HTTP', ['*']), server(8080, 'HTTP', ['*'])],
    open: [],
  }
  const model = modelOf(row, [
    ...make.deployment('shop/a', { sidecar: true }),
    make.service('shop/a'),
    route('second', 'g1', '/two'),
    route('first', 'g0', '/one'),
  ])
  const edges = graphOf(model, []).edges.filter((e) => e.to === 'service:shop/a')
  const said = edges.map((e) => `#${e.order} ${e.match?.[0]?.path?.value}`).sort()
  // Server by server, whichever VirtualService is older.
  assert.deepEqual(said, ['#1 /one', '#2 /two'])
})
