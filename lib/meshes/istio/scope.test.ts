import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as make from '#lib/fixtures/istio-objects.ts'
import { graphOf } from '#lib/graph/build.ts'
import { ALL_KINDS, meshModelOf } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'

const app = (place: string) => [
  ...make.deployment(place, { sidecar: true }),
  make.service(place, [80]),
]
const to = (host: string) => ({ route: [{ destination: { host } }] })
const vs = (place: string, spec: Record<string, unknown>) =>
  make.networking('VirtualService', place, spec)
const full = (name: string, namespace: string) => `${name}.${namespace}.svc.cluster.local`
const exported = (place: string, exportTo: string) =>
  make.object(
    'v1',
    'Service',
    place,
    { spec: { selector: { app: 'x' }, ports: [{ name: 'http', port: 80 }] } },
    { annotations: { 'networking.istio.io/exportTo': exportTo } },
  )
const sidecar = (place: string, hosts: readonly string[]) =>
  make.networking('Sidecar', place, { egress: [{ hosts }] })

type Row = {
  readonly name: string
  readonly mesh?: string
  readonly objects: () => readonly KubernetesObject[]
  readonly from: string
  readonly to: readonly string[]
}
const GATEWAY = 'gateway:istio-system/ingress'
const gateway = (hosts: readonly string[] = ['*']) =>
  make.gateway('shop/web', [make.httpServer(80, hosts)])
const web = (spec: Record<string, unknown> = {}, place = 'shop/x') =>
  vs(place, { hosts: ['*'], gateways: ['shop/web'], http: [to(full('a', 'shop'))], ...spec })

// @see istio/istio pilot/pkg/model/push_context.go and sidecar.go; what each row tells apart was once drawn wrong
const rows: readonly Row[] = [
  {
    name: 'a Service for everyone and nobody is for everyone',
    objects: () => [gateway(), exported('shop/p', '*,~'), web({ http: [to('p')] })],
    from: GATEWAY,
    to: ['service:shop/p'],
  },
  {
    name: 'one for nobody and a namespace is for nobody',
    objects: () => [gateway(), exported('shop/p', '~,istio-system'), web({ http: [to('p')] })],
    from: GATEWAY,
    to: ['nowhere'],
  },
  {
    name: 'a default that names a namespace shows Services to nobody',
    mesh: 'defaultServiceExportTo: [istio-system]',
    objects: () => [gateway(), web()],
    from: GATEWAY,
    to: ['nowhere'],
  },
  {
    name: 'a VirtualService for nobody and a namespace is for nobody',
    objects: () => [gateway(), web({ exportTo: ['~', 'istio-system'] })],
    from: GATEWAY,
    to: [],
  },
  {
    name: 'of several for a host, one that is exported by name comes before an older public one',
    objects: () => [
      vs('other/public', { hosts: [full('a', 'shop')], http: [to(full('b', 'shop'))] }),
      vs('other/named', {
        hosts: [full('a', 'shop')],
        exportTo: ['shop'],
        http: [to(full('c', 'shop'))],
      }),
    ],
    from: 'service:shop/a',
    to: ['service:shop/c'],
  },
  {
    name: 'a private one comes before both',
    objects: () => [
      vs('other/named', {
        hosts: [full('a', 'shop')],
        exportTo: ['shop'],
        http: [to(full('c', 'shop'))],
      }),
      vs('shop/own', { hosts: ['a'], exportTo: ['.'], http: [to('b')] }),
    ],
    from: 'service:shop/a',
    to: ['service:shop/b'],
  },
  {
    name: 'a wildcard is followed where the one that names the host may not be seen',
    objects: () => [
      vs('other/hidden', { hosts: [full('a', 'shop')], exportTo: ['.'], http: [to('b')] }),
      vs('shop/wide', { hosts: ['*.shop.svc.cluster.local'], http: [to('c')] }),
    ],
    from: 'service:shop/a',
    to: ['service:shop/c'],
  },
  {
    name: 'a Sidecar that does not import the VirtualService leaves it out',
    objects: () => [
      sidecar('shop/default', ['other/*']),
      vs('shop/own', { hosts: ['a'], http: [to('b')] }),
    ],
    from: 'service:shop/a',
    to: [],
  },
  {
    name: 'destinations of an imported VirtualService come along',
    objects: () => [
      sidecar('shop/default', ['./*']),
      vs('shop/own', { hosts: ['a'], http: [to(full('d', 'other'))] }),
    ],
    from: 'service:shop/a',
    to: ['service:other/d'],
  },
  {
    name: 'but not through a listener of another port',
    objects: () => [
      make.networking('Sidecar', 'shop/default', {
        egress: [{ port: { number: 8080, protocol: 'HTTP', name: 'http' }, hosts: ['./*'] }],
      }),
      vs('shop/own', { hosts: ['a'], http: [to(full('d', 'other'))] }),
    ],
    from: 'service:shop/a',
    to: ['nowhere'],
  },
  {
    name: 'a Sidecar for some workloads only is not for the namespace',
    objects: () => [
      make.networking('Sidecar', 'shop/some', {
        workloadSelector: { labels: { app: 'c' } },
        egress: [{ hosts: ['other/*'] }],
      }),
      vs('shop/own', { hosts: ['a'], http: [to('b')] }),
    ],
    from: 'service:shop/a',
    to: ['service:shop/b'],
  },
  {
    name: 'gateways ignore Sidecars',
    objects: () => [sidecar('istio-system/default', ['other/*']), gateway(), web()],
    from: GATEWAY,
    to: ['service:shop/a'],
  },
  {
    name: '*/* beside other entries of a server stands for all of them',
    objects: () => [gateway(['nobody/*', '*/*']), web()],
    from: GATEWAY,
    to: ['service:shop/a'],
  },
  {
    name: 'a delegate that is exported to nobody and the root is for nobody',
    objects: () => [
      gateway(),
      web({ http: [{ delegate: { name: 'leaf' } }] }),
      vs('shop/leaf', { exportTo: ['~', 'shop'], http: [to('a')] }),
    ],
    from: GATEWAY,
    to: [],
  },
  {
    name: 'what has hosts of its own is no delegate',
    objects: () => [
      gateway(),
      web({ http: [{ delegate: { name: 'leaf' } }] }),
      vs('shop/leaf', { hosts: ['other.example'], http: [to('a')] }),
    ],
    from: GATEWAY,
    to: [],
  },
  {
    name: 'at a gateway rules of one exported by name come before those of an older public one',
    objects: () => [
      gateway(),
      web({ http: [to(full('a', 'shop'))] }),
      web({ exportTo: ['istio-system'], http: [to(full('b', 'shop'))] }, 'shop/y'),
    ],
    from: GATEWAY,
    to: ['service:shop/b'],
  },
]
for (const { name, mesh, objects, from, to: expected } of rows)
  test(name, () => {
    const all = [
      ...make.controlPlane('1.26.3', mesh),
      ...make.ingressGateway(),
      ...['shop/a', 'shop/b', 'shop/c', 'other/d'].flatMap(app),
      ...objects(),
    ]
    const model = meshModelOf(snapshotFromObjects(ALL_KINDS, all))
    const edges = graphOf(model, []).edges.filter((e) => e.from === from && e.kind !== 'selects')
    assert.deepEqual([...new Set(edges.map((e) => e.to))].sort(), expected)
  })
