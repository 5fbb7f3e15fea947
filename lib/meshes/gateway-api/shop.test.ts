import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '#lib/changes/derive.ts'
import * as make from '#lib/fixtures/istio-objects.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'
import {
  backend,
  gateway,
  gatewayApi,
  gatewayClass,
  httpListener,
  route,
  toService,
} from './gateway-objects.fixture.ts'
import { GATEWAY_NAME } from './gateway-proxies.ts'

const derived = (objects: readonly KubernetesObject[]) =>
  derive(snapshotFromObjects(ALL_KINDS, objects))

/** The hops of a graph in words; what selects and what merely reaches the gateway is left out. */
const hops = (objects: readonly KubernetesObject[]) =>
  derived(objects).graph.edges.flatMap((e) => {
    if (e.kind === 'selects' || e.from === 'client:outside') return []
    const facts = [
      e.port,
      e.share === undefined ? undefined : `${e.share}%`,
      e.kind === 'route' ? undefined : e.kind,
      e.order === undefined ? undefined : `#${e.order}`,
      e.when && `[${e.when}]`,
      e.conflict ? 'contested' : undefined,
      e.mtls && `${e.mtls.state}${e.mtls.enforced ? '!' : ''}`,
    ]
    return [`${e.from} > ${e.to} ${facts.filter((f) => f !== undefined).join(' ')}`]
  })

