import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHECKS, findingsOf } from '#lib/findings/run.ts'
import * as make from '#lib/fixtures/istio-objects.ts'
import { ALL_KINDS, meshModelOf } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'

const base = (tag?: string) => [
  ...make.controlPlane(tag),
  ...make.ingressGateway(),
  make.gateway('shop/web', [make.httpServer(80, ['a.example.com'])]),
  ...['a', 'b'].flatMap((name) => [
    ...make.deployment(`shop/${name}`, { sidecar: true }),
    make.service(`shop/${name}`),
  ]),
]
const vs = (spec: Record<string, unknown>) =>
  make.networking('VirtualService', 'shop/x', {
    hosts: ['a.example.com'],
    gateways: ['web'],
    ...spec,
  })
const http = (...route: readonly unknown[]) => vs({ http: [{ route }] })
const to = (host: string, weight?: number, more = {}) => ({
  destination: { host: host.includes('.') ? host : `${host}.shop.svc.cluster.local`, ...more },
  ...(weight === undefined ? {} : { weight }),
})
const strict = make.security('PeerAuthentication', 'shop/default', { mtls: { mode: 'STRICT' } })
const rule = (mode: string) =>
  make.networking('DestinationRule', 'shop/a', { host: 'a', trafficPolicy: { tls: { mode } } })
const exposed = make.service('shop/a', [80], { type: 'LoadBalancer' })

