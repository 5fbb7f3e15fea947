import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as make from '#lib/fixtures/istio-objects.ts'
import { graphOf } from '#lib/graph/build.ts'
import { ALL_KINDS, meshModelOf } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'

const vm = (name: string, more: Record<string, unknown> = {}) =>
  make.networking('WorkloadEntry', `shop/${name}`, {
    address: '10.1.2.3',
    labels: { app: 'db' },
    ...more,
  })
const entry = (location = 'MESH_INTERNAL') =>
  make.networking('ServiceEntry', 'shop/db', {
    hosts: ['db.example.org'],
    location,
    resolution: 'STATIC',
    ports: [{ number: 5432, name: 'tcp-db', protocol: 'TCP', targetPort: 6000 }],
    workloadSelector: { labels: { app: 'db' } },
  })
const strict = make.security('PeerAuthentication', 'shop/db', {
  selector: { matchLabels: { app: 'db' } },
  mtls: { mode: 'STRICT' },
})
const toEntry = { host: 'db.example.org', port: { number: 5432 } }

function answer(objects: readonly KubernetesObject[], destination: unknown = toEntry) {
  const all = [
    ...make.controlPlane(),
    ...make.ingressGateway(),
    make.gateway('shop/web', [make.httpServer()]),
    make.networking('VirtualService', 'shop/web', {
      hosts: ['*'],
      gateways: ['web'],
      http: [{ route: [{ destination }] }],
    }),
    ...objects,
  ]
  const model = meshModelOf(snapshotFromObjects(ALL_KINDS, all))
  const edge = graphOf(model, []).edges.find((e) => e.from === 'gateway:istio-system/ingress')
  const [facts] = model.contributions.get('istio')?.entries ?? []
  return { endpoints: facts?.endpoints ?? [], hop: edge?.mtls, to: edge?.to }
}

// @see istio/istio pilot/pkg/serviceregistry/serviceentry/conversion.go
const rows = [
  { name: 'nothing selected', objects: [entry()], endpoints: [], hop: 'unknown' },
  {
    name: 'without an account or label there is no proxy',
    objects: [entry(), vm('one')],
    endpoints: ['10.1.2.3:6000'],
    hop: 'plaintext',
  },
  {
    name: 'a service account means mutual TLS',
    objects: [entry(), vm('one', { serviceAccount: 'db' })],
    endpoints: ['10.1.2.3:6000'],
    hop: 'mtls',
  },
  {
    name: 'the label counts before the account',
    objects: [
      entry(),
      vm('one', {
        serviceAccount: 'db',
        labels: { app: 'db', 'security.istio.io/tlsMode': 'disabled' },
      }),
    ],
    endpoints: ['10.1.2.3:6000'],
    hop: 'plaintext',
  },
  {
    name: 'policies of its namespace are for it',
    objects: [entry(), strict, vm('one', { serviceAccount: 'db' })],
    endpoints: ['10.1.2.3:6000'],
    hop: 'mtls!',
  },
  {
    name: 'its own port, by the name of the entry’s',
    objects: [entry(), vm('one', { ports: { 'tcp-db': 7000 } })],
    endpoints: ['10.1.2.3:7000'],
    hop: 'plaintext',
  },
  {
    name: 'other labels are not selected',
    objects: [entry(), vm('one', { labels: { app: 'other' } })],
    endpoints: [],
    hop: 'unknown',
  },
  {
    name: 'outside the mesh there is no mutual TLS',
    objects: [entry('MESH_EXTERNAL'), vm('one', { serviceAccount: 'db' })],
    endpoints: ['10.1.2.3:6000'],
    hop: 'plaintext',
  },
  {
    name: 'an absurd spec is a workload without a proxy',
    objects: [entry(), make.networking('WorkloadEntry', 'shop/odd', null), vm('one', { ports: 7 })],
    endpoints: ['10.1.2.3:6000'],
    hop: 'plaintext',
  },
]
for (const { name, objects, endpoints, hop } of rows)
  test(`WorkloadEntries of a ServiceEntry: ${name}`, () => {
    const found = answer(objects)
    const state = `${found.hop?.state}${found.hop?.enforced ? '!' : ''}`
    assert.deepEqual([found.to, found.endpoints, state], ['entry:shop/db', endpoints, hop])
  })

test('a Service selects WorkloadEntries beside pods', () => {
  const objects = [
    make.service('shop/db'),
    ...make.deployment('shop/db', { sidecar: true }),
    vm('one'),
  ]
  assert.equal(answer(objects, { host: 'db' }).hop?.state, 'plaintext')
  assert.equal(answer(objects.slice(0, -1), { host: 'db' }).hop?.state, 'mtls')
})
