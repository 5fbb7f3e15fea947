import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as make from '#lib/fixtures/istio-objects.ts'
import { graphOf } from '#lib/graph/build.ts'
import { ALL_KINDS, meshModelOf } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'

const ambient = { annotations: { 'ambient.istio.io/redirection': 'enabled' } }
const base = [
  ...make.controlPlane(),
  ...make.ingressGateway(),
  make.gateway('shop/web', [make.httpServer()]),
  make.networking('VirtualService', 'shop/web', {
    hosts: ['*'],
    gateways: ['web'],
    http: [{ route: [{ destination: { host: 'a' } }] }],
  }),
  ...['a', 'b'].flatMap((name) => [
    ...make.deployment(`shop/${name}`, ambient),
    make.service(`shop/${name}`),
  ]),
]
const inMesh = make.networking('VirtualService', 'shop/a', {
  hosts: ['a'],
  http: [{ route: [{ destination: { host: 'b' } }] }],
})
const waypoint = (labels = {}, listener = {}) =>
  make.object(
    'gateway.networking.k8s.io/v1',
    'Gateway',
    'shop/wp',
    {
      spec: {
        gatewayClassName: 'istio-waypoint',
        listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE', ...listener }],
      },
    },
    { labels },
  )
const use = (labels: Record<string, string>) => make.namespace('shop', labels)
const USE = { 'istio.io/use-waypoint': 'wp' }
const INGRESS = { ...USE, 'istio.io/ingress-use-waypoint': 'true' }

function edges(objects: readonly KubernetesObject[], from: string) {
  const model = meshModelOf(snapshotFromObjects(ALL_KINDS, [...base, ...objects]))
  return graphOf(model, []).edges.filter((e) => e.from === from && e.kind !== 'selects')
}
const called = (objects: readonly KubernetesObject[]) =>
  edges(objects, 'gateway:istio-system/ingress')[0]

const peer = (mode: string) =>
  make.security('PeerAuthentication', 'shop/default', { mtls: { mode } })
const rule = (mode: string) =>
  make.networking('DestinationRule', 'shop/a', { host: 'a', trafficPolicy: { tls: { mode } } })

// @see istio/istio architecture/ambient/peer-authentication.md; cluster_tls.go, applyHBONETransportSocketMatches
const hops = [
  { name: 'by default', objects: [], state: 'mtls', enforced: false },
  { name: 'strict', objects: [peer('STRICT')], state: 'mtls', enforced: true },
  { name: 'DISABLE turns nothing off', objects: [peer('DISABLE')], state: 'mtls', enforced: false },
  {
    name: 'a rule that says DISABLE travels in the tunnel',
    objects: [rule('DISABLE'), peer('STRICT')],
    state: 'mtls',
    enforced: true,
  },
]
for (const { name, objects, state, enforced } of hops)
  test(`hop to ambient pods: ${name}`, () => {
    const mtls = called(objects)?.mtls
    assert.deepEqual([mtls?.state, mtls?.enforced ?? false], [state, enforced])
  })

const routes = [
  { name: 'without a waypoint nobody follows it', objects: [inMesh], to: [] },
  {
    name: 'the waypoint of the namespace does',
    objects: [inMesh, use(USE), waypoint()],
    to: ['service:shop/b'],
  },
  { name: 'one that is not there does not', objects: [inMesh, use(USE)], to: [] },
  {
    name: 'one for workloads does not',
    objects: [inMesh, use(USE), waypoint({ 'istio.io/waypoint-for': 'workload' })],
    to: [],
  },
  {
    name: 'one that lets others in only does not',
    objects: [
      inMesh,
      use(USE),
      waypoint(
        {},
        {
          allowedRoutes: {
            namespaces: { from: 'Selector', selector: { matchLabels: { team: 'x' } } },
          },
        },
      ),
    ],
    to: [],
  },
  {
    name: 'a sidecar in the namespace follows it itself',
    objects: [inMesh, ...make.deployment('shop/c', { sidecar: true })],
    to: ['service:shop/b'],
  },
]
for (const { name, objects, to } of routes)
  test(`mesh route to an ambient Service: ${name}`, () =>
    assert.deepEqual(
      edges(objects, 'service:shop/a').map((e) => e.to),
      to,
    ))

const policy = (spec: Record<string, unknown>, name = 'p') =>
  make.security('AuthorizationPolicy', `shop/${name}`, spec)
const http = { rules: [{ to: [{ operation: { paths: ['/*'] } }] }] }
const atWaypoint = { targetRefs: [{ group: '', kind: 'Service', name: 'a' }] }

// @see istio/istio pilot/pkg/serviceregistry/ambient/policies.go; waypoints.go
const verdicts = [
  { name: 'nothing asks', objects: [], verdict: 'allow' },
  { name: 'ALLOW with HTTP never matches at ztunnel', objects: [policy(http)], verdict: 'deny' },
  {
    name: 'DENY with HTTP only does nothing there',
    objects: [policy({ action: 'DENY', ...http })],
    verdict: 'allow',
  },
  {
    name: 'DENY of a port is kept without its HTTP part',
    objects: [
      policy({
        action: 'DENY',
        rules: [{ to: [{ operation: { ports: ['80'], paths: ['/x'] } }] }],
      }),
    ],
    verdict: 'deny',
  },
  {
    name: 'ztunnel asks no authorizer',
    objects: [policy({ action: 'CUSTOM', provider: { name: 'x' }, rules: [{}] })],
    verdict: 'allow',
  },
  {
    name: 'gateways go past the waypoint, and its policies with it',
    objects: [use(USE), waypoint(), policy({ ...atWaypoint })],
    verdict: 'allow',
  },
  {
    name: 'unless they are told to pass it',
    objects: [use(INGRESS), waypoint(), policy({ ...atWaypoint })],
    verdict: 'deny',
  },
  {
    name: 'policies by selector are not for the waypoint but for the node',
    objects: [use(INGRESS), waypoint(), policy({ action: 'DENY', ...http })],
    verdict: 'allow',
  },
]
for (const { name, objects, verdict } of verdicts)
  test(`access at ambient pods: ${name}`, () => assert.equal(called(objects)?.verdict, verdict))
