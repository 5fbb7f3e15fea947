import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as make from '#lib/fixtures/istio-objects.ts'
import { graphOf } from '#lib/graph/build.ts'
import { ALL_KINDS, meshModelOf } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'

const ingress = (spec: Record<string, unknown> = {}, annotations: Record<string, string> = {}) =>
  make.object(
    'networking.k8s.io/v1',
    'Ingress',
    'shop/web',
    {
      spec: {
        ...spec,
        rules: [
          {
            host: 'shop.example.com',
            http: { paths: [{ backend: { service: { name: 'a', port: { number: 80 } } } }] },
          },
        ],
      },
    },
    { annotations },
  )
const ingressClass = (name: string, controller: string) =>
  make.object('networking.k8s.io/v1', 'IngressClass', name, { spec: { controller } })
const istios = ingressClass('mesh', 'istio.io/ingress-controller')
const annotated = (name: string) => ingress({}, { 'kubernetes.io/ingress.class': name })

const GATEWAY = 'gateway:istio-system/ingress'
const ITSELF = 'ingress:shop/web'
type Row = {
  readonly name: string
  readonly mesh?: string
  readonly objects: readonly KubernetesObject[]
  readonly from: string
}
// @see istio/istio pilot/pkg/config/kube/ingress/conversion.go, shouldProcessIngressWithClass
const rows: readonly Row[] = [
  { name: 'no class, and strict by default', objects: [ingress()], from: ITSELF },
  { name: 'the annotation', objects: [annotated('istio')], from: GATEWAY },
  { name: 'another annotation', objects: [annotated('nginx')], from: ITSELF },
  {
    name: 'the class that the configuration names',
    mesh: 'ingressClass: edge',
    objects: [annotated('edge')],
    from: GATEWAY,
  },
  {
    name: 'an IngressClass with the controller',
    objects: [ingress({ ingressClassName: 'mesh' }), istios],
    from: GATEWAY,
  },
  {
    name: 'one with another controller',
    objects: [ingress({ ingressClassName: 'istio' }), ingressClass('istio', 'k8s.io/nginx')],
    from: ITSELF,
  },
  {
    name: 'a class that is not there',
    objects: [ingress({ ingressClassName: 'istio' })],
    from: ITSELF,
  },
  {
    name: 'no class where Istio is the default',
    mesh: 'ingressControllerMode: DEFAULT',
    objects: [ingress()],
    from: GATEWAY,
  },
  {
    name: 'switched off',
    mesh: "ingressControllerMode: 'OFF'",
    objects: [annotated('istio')],
    from: ITSELF,
  },
  {
    name: 'in a namespace that is not watched',
    mesh: 'discoverySelectors: [{ matchLabels: { mesh: "yes" } }]',
    objects: [make.namespace('shop'), annotated('istio')],
    from: ITSELF,
  },
  {
    name: 'no gateway has the label',
    mesh: 'ingressSelector: elsewhere',
    objects: [annotated('istio')],
    from: ITSELF,
  },
]
for (const { name, mesh, objects, from } of rows)
  test(`Ingress: ${name}`, () => {
    const all = [
      ...make.controlPlane('1.26.3', mesh),
      ...make.ingressGateway(),
      ...make.deployment('shop/a', { sidecar: true }),
      make.service('shop/a'),
      ...objects,
    ]
    const model = meshModelOf(snapshotFromObjects(ALL_KINDS, all))
    const edges = graphOf(model, []).edges.filter((e) => e.kind === 'ingress')
    const said = edges.map((e) => [e.from, e.to, e.via, e.mtls?.state])
    const state = from === GATEWAY ? 'mtls' : 'unknown'
    assert.deepEqual(said, [[from, 'service:shop/a', ['Ingress/shop/web'], state]])
  })
