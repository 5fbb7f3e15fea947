import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findingsOf } from '#lib/findings/run.ts'
import * as make from '#lib/fixtures/istio-objects.ts'
import { graphOf } from '#lib/graph/build.ts'
import { ALL_KINDS, meshModelOf } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'

const FROM = 'gateway:istio-system/ingress'
const base = [
  ...make.controlPlane(),
  ...make.ingressGateway(),
  ...['a', 'b'].flatMap((name) => [
    ...make.deployment(`shop/${name}`, { sidecar: true }),
    make.service(`shop/${name}`, [80]),
  ]),
]
const web = make.gateway('shop/web', [make.httpServer()])
const vs = (name: string, spec: Record<string, unknown>) =>
  make.networking('VirtualService', `shop/${name}`, { hosts: ['*'], gateways: ['web'], ...spec })
const to = (host: string, more: Record<string, unknown> = {}) => ({
  destination: { host, ...more },
})
const edgesFrom = (objects: readonly KubernetesObject[], from = FROM) => {
  const model = meshModelOf(snapshotFromObjects(ALL_KINDS, [...base, ...objects]))
  return graphOf(model, findingsOf(model)).edges.filter(
    (e) => e.from === from && e.kind !== 'selects',
  )
}
const tell = (objects: readonly KubernetesObject[], from?: string) =>
  edgesFrom(objects, from)
    .map(({ to: target, port, order, share, when }) =>
      [
        target,
        port,
        order && `#${order}`,
        share === undefined ? '' : `${Math.round(share * 10) / 10}%`,
        when,
      ]
        .filter((x) => x !== undefined && x !== '')
        .join(' '),
    )
    .sort()

// @see istio/istio pilot/pkg/networking/core/route/route.go and gateway.go
const rows: readonly {
  name: string
  objects: () => readonly KubernetesObject[]
  edges: readonly string[]
}[] = [
  {
    name: 'one destination gets everything, whatever its weight; the only port is taken',
    objects: () => [web, vs('x', { http: [{ route: [{ ...to('a'), weight: 7 }] }] })],
    edges: ['service:shop/a 80 100%'],
  },
  {
    name: 'shares are proportions',
    objects: () => [
      web,
      vs('x', {
        http: [
          {
            route: [
              { ...to('a'), weight: 80 },
              { ...to('b'), weight: 30 },
            ],
          },
        ],
      }),
    ],
    edges: ['service:shop/a 80 72.7%', 'service:shop/b 80 27.3%'],
  },
  {
    name: 'rules in order, what has no condition takes everything else, and nothing comes after it',
    objects: () => [
      web,
      vs('x', {
        http: [
          { match: [{ uri: { prefix: '/a' } }], route: [to('a')] },
          { route: [to('b')] },
          { match: [{ uri: { exact: '/late' } }], route: [to('a')] },
        ],
      }),
    ],
    edges: [
      'service:shop/a 80 #1 100% path starts with /a',
      'service:shop/b 80 #2 100% everything else',
    ],
  },
  {
    name: 'the prefix / is no condition',
    objects: () => [
      web,
      vs('x', { http: [{ match: [{ uri: { prefix: '/' } }], route: [to('a')] }] }),
    ],
    edges: ['service:shop/a 80 100%'],
  },
  {
    name: 'of two VirtualServices for a host a catch-all of the older goes last',
    objects: () => [
      web,
      vs('older', { http: [{ route: [to('a')] }] }),
      vs('newer', { http: [{ match: [{ uri: { exact: '/b' } }], route: [to('b')] }] }),
    ],
    edges: ['service:shop/a 80 #2 100% everything else', 'service:shop/b 80 #1 100% path = /b'],
  },
  {
    name: 'hosts narrow, and a server of another host is not bound',
    objects: () => [
      make.gateway('shop/web', [make.httpServer(80, ['*.example.com'])]),
      vs('x', { hosts: ['a.example.com'], http: [{ route: [to('a')] }] }),
      vs('y', { hosts: ['b.elsewhere.com'], http: [{ route: [to('b')] }] }),
    ],
    edges: ['service:shop/a 80 100% host a.example.com'],
  },
  {
    name: 'a namespace in a server host admits only its VirtualServices',
    objects: () => [
      make.gateway('shop/web', [make.httpServer(80, ['other/*'])]),
      vs('x', { http: [{ route: [to('a')] }] }),
    ],
    edges: [],
  },
  {
    name: 'a port is a condition where the gateway listens on others without the rule',
    objects: () => [
      web,
      make.gateway('shop/tcp', [
        { port: { number: 443, name: 'tcp', protocol: 'TCP' }, hosts: ['*'] },
      ]),
      vs('x', { http: [{ route: [to('a')] }] }),
    ],
    edges: ['service:shop/a 80 100% port 80'],
  },
  {
    name: 'a server that redirects to HTTPS carries no routes',
    objects: () => [
      make.gateway('shop/web', [{ ...make.httpServer(), tls: { httpsRedirect: true } }]),
      vs('x', { http: [{ route: [to('a')] }] }),
    ],
    edges: [],
  },
  {
    name: 'HTTP rules do nothing on a passthrough server, TLS rules do',
    objects: () => [
      make.gateway('shop/web', [
        {
          port: { number: 443, name: 'tls', protocol: 'TLS' },
          tls: { mode: 'PASSTHROUGH' },
          hosts: ['*'],
        },
      ]),
      vs('x', {
        http: [{ route: [to('a')] }],
        tls: [{ match: [{ port: 443, sniHosts: ['b.example.com'] }], route: [to('b')] }],
      }),
    ],
    edges: ['service:shop/b 80 100% host b.example.com, port 443'],
  },
  {
    name: 'a name that nobody has leads nowhere',
    objects: () => [web, vs('x', { http: [{ route: [to('missing')] }] })],
    edges: ['nowhere 100%'],
  },
  {
    name: 'so do a port and a subset that nobody has',
    objects: () => [
      web,
      vs('x', {
        http: [
          {
            route: [
              { ...to('a', { port: { number: 81 } }), weight: 1 },
              { ...to('b', { subset: 'v9' }), weight: 1 },
            ],
          },
        ],
      }),
    ],
    edges: ['nowhere 80 50%', 'nowhere 81 50%'],
  },
  {
    name: 'a partly written name is not completed',
    objects: () => [web, vs('x', { http: [{ route: [to('a.shop')] }] })],
    edges: ['nowhere 100%'],
  },
  {
    name: 'a delegate takes the place of its root rule, narrowed by it',
    objects: () => [
      web,
      vs('root', { http: [{ match: [{ uri: { prefix: '/a' } }], delegate: { name: 'leaf' } }] }),
      make.networking('VirtualService', 'shop/leaf', {
        http: [
          { match: [{ uri: { exact: '/a/b' } }], route: [to('b')] },
          { match: [{ uri: { prefix: '/z' } }], route: [to('b')] },
          { route: [to('a')] },
        ],
      }),
    ],
    edges: [
      'service:shop/a 80 #2 100% path starts with /a',
      'service:shop/b 80 #1 100% path = /a/b',
    ],
  },
  {
    name: 'a private VirtualService is not for a gateway of another namespace',
    objects: () => [web, vs('x', { exportTo: ['.'], http: [{ route: [to('a')] }] })],
    edges: [],
  },
  {
    name: 'a mirror is an edge of its own',
    objects: () => [
      web,
      vs('x', {
        http: [{ route: [to('a')], mirror: { host: 'b' }, mirrorPercentage: { value: 10 } }],
      }),
    ],
    edges: ['service:shop/a 80 100%', 'service:shop/b 80 10%'],
  },
]
for (const { name, objects, edges } of rows)
  test(name, () => assert.deepEqual(tell(objects()), edges))

