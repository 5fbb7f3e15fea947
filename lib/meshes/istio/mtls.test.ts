import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as make from '#lib/fixtures/istio-objects.ts'
import { graphOf } from '#lib/graph/build.ts'
import { mtlsReportOf } from '#lib/graph/mtls-report.ts'
import { ALL_KINDS, meshModelOf } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'

const peer = (place: string, mode: string, more = {}) =>
  make.security('PeerAuthentication', place, { mtls: { mode }, ...more })
const rule = (mode: string) =>
  make.networking('DestinationRule', 'shop/web', { host: 'web', trafficPolicy: { tls: { mode } } })
const policy = (peers: unknown) =>
  make.object('authentication.istio.io/v1alpha1', 'Policy', 'shop/default', { spec: { peers } })
const route = [
  ...make.ingressGateway(),
  make.gateway('shop/web', [make.httpServer()]),
  make.networking('VirtualService', 'shop/web', {
    hosts: ['*'],
    gateways: ['web'],
    http: [{ route: [{ destination: { host: 'web' } }] }],
  }),
]
const inside = make.deployment('shop/web', { sidecar: true })
const outside = make.deployment('shop/web')
const excluded = make.deployment('shop/web', {
  sidecar: true,
  annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '80' },
})
const scaledDown = make.deployment('shop/web', { sidecar: true, replicas: 0 })

type Row = {
  readonly name: string
  readonly tag?: string
  readonly mesh?: string
  readonly objects: readonly KubernetesObject[]
  readonly inbound: string
  readonly clients: string
  /** State of the hop from the gateway; `!` where plaintext is refused. */
  readonly hop: string
}
// Both ends meet: cluster_tls.go (client), policy_applier.go (server); see the folder's README.
const rows: readonly Row[] = [
  {
    name: 'automatic, nothing set',
    objects: inside,
    inbound: 'PERMISSIVE',
    clients: 'mtls',
    hop: 'mtls',
  },
  {
    name: 'strict',
    objects: [...inside, peer('shop/default', 'STRICT')],
    inbound: 'STRICT',
    clients: 'mtls',
    hop: 'mtls!',
  },
  {
    name: 'the server is off',
    objects: [...inside, peer('shop/default', 'DISABLE')],
    inbound: 'DISABLE',
    clients: 'plaintext',
    hop: 'plaintext',
  },
  {
    name: 'no proxy behind it',
    objects: outside,
    inbound: 'n/a',
    clients: 'plaintext',
    hop: 'plaintext',
  },
  {
    name: 'no pod behind it',
    objects: scaledDown,
    inbound: 'unknown',
    clients: 'unknown',
    hop: 'unknown',
  },
  {
    name: 'a rule turns it off: still taken where permissive',
    objects: [...inside, rule('DISABLE')],
    inbound: 'PERMISSIVE',
    clients: 'plaintext',
    hop: 'plaintext',
  },
  {
    name: 'a rule turns it off towards strict',
    objects: [...inside, rule('DISABLE'), peer('shop/default', 'STRICT')],
    inbound: 'STRICT',
    clients: 'plaintext',
    hop: 'conflict',
  },
  {
    name: 'TLS of its own towards strict',
    objects: [...inside, rule('SIMPLE'), peer('shop/default', 'STRICT')],
    inbound: 'STRICT',
    clients: 'tls',
    hop: 'conflict',
  },
  {
    name: 'TLS of its own to a pod without a proxy',
    objects: [...outside, rule('SIMPLE')],
    inbound: 'n/a',
    clients: 'tls',
    hop: 'tls',
  },
  {
    name: 'mutual TLS to a pod without a proxy',
    objects: [...outside, rule('ISTIO_MUTUAL')],
    inbound: 'n/a',
    clients: 'mtls',
    hop: 'conflict',
  },
  {
    name: 'mutual TLS to a server that is off',
    objects: [...inside, rule('ISTIO_MUTUAL'), peer('shop/default', 'DISABLE')],
    inbound: 'DISABLE',
    clients: 'mtls',
    hop: 'conflict',
  },
  {
    name: 'the mesh turns automatic off',
    mesh: 'enableAutoMtls: false',
    objects: inside,
    inbound: 'PERMISSIVE',
    clients: 'plaintext',
    hop: 'plaintext',
  },
  {
    name: 'the mesh configuration does not parse',
    mesh: '{',
    objects: inside,
    inbound: 'PERMISSIVE',
    clients: 'unknown',
    hop: 'unknown',
  },
  {
    name: 'a port past the proxy gets mutual TLS that the application cannot read',
    objects: excluded,
    inbound: 'PERMISSIVE',
    clients: 'mtls',
    hop: 'conflict',
  },
  {
    name: '1.2 has nothing by default',
    tag: '1.2.0',
    objects: inside,
    inbound: 'DISABLE',
    clients: 'plaintext',
    hop: 'plaintext',
  },
  {
    name: '1.2: a Policy alone',
    tag: '1.2.0',
    objects: [...inside, policy([{ mtls: {} }])],
    inbound: 'STRICT',
    clients: 'plaintext',
    hop: 'conflict',
  },
  {
    name: '1.2: mtls: null is strict too',
    tag: '1.2.0',
    objects: [...inside, policy([{ mtls: null }]), rule('ISTIO_MUTUAL')],
    inbound: 'STRICT',
    clients: 'mtls',
    hop: 'mtls!',
  },
  {
    name: '1.2: permissive',
    tag: '1.2.0',
    objects: [...inside, policy([{ mtls: { mode: 'PERMISSIVE' } }])],
    inbound: 'PERMISSIVE',
    clients: 'plaintext',
    hop: 'plaintext',
  },
  {
    name: '1.2 ignores PeerAuthentication',
    tag: '1.2.0',
    objects: [...inside, peer('shop/default', 'STRICT')],
    inbound: 'DISABLE',
    clients: 'plaintext',
    hop: 'plaintext',
  },
  {
    name: '1.6 ignores Policy',
    tag: '1.6.0',
    objects: [...inside, policy([{ mtls: {} }])],
    inbound: 'PERMISSIVE',
    clients: 'mtls',
    hop: 'mtls',
  },
  {
    name: '1.5 takes both, the new one first',
    tag: '1.5.4',
    objects: [...inside, policy([{ mtls: {} }]), peer('shop/default', 'PERMISSIVE')],
    inbound: 'PERMISSIVE',
    clients: 'mtls',
    hop: 'mtls',
  },
  {
    name: 'an unknown tag with old policies about',
    tag: 'custom',
    objects: [...inside, policy([{ mtls: {} }])],
    inbound: 'unknown',
    clients: 'unknown',
    hop: 'unknown',
  },
  {
    name: 'an unknown tag of istiod is 1.5 at least',
    tag: 'custom',
    objects: inside,
    inbound: 'PERMISSIVE',
    clients: 'mtls',
    hop: 'mtls',
  },
]
for (const { name, tag, mesh, objects, inbound, clients, hop } of rows)
  test(name, () => {
    const all = [
      ...make.controlPlane(tag, mesh),
      ...route,
      make.service('shop/web', [80]),
      ...objects,
    ]
    const model = meshModelOf(snapshotFromObjects(ALL_KINDS, all))
    const graph = graphOf(model, [])
    const posture = mtlsReportOf(model, graph).posture.find((p) => p.on === 'Service/shop/web')
    const edge = graph.edges.find(
      (e) => e.to === 'service:shop/web' && e.from.startsWith('gateway:'),
    )
    assert.deepEqual(
      {
        inbound: posture?.inbound,
        clients: posture?.clients.state,
        hop: `${edge?.mtls?.state}${edge?.mtls?.enforced ? '!' : ''}`,
      },
      { inbound, clients, hop },
    )
    assert.ok(edge?.mtls?.because)
  })

