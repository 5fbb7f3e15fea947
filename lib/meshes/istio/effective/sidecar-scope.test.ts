import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ISTIO_KINDS } from '#lib/meshes/istio/kinds.ts'
import { meshConfigOf } from '#lib/meshes/istio/mesh-config.ts'
import { kindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { EffectiveConfiguration } from './configuration.ts'
import { entry, names, object, service } from './istio-objects.fixture.ts'
import type { ProxyView } from './proxy-view.ts'

const kinds = new Map([
  ...ISTIO_KINDS.map((k) => [k.kind, kindId(k)] as const),
  ['Service', 'core/services'] as const,
])

const configurationOf = (objects: readonly KubernetesObject[], mesh: unknown = {}) =>
  new EffectiveConfiguration({
    objects: (kind) => objects.filter((o) => kinds.get(o.kind) === kind),
    mesh: meshConfigOf(mesh),
  })

const proxy = (
  namespace: string,
  labels: Readonly<Record<string, string>> = {},
  type: ProxyView['type'] = 'sidecar',
): ProxyView => ({ type, namespace, labels: new Map(Object.entries(labels)) })

const sidecar = (id: string, spec: Readonly<Record<string, unknown>>, day = 1) =>
  object('Sidecar', id, spec, day)
const egress = (...hosts: readonly string[]) => ({ egress: [{ hosts }] })
const route = (id: string, hosts: readonly string[], to: readonly unknown[], more = {}, day = 1) =>
  object(
    'VirtualService',
    id,
    { hosts, http: [{ route: to.map((destination) => ({ destination })) }], ...more },
    day,
  )

const web = service('shop/web')
const pay = service('shop/pay', [80, 9000])
const reviews = service('books/reviews')
const WEB = 'shop/web.shop.svc.cluster.local'
const PAY = 'shop/pay.shop.svc.cluster.local'
const REVIEWS = 'books/reviews.books.svc.cluster.local'

const chosen: readonly {
  name: string
  objects: readonly KubernetesObject[]
  of: ProxyView
  is: string | undefined
}[] = [
  { name: 'none', objects: [], of: proxy('shop'), is: undefined },
  {
    name: 'a selecting one beats an older one without selector',
    objects: [
      sidecar('shop/all', {}, 1),
      sidecar('shop/one', { workloadSelector: { labels: { app: 'web' } } }, 2),
    ],
    of: proxy('shop', { app: 'web' }),
    is: 'Sidecar/shop/one',
  },
  {
    name: 'one that selects others does not count',
    objects: [sidecar('shop/one', { workloadSelector: { labels: { app: 'x' } } })],
    of: proxy('shop', { app: 'web' }),
    is: undefined,
  },
  {
    name: 'the root namespace’s where there is no other',
    objects: [sidecar('istio-system/root', {})],
    of: proxy('shop'),
    is: 'Sidecar/istio-system/root',
  },
  {
    name: 'the root namespace’s own selector does not reach out',
    objects: [sidecar('istio-system/root', { workloadSelector: { labels: { app: 'web' } } })],
    of: proxy('shop', { app: 'web' }),
    is: undefined,
  },
  {
    name: 'the namespace’s own beats the root namespace’s',
    objects: [sidecar('istio-system/root', {}, 1), sidecar('shop/own', {}, 2)],
    of: proxy('shop'),
    is: 'Sidecar/shop/own',
  },
  {
    name: 'a gateway has none',
    objects: [sidecar('shop/own', {})],
    of: proxy('shop', {}, 'gateway'),
    is: undefined,
  },
]
for (const { name, objects, of, is } of chosen)
  test(`which Sidecar counts: ${name}`, () => {
    assert.equal(configurationOf(objects).scope(of).sidecar?.sidecar.ref, is)
  })

const port = (number: number, protocol: string, ...hosts: readonly string[]) => ({
  port: { number, protocol, name: 'p' },
  hosts,
})
const visible: readonly {
  name: string
  objects: readonly KubernetesObject[]
  of?: ProxyView
  mesh?: unknown
  sees: readonly string[]
}[] = [
  { name: 'everything without a Sidecar', objects: [web, reviews], sees: [REVIEWS, WEB] },
  {
    name: 'a Service that is exported elsewhere only',
    objects: [web, service('books/reviews', [80], 'data')],
    sees: [WEB],
  },
  {
    name: 'a Service that is exported here by annotation',
    objects: [service('books/reviews', [80], 'data, shop')],
    sees: [REVIEWS],
  },
  {
    name: 'a private default',
    objects: [web, reviews],
    mesh: { defaultServiceExportTo: ['.'] },
    sees: [WEB],
  },
  {
    name: 'the root namespace’s Sidecar reads the dot as the workload’s namespace',
    objects: [web, reviews, sidecar('istio-system/root', egress('./*'))],
    sees: [WEB],
  },
  {
    name: 'a listener for a port brings services with that port',
    objects: [web, pay, sidecar('shop/s', { egress: [port(9000, 'TCP', './*')] })],
    sees: [`${PAY} 9000`],
  },
  {
    name: 'a second listener adds ports of the same service',
    objects: [
      pay,
      sidecar('shop/s', { egress: [port(9000, 'TCP', './*'), port(80, 'HTTP', './*')] }),
    ],
    sees: [`${PAY} 9000 80`],
  },
  {
    name: 'a general HTTP proxy listener does not look at ports',
    objects: [pay, sidecar('shop/s', { egress: [port(3128, 'HTTP_PROXY', './*')] })],
    sees: [`${PAY} 80 9000`],
  },
  {
    name: 'destinations of an imported VirtualService come along',
    objects: [
      web,
      reviews,
      sidecar('shop/s', egress('./*')),
      route('shop/r', ['web'], [{ host: REVIEWS.slice(6) }]),
    ],
    sees: [REVIEWS, WEB],
  },
  {
    name: 'only with the ports that it names',
    objects: [
      web,
      service('books/reviews', [80, 81]),
      sidecar('shop/s', egress(`./${WEB.slice(5)}`)),
      route('shop/r', ['web'], [{ host: REVIEWS.slice(6), port: { number: 81 } }]),
    ],
    sees: [`${REVIEWS} 81`, WEB],
  },
  {
    name: 'not through a listener for another port',
    objects: [
      web,
      service('books/reviews', [81]),
      sidecar('shop/s', { egress: [port(80, 'HTTP', './*')] }),
      route('shop/r', ['web'], [{ host: REVIEWS.slice(6) }]),
    ],
    sees: [WEB],
  },
  {
    name: 'not of rules for other namespaces',
    objects: [
      web,
      reviews,
      sidecar('shop/s', egress('./*')),
      object('VirtualService', 'shop/r', {
        hosts: ['web'],
        http: [
          {
            match: [{ sourceNamespace: 'data' }],
            route: [{ destination: { host: REVIEWS.slice(6) } }],
          },
        ],
      }),
    ],
    sees: [WEB],
  },
  {
    name: 'of delegates too',
    objects: [
      web,
      reviews,
      sidecar('shop/s', egress('./*')),
      object('VirtualService', 'shop/r', {
        hosts: ['web'],
        http: [{ delegate: { namespace: 'books', name: 'd' } }],
      }),
      object('VirtualService', 'books/d', {
        http: [{ route: [{ destination: { host: 'reviews' } }] }],
      }),
    ],
    sees: [REVIEWS, WEB],
  },
  {
    name: 'not of delegates that are kept private',
    objects: [
      web,
      reviews,
      sidecar('shop/s', egress('./*')),
      object('VirtualService', 'shop/r', {
        hosts: ['web'],
        http: [{ delegate: { namespace: 'books', name: 'd' } }],
      }),
      object('VirtualService', 'books/d', {
        exportTo: ['.'],
        http: [{ route: [{ destination: { host: 'reviews' } }] }],
      }),
    ],
    sees: [WEB],
  },
  {
    name: 'one host in two namespaces: the own one',
    objects: [entry('data/a', 'x.io'), entry('shop/b', 'x.io')],
    sees: ['shop/x.io'],
  },
  {
    name: 'one host in two other namespaces: the Service',
    objects: [entry('data/a', REVIEWS.slice(6)), reviews],
    sees: [REVIEWS],
  },
  {
    name: 'a gateway takes the Service, even over its own namespace’s entry',
    objects: [entry('shop/a', REVIEWS.slice(6)), reviews],
    of: proxy('shop', {}, 'gateway'),
    sees: [REVIEWS],
  },
  {
    name: 'a gateway ignores Sidecars',
    objects: [web, reviews, sidecar('shop/s', egress('./*'))],
    of: proxy('shop', {}, 'gateway'),
    sees: [REVIEWS, WEB],
  },
  {
    name: 'objects with absurd fields are passed over',
    objects: [
      web,
      object('ServiceEntry', 'shop/bad', null),
      object('Sidecar', 'shop/bad', { egress: 'no', workloadSelector: 7 }),
      object('VirtualService', 'shop/bad', { hosts: [7], http: {} }),
    ],
    sees: [WEB],
  },
]
for (const { name, objects, of = proxy('shop'), mesh, sees } of visible)
  test(`what a proxy sees: ${name}`, () => {
    const { services } = configurationOf(objects, mesh).scope(of)
    const found = services.map((s) => {
      const ports = sees.some((text) => text.startsWith(`${s.namespace}/${s.host} `))
      return `${s.namespace}/${s.host}${ports ? ` ${s.ports.map((p) => p.port).join(' ')}` : ''}`
    })
    assert.deepEqual(found.sort(), sees)
  })

const orders: readonly {
  name: string
  objects: readonly KubernetesObject[]
  of?: ProxyView
  mesh?: unknown
  order: readonly string[]
}[] = [
  {
    name: 'oldest first, then by name',
    objects: [
      route('shop/b', ['web'], [], {}, 1),
      route('shop/a', ['web'], [], {}, 1),
      route('books/c', ['web'], [], {}, 2),
    ],
    order: ['shop/a', 'shop/b', 'books/c'],
  },
  {
    name: 'private before exported before public',
    objects: [
      route('books/public', ['x.io'], [], {}, 1),
      route('books/given', ['x.io'], [], { exportTo: ['shop'] }, 2),
      route('shop/private', ['x.io'], [], { exportTo: ['.'] }, 3),
    ],
    order: ['shop/private', 'books/given', 'books/public'],
  },
  {
    name: 'a private default',
    objects: [route('books/r', ['x.io'], [])],
    mesh: { defaultVirtualServiceExportTo: ['.'] },
    order: [],
  },
  {
    name: 'those of gateways only do not count',
    objects: [
      route('shop/edge', ['web'], [], { gateways: ['edge/public'] }),
      route('shop/both', ['web'], [], { gateways: ['edge/public', 'mesh'] }),
    ],
    order: ['shop/both'],
  },
  {
    name: 'delegates do not stand for themselves',
    objects: [object('VirtualService', 'shop/d', { http: [] })],
    order: [],
  },
  {
    name: 'a Sidecar keeps those of which a host is imported',
    objects: [
      sidecar('shop/s', egress('books/*')),
      route('books/r', ['x.io'], []),
      route('shop/r', ['x.io'], []),
    ],
    order: ['books/r'],
  },
  {
    name: 'a waypoint ignores Sidecars',
    objects: [sidecar('shop/s', egress('books/*')), route('shop/r', ['x.io'], [])],
    of: proxy('shop', {}, 'waypoint'),
    order: ['shop/r'],
  },
]
for (const { name, objects, of = proxy('shop'), mesh, order } of orders)
  test(`VirtualServices of the mesh: ${name}`, () => {
    assert.deepEqual(names(configurationOf(objects, mesh).scope(of).virtualServices), order)
  })

const outbound = [
  {
    name: 'allowed where nothing is said',
    spec: undefined,
    mesh: {},
    mode: 'ALLOW_ANY',
    by: 'default',
  },
  {
    name: 'the mesh decides',
    spec: {},
    mesh: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
    mode: 'REGISTRY_ONLY',
    by: 'default',
  },
  {
    name: 'the Sidecar beats the mesh',
    spec: { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } },
    mesh: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
    mode: 'ALLOW_ANY',
    by: 'Sidecar/shop/s',
  },
  {
    name: 'an empty block is the strict mode',
    spec: { outboundTrafficPolicy: {} },
    mesh: {},
    mode: 'REGISTRY_ONLY',
    by: 'Sidecar/shop/s',
  },
]
for (const { name, spec, mesh, mode, by } of outbound)
  test(`unknown destinations: ${name}`, () => {
    const objects = spec ? [sidecar('shop/s', spec)] : []
    assert.deepEqual(configurationOf(objects, mesh).scope(proxy('shop')).outbound, {
      mode,
      decidedBy: by,
    })
  })