test('a mesh route splits its own Service over the workloads of subsets', () => {
  const objects = [
    ...['v1', 'v2'].flatMap((version) =>
      make.deployment(`shop/r-${version}`, { labels: { app: 'r', version }, sidecar: true }),
    ),
    make.service('shop/r'),
    make.networking('DestinationRule', 'shop/r', {
      host: 'r',
      subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
    }),
    make.networking('VirtualService', 'shop/r', {
      hosts: ['r'],
      http: [
        {
          route: [
            { ...to('r', { subset: 'v1' }), weight: 3 },
            { ...to('r', { subset: 'v2' }), weight: 1 },
          ],
        },
      ],
    }),
  ]
  assert.deepEqual(tell(objects, 'service:shop/r'), [
    'workload:shop/Deployment/r-v1 75%',
    'workload:shop/Deployment/r-v2 25%',
  ])
  const split = edgesFrom(objects, 'service:shop/r')[0]
  assert.equal(split?.kind, 'split')
  assert.deepEqual(split?.via, ['DestinationRule/shop/r', 'VirtualService/shop/r'])
})

test('a mesh route without a split states nothing', () => {
  assert.deepEqual(
    tell(
      [
        make.networking('VirtualService', 'shop/a', {
          hosts: ['a'],
          http: [{ route: [to('a')], timeout: '1s' }],
        }),
      ],
      'service:shop/a',
    ),
    [],
  )
})

const diverting = (
  value: Record<string, unknown>,
  operation = 'INSERT_FIRST',
  match: Record<string, unknown> = {},
) =>
  make.networking('EnvoyFilter', 'istio-system/divert', {
    configPatches: [
      {
        applyTo: 'HTTP_ROUTE',
        match: { context: 'GATEWAY', ...match },
        patch: { operation, value },
      },
    ],
  })
const cluster = { cluster: 'outbound|80||b.shop.svc.cluster.local' }
const plain = vs('plain', { http: [{ route: [to('a')] }] })

// @see istio/istio pilot/pkg/networking/core/envoyfilter/rc_patch.go
const patches = [
  {
    name: 'a route put first leaves the rest what it does not take',
    filter: diverting({
      match: { prefix: '/', headers: [{ name: 'x', invert_match: true }] },
      route: cluster,
    }),
    edges: [
      'service:shop/a 80 #2 100% header x present',
      'service:shop/b 80 #1 100% header x absent',
    ],
  },
  {
    name: 'one without a condition takes everything',
    filter: diverting({ match: { prefix: '/' }, route: cluster }),
    edges: ['service:shop/b 80 #1 100%'],
  },
  {
    name: 'a condition without an opposite is said in words',
    filter: diverting({ match: { prefix: '/pay' }, route: cluster }),
    edges: [
      'service:shop/a 80 #2 100% everything else, unless EnvoyFilter/istio-system/divert diverts it',
      'service:shop/b 80 #1 100% path starts with /pay',
    ],
  },
  {
    name: 'a route put last is behind a catch-all',
    filter: diverting({ match: { prefix: '/' }, route: cluster }, 'ADD'),
    edges: ['service:shop/a 80 #1 100%'],
  },
  {
    name: 'a patch for another port is not for this one',
    filter: diverting({ match: { prefix: '/' }, route: cluster }, 'INSERT_FIRST', {
      routeConfiguration: { portNumber: 8443 },
    }),
    edges: ['service:shop/a 80 100%'],
  },
]
for (const { name, filter, edges } of patches)
  test(`EnvoyFilter: ${name}`, () => assert.deepEqual(tell([web, plain, filter]), edges))