test('a kind that may not be read leaves what rests on it unknown', () => {
  const all = [...make.controlPlane(), ...route, make.service('shop/web', [80]), ...inside]
  const snapshot = snapshotFromObjects(ALL_KINDS, all)
  for (const id of [
    'security.istio.io/peerauthentications',
    'networking.istio.io/destinationrules',
  ]) {
    const kinds = new Map(snapshot.kinds)
    const slice = kinds.get(id)
    assert.ok(slice)
    kinds.set(id, { ...slice, status: { state: 'not-permitted', message: 'forbidden' } })
    const graph = graphOf(meshModelOf({ kinds }), [])
    const edge = graph.edges.find(
      (e) => e.to === 'service:shop/web' && e.from.startsWith('gateway:'),
    )
    assert.equal(edge?.mtls?.state, 'unknown', id)
  }
})

test('only some pods with a proxy: the hop is not encrypted, and says how many', () => {
  const all = [
    ...make.controlPlane(),
    ...route,
    make.service('shop/web', [80]),
    ...make.deployment('shop/in', { labels: { app: 'web', v: '1' }, sidecar: true }),
    ...make.deployment('shop/out', { labels: { app: 'web', v: '2' } }),
  ]
  const graph = graphOf(meshModelOf(snapshotFromObjects(ALL_KINDS, all)), [])
  const edge = graph.edges.find((e) => e.to === 'service:shop/web' && e.from.startsWith('gateway:'))
  assert.equal(edge?.mtls?.state, 'plaintext')
  assert.match(edge?.mtls?.because ?? '', /1 of 2 pods/)
})