/** What Istio makes for a Gateway of its class: `<gateway>-<class>`, labelled with the Gateway's name. */
const istioGateway = (place: string, more: object = {}) => [
  ...make.deployment(`${place}-istio`, {
    labels: { [GATEWAY_NAME]: place.split('/')[1] ?? '' },
    containers: [
      { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.26.3', args: ['proxy', 'router'] },
    ],
  }),
  make.service(`${place}-istio`, [['http', 80]], {
    type: 'LoadBalancer',
    selector: { [GATEWAY_NAME]: place.split('/')[1] ?? '' },
    ...more,
  }),
]

const strict = (place: string) =>
  make.security('PeerAuthentication', place, { mtls: { mode: 'STRICT' } })

const shop = [
  ...make.controlPlane(),
  make.namespace('shop', { 'istio-injection': 'enabled' }),
  gatewayClass(),
  ...istioGateway('edge/web'),
  gateway('edge/web', [httpListener({ allowedRoutes: { namespaces: { from: 'All' } } })]),
  ...['web-v1', 'web-v2', 'cart', 'cart-next'].flatMap((name) => [
    ...make.deployment(`shop/${name}`, { sidecar: true }),
    make.service(`shop/${name}`),
  ]),
  route('HTTPRoute', 'shop/web', { namespace: 'edge', name: 'web' }, [
    { backendRefs: [backend('web-v1', 80), backend('web-v2', 20)] },
  ]),
  route('HTTPRoute', 'shop/cart', toService('cart'), [
    { matches: [{ path: { value: '/beta' } }], backendRefs: [backend('cart-next')] },
    { backendRefs: [backend('cart', 3), backend('cart-next', 1)] },
  ]),
]

test('a shop behind a Kubernetes Gateway of Istio: 80/20, and a producer route on a Service', () => {
  assert.deepEqual(hops([...shop, strict('shop/default')]), [
    'gateway:edge/web-istio > service:shop/web-v1 80 80% mtls!',
    'gateway:edge/web-istio > service:shop/web-v2 80 20% mtls!',
    'service:shop/cart > service:shop/cart-next 80 100% #1 [path starts with /beta] mtls!',
    'service:shop/cart > service:shop/cart-next 80 25% #2 [everything else] mtls!',
    'service:shop/cart > workload:shop/Deployment/cart 80 75% split #2 [everything else] mtls!',
  ])
  const { graph } = derived(shop)
  const node = graph.nodes.find((n) => n.id === 'gateway:edge/web-istio')
  assert.equal(node?.inMesh, 'gateway')
  assert.equal(node?.mesh, 'istio')
  assert.deepEqual(node?.listeners, [
    { port: 80, protocol: 'HTTP', hosts: ['*'], from: 'Gateway/edge/web', exposed: true },
  ])
  assert.ok(node?.resources.includes('Gateway/edge/web'))
  assert.equal(
    graph.nodes.filter((n) => n.id.includes('web-istio')).length,
    1,
    'no Service beside it',
  )
  const [first] = graph.edges.filter((e) => e.to === 'service:shop/web-v1')
  assert.deepEqual(first?.via, ['Gateway/edge/web', 'HTTPRoute/shop/web'])
  const [entrance, ...others] = graph.edges.filter((e) => e.from === 'client:outside')
  assert.deepEqual(others, [])
  assert.equal(entrance?.to, 'gateway:edge/web-istio')
  assert.equal(entrance?.mtls?.state, 'plaintext')
  assert.deepEqual(entrance?.via, ['Gateway/edge/web'])
})

const rule = (place: string, host: string, mode: string) =>
  make.networking('DestinationRule', place, { host, trafficPolicy: { tls: { mode } } })

/** The mesh that runs the gateway decides what its hops are. */
const decided: readonly {
  name: string
  more: readonly KubernetesObject[]
  state: string
  by?: string
}[] = [
  { name: 'automatic mutual TLS', more: [], state: 'mtls' },
  {
    name: 'a DestinationRule that turns it off',
    more: [rule('shop/plain', 'web-v1', 'DISABLE')],
    state: 'plaintext',
    by: 'DestinationRule/shop/plain',
  },
  {
    name: 'one that turns it off where it is required',
    more: [rule('shop/plain', 'web-v1', 'DISABLE'), strict('shop/default')],
    state: 'conflict',
    by: 'PeerAuthentication/shop/default',
  },
  {
    name: 'a BackendTLSPolicy that asks for TLS of the application',
    more: [
      gatewayApi('BackendTLSPolicy', 'shop/tls', {
        targetRefs: [{ group: '', kind: 'Service', name: 'web-v1' }],
        validation: { hostname: 'web' },
      }),
    ],
    state: 'tls',
    by: 'BackendTLSPolicy/shop/tls',
  },
]
for (const { name, more, state, by } of decided)
  test(`the hop out of the gateway: ${name}`, () => {
    const edge = derived([...shop, ...more]).graph.edges.find(
      (e) => e.from === 'gateway:edge/web-istio' && e.to === 'service:shop/web-v1',
    )
    assert.equal(edge?.mtls?.state, state)
    if (by) assert.ok(edge?.mtls?.decidedBy.includes(by), edge?.mtls?.decidedBy.join())
  })

test('a gateway in no mesh sends plaintext, which strict pods refuse', () => {
  const pods = make.deployment('edge/web', { labels: { [GATEWAY_NAME]: 'web' } })
  const objects = (more: readonly KubernetesObject[]) => [
    ...make.controlPlane(),
    gatewayClass('other', 'example.com/controller'),
    gateway('edge/web', undefined, { gatewayClassName: 'other' }),
    ...pods,
    ...make.deployment('edge/a', { sidecar: true }),
    make.service('edge/a'),
    route('HTTPRoute', 'edge/a', { name: 'web' }, [{ backendRefs: [backend('a')] }]),
    ...more,
  ]
  assert.deepEqual(hops(objects([])), ['gateway:edge/web > service:edge/a 80 100% plaintext'])
  assert.deepEqual(hops(objects([strict('edge/default')])), [
    'gateway:edge/web > service:edge/a 80 100% conflict',
  ])
})

const lone = (rules: readonly object[], more: readonly KubernetesObject[] = []) => [
  gatewayClass('cloud', 'example.com/cloud'),
  gateway('edge/web', [httpListener({ allowedRoutes: { namespaces: { from: 'All' } } })], {
    gatewayClassName: 'cloud',
  }),
  make.service('shop/a'),
  make.service('shop/b'),
  make.service('bank/ledger'),
  route('HTTPRoute', 'shop/x', { namespace: 'edge', name: 'web' }, rules as never),
  ...more,
]
const grant = (from: object, to: object) =>
  gatewayApi('ReferenceGrant', 'bank/shop', {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop', ...from }],
    to: [{ group: '', kind: 'Service', ...to }],
  })
const at = 'gateway:edge/web >'
const split = { backendRefs: [backend('a', 1), backend('bank/ledger', 3)] }
const refused = [`${at} nowhere 80 75% none`, `${at} service:shop/a 80 25% unknown`]
const granted = [`${at} service:bank/ledger 80 75% unknown`, `${at} service:shop/a 80 25% unknown`]

/** @see gateway-api apis/v1/httproute_types.go, HTTPRouteRule.BackendRefs; apis/v1beta1/referencegrant_types.go */
const backends: readonly {
  name: string
  rules: readonly object[]
  more?: readonly KubernetesObject[]
  gives: readonly string[]
}[] = [
  {
    name: 'another namespace without a ReferenceGrant keeps its share and is answered 500',
    rules: [split],
    gives: refused,
  },
  { name: 'with a grant', rules: [split], more: [grant({}, {})], gives: granted },
  {
    name: 'with a grant for this Service',
    rules: [split],
    more: [grant({}, { name: 'ledger' })],
    gives: granted,
  },
  {
    name: 'with a grant for another Service',
    rules: [split],
    more: [grant({}, { name: 'other' })],
    gives: refused,
  },
  {
    name: 'with a grant for routes of another kind',
    rules: [split],
    more: [grant({ kind: 'GRPCRoute' }, {})],
    gives: refused,
  },
  {
    name: 'with a grant for routes of another namespace',
    rules: [split],
    more: [grant({ namespace: 'other' }, {})],
    gives: refused,
  },
  {
    name: 'weights are proportions, 1 where none is written, 0 takes nothing',
    rules: [{ backendRefs: [backend('a', 3), backend('b'), backend('gone', 0)] }],
    gives: [
      `${at} nowhere 80 0% none`,
      `${at} service:shop/a 80 75% unknown`,
      `${at} service:shop/b 80 25% unknown`,
    ],
  },
  {
    name: 'a port that the Service has not',
    rules: [{ backendRefs: [backend('a:81')] }],
    gives: [`${at} nowhere 81 100% none`],
  },
  {
    name: 'a kind that is not a Service is not judged',
    rules: [{ backendRefs: [{ group: 'example.com', kind: 'Bucket', name: 'pics' }] }],
    gives: [`${at} external:Bucket/shop/pics 100% unknown`],
  },
  {
    name: 'a redirect sends nothing on',
    rules: [
      {
        filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }],
        backendRefs: [],
      },
    ],
    gives: [],
  },
  {
    name: 'a mirror gets a copy',
    rules: [
      {
        filters: [
          {
            type: 'RequestMirror',
            requestMirror: { backendRef: backend('b'), fraction: { numerator: 1, denominator: 4 } },
          },
        ],
        backendRefs: [backend('a')],
      },
    ],
    gives: [`${at} service:shop/b 80 25% mirror unknown`, `${at} service:shop/a 80 100% unknown`],
  },
]
for (const { name, rules, more, gives } of backends)
  test(`backends: ${name}`, () => assert.deepEqual(hops(lone(rules, more)), gives))

