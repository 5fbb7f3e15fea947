import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'
import { ALL_KINDS } from './index.ts'
import { type Reference, referencesOf } from './references.ts'

const make = (
  apiVersion: string,
  kind: string,
  at: string,
  rest: Readonly<Record<string, unknown>> = {},
  metadata: Readonly<Record<string, unknown>> = {},
): KubernetesObject => {
  const slash = at.indexOf('/')
  const namespace = slash < 0 ? {} : { namespace: at.slice(0, slash) }
  return {
    apiVersion,
    kind,
    metadata: { ...namespace, name: at.slice(slash + 1), ...metadata },
    ...rest,
  }
}
const NETWORKING = 'networking.istio.io/v1'
const SECURITY = 'security.istio.io/v1'
const GATEWAY = 'gateway.networking.k8s.io/v1'

const owner = (apiVersion: string, kind: string, name: string) => ({
  ownerReferences: [{ apiVersion, kind, name, uid: name, controller: true }],
})
const pods = (app: string, spec: object = {}) => ({
  spec: { template: { metadata: { labels: { app } }, spec } },
})

const OBJECTS: readonly KubernetesObject[] = [
  make('v1', 'Namespace', 'shop', {}, { labels: { 'istio.io/use-waypoint': 'way' } }),
  make('v1', 'ServiceAccount', 'shop/cart'),
  make('v1', 'Service', 'shop/cart', { spec: { selector: { app: 'cart' } } }),
  make('v1', 'Service', 'other/cart', { spec: { selector: { app: 'cart' } } }),
  make('apps/v1', 'Deployment', 'shop/cart', pods('cart', { serviceAccountName: 'cart' })),
  make(
    'apps/v1',
    'ReplicaSet',
    'shop/cart-1',
    pods('cart'),
    owner('apps/v1', 'Deployment', 'cart'),
  ),
  make(
    'v1',
    'Pod',
    'shop/cart-1-x',
    {},
    {
      labels: { app: 'cart' },
      ...owner('apps/v1', 'ReplicaSet', 'cart-1'),
    },
  ),
  make('v1', 'Pod', 'shop/lost', {}, owner('argoproj.io/v1alpha1', 'Rollout', 'lost')),
  make('apps/v1', 'Deployment', 'edge/ingress', pods('ingress')),
  make(NETWORKING, 'Gateway', 'shop/front', {
    spec: {
      selector: { app: 'ingress' },
      servers: [{ tls: { credentialName: 'front-cert' } }],
    },
  }),
  make(NETWORKING, 'DestinationRule', 'shop/cart', {
    spec: { host: 'cart', subsets: [{ name: 'v1' }] },
  }),
  make(NETWORKING, 'ServiceEntry', 'shop/out', { spec: { hosts: ['*.pay.example'] } }),
  make(NETWORKING, 'VirtualService', 'shop/cart', {
    spec: {
      hosts: ['cart', 'shop.example'],
      gateways: ['front', 'mesh', 'gone/away'],
      http: [
        {
          route: [
            { destination: { host: 'cart', subset: 'v1' } },
            { destination: { host: 'cart.other.svc.cluster.local', subset: 'v9' } },
            { destination: { host: 'api.pay.example' } },
          ],
          mirror: { host: 'nobody' },
        },
      ],
    },
  }),
  make(SECURITY, 'AuthorizationPolicy', 'shop/cart', {
    spec: {
      selector: { matchLabels: { app: 'cart' } },
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/cart', '*'] } }] }],
    },
  }),
  make(SECURITY, 'PeerAuthentication', 'root/strict', {
    spec: { selector: { matchLabels: { app: 'cart' } } },
  }),
  make(SECURITY, 'PeerAuthentication', 'other/strict', {
    spec: { selector: { matchLabels: { app: 'cart' } } },
  }),
  make(GATEWAY, 'Gateway', 'shop/way', { spec: { gatewayClassName: 'istio-waypoint' } }),
  make(GATEWAY, 'HTTPRoute', 'shop/cart', {
    spec: {
      parentRefs: [{ name: 'way' }],
      rules: [{ backendRefs: [{ name: 'cart' }, { name: 'cart', namespace: 'other' }] }],
    },
  }),
  make('networking.k8s.io/v1', 'Ingress', 'shop/cart', {
    spec: {
      rules: [{ http: { paths: [{ backend: { service: { name: 'cart' } } }] } }],
      tls: [{ secretName: 'cart-tls' }],
    },
  }),
  make(NETWORKING, 'VirtualService', 'bad/shape', {
    spec: { hosts: 'cart', gateways: [7, null], http: [null, { route: [{ destination: 1 }] }] },
  }),
]
const SNAPSHOT = snapshotFromObjects(ALL_KINDS, OBJECTS)

const said = (r: Reference) =>
  `${r.path} ${r.kind} ${r.namespace ? `${r.namespace}/` : ''}${r.name}${r.state === 'present' ? '' : ` ${r.state}`}`
const of = ([group = '', kind = '', at = '']: readonly string[]) => {
  const object = OBJECTS.find(
    (o) =>
      o.apiVersion.startsWith(group) &&
      o.kind === kind &&
      [o.metadata.namespace, o.metadata.name].filter(Boolean).join('/') === at,
  )
  if (!object) throw new Error(`${kind} ${at} is not part of the scene`)
  return referencesOf(SNAPSHOT, object, new Set(['root']))
}