type Row = {
  readonly name: string
  readonly code: string
  readonly objects: readonly KubernetesObject[]
  readonly tag?: string
  /** `resource path` of each finding of the code; none where it must keep quiet. */
  readonly at: readonly string[]
  readonly says?: readonly string[]
}
const rows: readonly Row[] = [
  {
    name: 'a name that nobody has',
    code: 'ref.host-not-found',
    objects: [http(to('a', 80), to('bb', 20))],
    at: ['VirtualService/shop/x spec.http[0].route[1].destination.host'],
    says: ['bb.shop.svc.cluster.local', '20 %', 'b.shop'],
  },
  {
    name: 'a short name of the wrong namespace',
    code: 'ref.host-not-found',
    objects: [
      make.networking('VirtualService', 'other/x', {
        hosts: ['a.example.com'],
        gateways: ['shop/web'],
        http: [{ route: [{ destination: { host: 'a' } }] }],
      }),
    ],
    at: ['VirtualService/other/x spec.http[0].route[0].destination.host'],
    says: ['a.other.svc.cluster.local', 'a.shop.svc.cluster.local'],
  },
  { name: 'names that exist', code: 'ref.host-not-found', objects: [http(to('a'))], at: [] },
  {
    name: 'a host of a ServiceEntry',
    code: 'ref.host-not-found',
    objects: [
      http(to('api.example.org')),
      make.networking('ServiceEntry', 'shop/api', {
        hosts: ['*.example.org'],
        ports: [{ number: 443, protocol: 'TLS', name: 'tls' }],
      }),
    ],
    at: [],
  },
  {
    name: 'a mirror to nobody',
    code: 'ref.host-not-found',
    objects: [vs({ http: [{ route: [to('a')], mirror: { host: 'zz.shop.svc.cluster.local' } }] })],
    at: ['VirtualService/shop/x spec.http[0].mirror.host'],
  },
  {
    name: 'a port that is not there',
    code: 'ref.port-not-found',
    objects: [http(to('a', undefined, { port: { number: 81 } }))],
    at: ['VirtualService/shop/x spec.http[0].route[0].destination.port.number'],
    says: ['81', '80'],
  },
  {
    name: 'a port that is there',
    code: 'ref.port-not-found',
    objects: [http(to('a', undefined, { port: { number: 80 } }))],
    at: [],
  },
  {
    name: 'a subset that is not there',
    code: 'ref.subset-not-found',
    objects: [http(to('a', undefined, { subset: 'v1' }))],
    at: ['VirtualService/shop/x spec.http[0].route[0].destination.subset'],
  },
  {
    name: 'a subset that is there',
    code: 'ref.subset-not-found',
    objects: [
      http(to('a', undefined, { subset: 'v1' })),
      make.networking('DestinationRule', 'shop/a', {
        host: 'a',
        subsets: [{ name: 'v1', labels: {} }],
      }),
    ],
    at: [],
  },
  {
    name: 'a Gateway that is not there',
    code: 'ref.gateway-not-found',
    objects: [vs({ gateways: ['mesh', 'wbe'], http: [{ route: [to('a')] }] })],
    at: ['VirtualService/shop/x spec.gateways[1]'],
    says: ['wbe', 'web'],
  },
  {
    name: 'Gateways that are there',
    code: 'ref.gateway-not-found',
    objects: [vs({ gateways: ['mesh', 'web', 'shop/web'], http: [{ route: [to('a')] }] })],
    at: [],
  },
  {
    name: 'weights of 110',
    code: 'route.weights-not-100',
    objects: [http(to('a', 80), to('b', 30))],
    at: ['VirtualService/shop/x spec.http[0].route'],
    says: ['110', '72.7 %'],
  },
  {
    name: 'weights of 100',
    code: 'route.weights-not-100',
    objects: [http(to('a', 80), to('b', 20))],
    at: [],
  },
  {
    name: 'one destination alone',
    code: 'route.weights-not-100',
    objects: [http(to('a', 50))],
    at: [],
  },
  {
    name: 'an older control plane refuses 110',
    code: 'admission.rejected',
    tag: '1.14.6',
    objects: [http(to('a', 80), to('b', 30))],
    at: ['VirtualService/shop/x spec.http[0].route'],
    says: ['110'],
  },
  {
    name: 'a newer one does not',
    code: 'admission.rejected',
    objects: [http(to('a', 80), to('b', 30))],
    at: [],
  },
  {
    name: 'weights of nothing',
    code: 'admission.rejected',
    objects: [http(to('a'), to('b'))],
    at: ['VirtualService/shop/x spec.http[0].route'],
    says: ['total destination weight'],
  },
  {
    name: 'a negative weight',
    code: 'admission.rejected',
    objects: [http(to('a', 120), to('b', -20))],
    at: ['VirtualService/shop/x spec.http[0].route[1].weight'],
    says: ['weight'],
  },
  {
    name: 'every host inside the mesh',
    code: 'admission.rejected',
    objects: [
      make.networking('VirtualService', 'shop/x', { hosts: ['*'], http: [{ route: [to('a')] }] }),
    ],
    at: ['VirtualService/shop/x spec.hosts'],
    says: ['*', 'mesh'],
  },
  {
    name: 'every host at a gateway',
    code: 'gateway.wildcard-host',
    objects: [make.gateway('shop/all', [make.httpServer(), make.httpServer(8080, ['./*'])])],
    at: ['Gateway/shop/all spec.servers[0].hosts', 'Gateway/shop/all spec.servers[1].hosts'],
  },
  {
    name: 'a rule after others without a condition',
    code: 'route.catch-all',
    objects: [
      vs({ http: [{ match: [{ uri: { exact: '/a' } }], route: [to('a')] }, { route: [to('b')] }] }),
    ],
    at: ['VirtualService/shop/x spec.http[1]'],
  },
  { name: 'the only rule', code: 'route.catch-all', objects: [http(to('a'))], at: [] },
  {
    name: 'a short destination',
    code: 'route.destination-expanded',
    objects: [vs({ http: [{ route: [{ destination: { host: 'a' } }] }] })],
    at: ['VirtualService/shop/x spec.http[0].route[0].destination.host'],
    says: ['a.shop.svc.cluster.local'],
  },
  {
    name: 'a whole destination',
    code: 'route.destination-expanded',
    objects: [http(to('a'))],
    at: [],
  },
  {
    name: 'permissive Services, once each',
    code: 'mtls.permissive',
    objects: [],
    at: ['Service/shop/a ', 'Service/shop/b '],
  },
  { name: 'strict Services', code: 'mtls.permissive', objects: [strict], at: [] },
  {
    name: 'callers told plaintext',
    code: 'mtls.plaintext',
    objects: [rule('DISABLE')],
    at: ['Service/shop/a '],
  },
  {
    name: 'a meshed route to pods without a proxy',
    code: 'mtls.plaintext',
    objects: [...make.deployment('shop/c'), make.service('shop/c'), http(to('c'))],
    at: ['Service/shop/c '],
  },
  {
    name: 'pods without a proxy that no route names',
    code: 'mtls.plaintext',
    objects: [...make.deployment('shop/c'), make.service('shop/c')],
    at: [],
  },
  {
    name: 'plaintext towards strict',
    code: 'mtls.conflict',
    objects: [strict, rule('DISABLE')],
    at: ['Service/shop/a '],
  },
  {
    name: 'plaintext towards permissive',
    code: 'mtls.conflict',
    objects: [rule('DISABLE')],
    at: [],
  },
  {
    name: 'strict where clients outside call',
    code: 'mtls.strict-external',
    objects: [
      strict,
      ...make.deployment('shop/lb', { sidecar: true }),
      make.service('shop/lb', [80], { type: 'LoadBalancer' }),
    ],
    at: ['Service/shop/lb spec.type'],
    says: ['gateway'],
  },
  {
    name: 'permissive where clients outside call',
    code: 'mtls.strict-external',
    objects: [exposed],
    at: [],
  },
]
for (const { name, code, objects, tag, at, says = [] } of rows)
  test(`${code}: ${name}`, () => {
    const model = meshModelOf(snapshotFromObjects(ALL_KINDS, [...base(tag), ...objects]))
    const found = findingsOf(model).filter((f) => f.code === code)
    assert.deepEqual(found.map((f) => `${f.resource} ${f.path ?? ''}`).sort(), at)
    const text = found.map((f) => `${f.message} ${f.fix ?? ''}`).join('\n')
    for (const part of says) assert.ok(text.includes(part), `"${text}" lacks ${part}`)
  })

test('what may not be read is not called missing', () => {
  const snapshot = snapshotFromObjects(ALL_KINDS, [
    ...base(),
    vs({ gateways: ['hidden/web'], http: [{ route: [to('nobody')] }] }),
  ])
  const kinds = new Map(snapshot.kinds)
  for (const id of ['core/services', 'networking.istio.io/gateways']) {
    const slice = kinds.get(id)
    assert.ok(slice)
    kinds.set(id, { ...slice, status: { state: 'not-permitted', message: 'forbidden' } })
  }
  const codes = findingsOf(meshModelOf({ kinds })).map((f) => f.code)
  assert.ok(!codes.some((code) => code.startsWith('ref.')))
})

test('each check cites its source and has a row above', () => {
  const tested = new Set(rows.map((r) => r.code))
  for (const check of CHECKS) {
    assert.match(check.source, /^https:\/\//, check.code)
    assert.ok(tested.has(check.code), check.code)
  }
})