test('what is answered 500 says why, and what a route does stands beside it', () => {
  const { graph } = derived(lone([split]))
  const edge = graph.edges.find((e) => e.to === 'nowhere')
  assert.match(edge?.because ?? '', /No ReferenceGrant in bank lets a HTTPRoute of shop .* 500/)
  assert.deepEqual(edge?.mtls?.decidedBy, ['HTTPRoute/shop/x'])
  const node = graph.nodes.find((n) => n.id === 'gateway:edge/web')
  assert.equal(node?.inMesh, 'unknown', 'nothing shows the pods of a gateway that a cloud runs')
})

const cart = (place: string, parent: object, to: string) =>
  route('HTTPRoute', place, toService('cart', parent as Record<string, unknown>), [
    { backendRefs: [backend(to)] },
  ])
const mesh = [
  ...make.controlPlane(),
  ...['shop/cart', 'shop/one', 'shop/two', 'web/cart-copy'].flatMap((place) => [
    ...make.deployment(place, { sidecar: true }),
    make.service(place, [80, ['admin', 81]]),
  ]),
]

/** @see gateway-api GEP-1294 (producer and consumer routes), GEP-1426 (kinds on one port) */
const gamma: readonly {
  name: string
  routes: readonly KubernetesObject[]
  gives: readonly string[]
}[] = [
  {
    name: 'a consumer route counts for callers of its namespace only, without a ReferenceGrant',
    routes: [cart('shop/p', {}, 'one'), cart('web/c', { namespace: 'shop' }, 'cart-copy')],
    gives: [
      'service:shop/cart > service:shop/one 80 100% mtls',
      'service:shop/cart > service:web/cart-copy 80 100% [from namespace web] mtls',
    ],
  },
  {
    name: 'a port narrows it',
    routes: [cart('shop/p', { port: 81 }, 'one')],
    gives: ['service:shop/cart > service:shop/one 80 100% [port 81] mtls'],
  },
  {
    name: 'the older of two has everything',
    routes: [cart('shop/z', {}, 'one'), cart('shop/b', {}, 'two')],
    gives: ['service:shop/cart > service:shop/one 80 100% #1 mtls'],
  },
  {
    name: 'a GRPCRoute has the port before an HTTPRoute',
    routes: [
      cart('shop/h', {}, 'one'),
      route('GRPCRoute', 'shop/g', toService('cart'), [
        { matches: [{ method: { service: 's' } }], backendRefs: [backend('two')] },
      ]),
    ],
    gives: [
      'service:shop/cart > service:shop/one 80 100% #2 [everything else] contested mtls',
      'service:shop/cart > service:shop/two 80 100% #1 [path starts with /s/] mtls',
    ],
  },
  {
    name: 'back to the Service as a whole states nothing new',
    routes: [cart('shop/p', {}, 'cart')],
    gives: [],
  },
  {
    name: 'a Service that is not there',
    routes: [cart('shop/p', { name: 'gone' }, 'one')],
    gives: [],
  },
]
for (const { name, routes, gives } of gamma)
  test(`mesh routes: ${name}`, () => assert.deepEqual(hops([...mesh, ...routes]), gives))