const uses = [
  {
    of: ['networking', 'VirtualService', 'shop/cart'],
    are: [
      'spec.http[0].route[1].destination.subset DestinationRule subset v9 of cart.other.svc.cluster.local missing',
      'spec.http[0].route[0].destination.subset DestinationRule shop/cart',
      'spec.gateways[2] Gateway gone/away missing',
      'spec.gateways[0] Gateway shop/front',
      'spec.http[0].mirror.host Service nobody.shop.svc.cluster.local missing',
      'spec.http[0].route[1].destination.host Service other/cart',
      'spec.hosts[0] Service shop/cart',
      'spec.http[0].route[0].destination.host Service shop/cart',
      'spec.http[0].route[2].destination.host ServiceEntry shop/out',
    ],
  },
  {
    of: ['networking', 'Gateway', 'shop/front'],
    are: [
      'spec.selector Deployment edge/ingress',
      'spec.servers[0].tls.credentialName Secret front-cert unread',
    ],
  },
  {
    of: ['security', 'AuthorizationPolicy', 'shop/cart'],
    are: [
      'spec.selector.matchLabels Deployment shop/cart',
      'spec.rules[0].from[0].source.principals[0] ServiceAccount shop/cart',
    ],
  },
  {
    of: ['gateway', 'HTTPRoute', 'shop/cart'],
    are: [
      'spec.parentRefs[0] Gateway shop/way',
      'spec.rules[0].backendRefs[1] Service other/cart',
      'spec.rules[0].backendRefs[0] Service shop/cart',
    ],
  },
  {
    of: ['networking.k8s.io', 'Ingress', 'shop/cart'],
    are: [
      'spec.tls[0].secretName Secret shop/cart-tls unread',
      'spec.rules[0].http.paths[0].backend.service.name Service shop/cart',
    ],
  },
  {
    of: ['v1', 'Namespace', 'shop'],
    are: ['metadata.labels["istio.io/use-waypoint"] Gateway shop/way'],
  },
  { of: ['networking', 'VirtualService', 'bad/shape'], are: [] },
] as const
for (const row of uses)
  test(`${row.of.join(' ')} uses`, () => assert.deepEqual(of(row.of).uses.map(said), row.are))

const usedBy = [
  {
    of: ['v1', 'Service', 'shop/cart'],
    are: [
      'spec.host DestinationRule shop/cart',
      'spec.rules[0].backendRefs[0] HTTPRoute shop/cart',
      'spec.rules[0].http.paths[0].backend.service.name Ingress shop/cart',
      'spec.hosts[0] VirtualService shop/cart',
      'spec.http[0].route[0].destination.host VirtualService shop/cart',
    ],
  },
  {
    // A policy of the root namespace reaches it, one of another namespace does not.
    of: ['apps', 'Deployment', 'shop/cart'],
    are: [
      'spec.selector.matchLabels AuthorizationPolicy shop/cart',
      'spec.selector.matchLabels PeerAuthentication root/strict',
      'metadata.ownerReferences[0] ReplicaSet shop/cart-1',
      'spec.selector Service shop/cart',
    ],
  },
  {
    of: ['networking', 'Gateway', 'shop/front'],
    are: ['spec.gateways[0] VirtualService shop/cart'],
  },
  {
    of: ['gateway', 'Gateway', 'shop/way'],
    are: [
      'spec.parentRefs[0] HTTPRoute shop/cart',
      'metadata.labels["istio.io/use-waypoint"] Namespace shop',
    ],
  },
  {
    of: ['networking', 'ServiceEntry', 'shop/out'],
    are: ['spec.http[0].route[2].destination.host VirtualService shop/cart'],
  },
] as const
for (const row of usedBy)
  test(`${row.of.join(' ')} is used by`, () =>
    assert.deepEqual(of(row.of).usedBy.map(said), row.are))

const owners = [
  {
    of: ['v1', 'Pod', 'shop/cart-1-x'],
    are: [
      'metadata.ownerReferences[0] ReplicaSet shop/cart-1',
      'metadata.ownerReferences[0] Deployment shop/cart',
    ],
  },
  {
    of: ['v1', 'Pod', 'shop/lost'],
    are: ['metadata.ownerReferences[0] Rollout shop/lost unknown'],
  },
] as const
for (const row of owners)
  test(`${row.of.join(' ')} is owned by`, () =>
    assert.deepEqual(of(row.of).owners.map(said), row.are))

test('what may not be read is unknown and not missing', () => {
  const kinds = new Map(SNAPSHOT.kinds)
  const services = kinds.get('core/services')
  assert.ok(services)
  kinds.set('core/services', {
    ...services,
    namespaces: new Map(),
    status: { state: 'not-permitted', message: 'no' },
  })
  const route = OBJECTS.find((o) => o.kind === 'HTTPRoute')
  assert.ok(route)
  const found = referencesOf({ kinds }, route, new Set())
  assert.deepEqual(
    found.uses.filter((r) => r.kind === 'Service').map((r) => r.state),
    ['unknown', 'unknown'],
  )
})
