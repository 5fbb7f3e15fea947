import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  controlPlane,
  deployment,
  namespace,
  object,
  security,
  service,
} from '#lib/fixtures/istio-objects.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { modelOf } from './reports.fixture.ts'
import { workloadsReport } from './workloads-report.ts'

const cart = (workload: Parameters<typeof deployment>[1] = { sidecar: true }) => [
  namespace('shop', { 'istio-injection': 'enabled' }),
  ...deployment('shop/cart', { ...workload, spec: { serviceAccountName: 'carts' } }),
  service('shop/cart', [
    ['http', 80, 8080],
    ['admin', 81, 9090],
  ]),
]
const peers = (place: string, spec: object) => security('PeerAuthentication', place, spec)
const legacy = (kind: string, place: string, spec: object) =>
  object('authentication.istio.io/v1alpha1', kind, place, { spec })
const selector = { matchLabels: { app: 'cart' } }
const mode = (word: string) => ({ mtls: { mode: word } })

const only = (objects: readonly KubernetesObject[]) => {
  const [row] = workloadsReport(modelOf(objects), { id: ['workload:shop/Deployment/cart'] })
  assert.ok(row)
  return row
}

/** Steps of each port; the deciding one in brackets. */
const ladders = (objects: readonly KubernetesObject[]) =>
  only(objects).inbound.map(({ port, mode: takes, ladder }) =>
    [
      `${port} ${takes}:`,
      ...ladder.map(({ scope, mode: word, decides }) =>
        decides ? `[${scope} ${word}]` : `${scope} ${word ?? '-'}`,
      ),
    ].join(' '),
  )

const rows: readonly { name: string; objects: readonly KubernetesObject[]; says: string[] }[] = [
  {
    name: 'nobody speaks',
    objects: [...controlPlane(), ...cart()],
    says: [
      '8080 PERMISSIVE: [mesh PERMISSIVE] namespace - workload - port -',
      '9090 PERMISSIVE: [mesh PERMISSIVE] namespace - workload - port -',
    ],
  },
  {
    name: 'every step speaks, the narrowest decides',
    objects: [
      ...controlPlane(),
      ...cart(),
      peers('istio-system/mesh', mode('STRICT')),
      peers('shop/all', mode('PERMISSIVE')),
      peers('shop/own', {
        selector,
        ...mode('STRICT'),
        portLevelMtls: { 9090: { mode: 'DISABLE' } },
      }),
    ],
    says: [
      '8080 STRICT: mesh STRICT namespace PERMISSIVE [workload STRICT] port -',
      '9090 DISABLE: mesh STRICT namespace PERMISSIVE workload STRICT [port DISABLE]',
    ],
  },
  {
    name: 'a policy that leaves it open passes it on',
    objects: [
      ...controlPlane(),
      ...cart(),
      peers('shop/all', mode('STRICT')),
      peers('shop/own', { selector, ...mode('UNSET') }),
    ],
    says: [
      '8080 STRICT: mesh PERMISSIVE [namespace STRICT] workload - port -',
      '9090 STRICT: mesh PERMISSIVE [namespace STRICT] workload - port -',
    ],
  },
  {
    name: 'Policy and MeshPolicy up to 1.4',
    objects: [
      ...controlPlane('1.4.3'),
      ...cart(),
      legacy('MeshPolicy', 'default', { peers: [{ mtls: {} }] }),
      legacy('Policy', 'shop/carts', {
        targets: [{ name: 'cart', ports: [{ number: 81 }] }],
        peers: [{ mtls: { mode: 'PERMISSIVE' } }],
      }),
    ],
    says: [
      '8080 STRICT: [mesh STRICT] namespace - workload - port -',
      '9090 PERMISSIVE: mesh STRICT namespace - workload - [port PERMISSIVE]',
    ],
  },
]
for (const { name, objects, says } of rows) {
  test(`workloads: ladder: ${name}`, () => {
    assert.deepEqual(ladders(objects), says)
    // The deciding step is what the posture names, or the two were told apart.
    for (const { decidedBy, ladder } of only(objects).inbound)
      assert.deepEqual(
        ladder.flatMap((s) => (s.decides ? [s.by] : [])),
        decidedBy,
      )
  })
}

test('workloads: what was asked for beside what runs, and who they are', () => {
  const row = only([...controlPlane(), ...cart()])
  assert.deepEqual(
    row.memberships.map(({ inMesh, pods, asked, agrees, proxyVersion }) => ({
      inMesh,
      pods,
      asked,
      agrees,
      proxyVersion,
    })),
    [{ inMesh: 'sidecar', pods: 1, asked: 'asked', agrees: true, proxyVersion: '1.26.3' }],
  )
  assert.deepEqual(row.identity, {
    serviceAccount: 'carts',
    trustDomain: 'cluster.local',
    principal: 'spiffe://cluster.local/ns/shop/sa/carts',
  })
  assert.deepEqual(row.services, [
    {
      id: 'service:shop/cart',
      resource: 'Service/shop/cart',
      ports: [
        { port: 80, target: 8080 },
        { port: 81, target: 9090 },
      ],
    },
  ])
})

test('workloads: a pod that was there before injection disagrees and has no identity', () => {
  const row = only([...controlPlane(), ...cart({})])
  assert.deepEqual(
    row.memberships.map(({ inMesh, asked, agrees }) => [inMesh, asked, agrees]),
    [['none', 'asked', false]],
  )
  assert.equal(row.identity.principal, undefined)
})

test('workloads: policies that reach it say why, others are not named', () => {
  const row = only([
    ...controlPlane(),
    ...cart(),
    peers('shop/own', { selector, ...mode('STRICT') }),
    peers('shop/other', { selector: { matchLabels: { app: 'web' } }, ...mode('STRICT') }),
    security('AuthorizationPolicy', 'istio-system/all', { rules: [{}] }),
  ])
  assert.deepEqual(
    row.policies.map(({ resource, because }) => [resource, because]),
    [
      ['PeerAuthentication/shop/own', 'Its selector matches the workload.'],
      ['AuthorizationPolicy/istio-system/all', 'It covers the whole mesh.'],
    ],
  )
})

test('workloads: only those of a namespace that is asked for', () => {
  const model = modelOf([...controlPlane(), ...cart()])
  const ids = (namespaces?: string[]) =>
    workloadsReport(model, { namespace: namespaces }).map(({ id }) => id)
  assert.deepEqual(ids(['shop']), ['workload:shop/Deployment/cart'])
  assert.deepEqual(ids(['nowhere']), [])
  assert.equal(ids().length, 2)
})