test('a Gateway whose address is a Service lands on the pods behind it, beside the Gateways of Istio', () => {
  const objects = [
    ...make.controlPlane(),
    ...make.ingressGateway('edge/ingress'),
    make.gateway('edge/old', [make.httpServer(443)]),
    gatewayClass(),
    gateway('edge/new', undefined, {
      addresses: [{ type: 'Hostname', value: 'ingress.edge.svc.cluster.local' }],
    }),
    make.service('edge/a'),
    route('HTTPRoute', 'edge/a', { name: 'new' }, [{ backendRefs: [backend('a')] }]),
  ]
  const { graph } = derived(objects)
  const gateways = graph.nodes.filter((n) => n.kind === 'gateway')
  assert.deepEqual(
    gateways.map((n) => [n.id, n.listeners?.map((l) => `${l.port} ${l.from}`)]),
    [['gateway:edge/ingress', ['443 Gateway/edge/old', '80 Gateway/edge/new']]],
  )
  assert.deepEqual(
    graph.edges.filter((e) => e.from === 'client:outside').map((e) => `${e.port} ${e.via.join()}`),
    ['443 Gateway/edge/old', '80 Gateway/edge/new'],
  )
  assert.deepEqual(hops(objects), [
    'gateway:edge/ingress > service:edge/a 80 100% [port 80] unknown',
  ])
})

test('TLS and TCP routes: by name where it is passed on, the oldest alone on a port', () => {
  const allowed = { allowedRoutes: { namespaces: { from: 'All' } } }
  const gives = hops([
    gateway('edge/web', [
      { name: 'tls', port: 443, protocol: 'TLS', tls: { mode: 'Passthrough' }, ...allowed },
      { name: 'ends', port: 8443, protocol: 'TLS', tls: { mode: 'Terminate' }, ...allowed },
      { name: 'tcp', port: 5432, protocol: 'TCP', ...allowed },
    ]),
    ...make.deployment('edge/web', { labels: { [GATEWAY_NAME]: 'web' } }),
    ...['a', 'b', 'c'].map((name) => make.service(`edge/${name}`)),
    ...['tls', 'ends'].map((sectionName) =>
      route(
        'TLSRoute',
        `edge/${sectionName}`,
        { name: 'web', sectionName },
        [{ backendRefs: [backend('a')] }],
        { hostnames: ['a.com'] },
      ),
    ),
    route('TCPRoute', 'edge/z', { name: 'web', sectionName: 'tcp' }, [
      { backendRefs: [backend('b')] },
    ]),
    route('TCPRoute', 'edge/b', { name: 'web', sectionName: 'tcp' }, [
      { backendRefs: [backend('c')] },
    ]),
  ])
  assert.deepEqual(gives, [
    `${at} service:edge/a 80 100% [host a.com, port 8443] plaintext`,
    `${at} service:edge/a 80 100% [host a.com, port 443] passthrough`,
    `${at} service:edge/b 80 100% #1 [port 5432] plaintext`,
  ])
})

test('listeners that claim the same port contest what is attached to them', () => {
  const objects = lone([{ backendRefs: [backend('a')] }]).map((object) =>
    object.kind === 'Gateway'
      ? gateway('edge/web', [
          httpListener({ allowedRoutes: { namespaces: { from: 'All' } } }),
          { name: 'tcp', port: 80, protocol: 'TCP' },
        ])
      : object,
  )
  assert.deepEqual(hops(objects), [`${at} service:shop/a 80 100% contested unknown`])
})

/** "Not permitted to look" is not "missing": what may be there is neither refused nor called good. */
const hidden: readonly { name: string; kind: string; gives: readonly string[] }[] = [
  {
    name: 'ReferenceGrants',
    kind: 'gateway.networking.k8s.io/referencegrants',
    gives: [`${at} service:bank/ledger 80 75% unknown`, `${at} service:shop/a 80 25% unknown`],
  },
  {
    name: 'Services',
    kind: 'core/services',
    gives: [`${at} external:ledger.bank.svc.cluster.local 80 75% unknown`],
  },
]
for (const { name, kind, gives } of hidden)
  test(`${name} that may not be read leave a backend unknown`, () => {
    const objects = [...lone([split]), ...(kind === 'core/services' ? [grant({}, {})] : [])]
    const snapshot = snapshotFromObjects(
      ALL_KINDS,
      objects.filter((o) => kind !== 'core/services' || o.kind !== 'Service'),
    )
    const slice = snapshot.kinds.get(kind)
    assert.ok(slice)
    const status = { state: 'not-permitted' as const, message: '' }
    const kinds = new Map([...snapshot.kinds, [kind, { ...slice, status }] as const])
    const { graph } = derive({ ...snapshot, kinds })
    const found = graph.edges.map(
      (e) => `${e.from} > ${e.to} ${e.port} ${e.share}% ${e.mtls?.state}`,
    )
    for (const edge of gives) assert.ok(found.includes(edge), found.join('\n'))
    assert.ok(!found.some((edge) => edge.includes('nowhere')))
  })
