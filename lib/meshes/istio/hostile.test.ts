import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '#lib/changes/derive.ts'
import * as make from '#lib/fixtures/istio-objects.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import type { Kind } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'

const base = [
  ...make.controlPlane(),
  ...make.ingressGateway(),
  make.gateway('shop/web', [make.httpServer()]),
  ...make.deployment('shop/a', { sidecar: true }),
  make.service('shop/a'),
  make.networking('VirtualService', 'shop/x', {
    hosts: ['*'],
    gateways: ['web'],
    http: [{ route: [{ destination: { host: 'a' } }] }],
  }),
]
const derived = (objects: readonly KubernetesObject[]) =>
  derive(snapshotFromObjects(ALL_KINDS, [...base, ...objects]))

/** Values that no schema allows and that broken clusters, old CRDs and people still send. */
const ODD: readonly unknown[] = [
  null,
  undefined,
  0,
  -1,
  'text',
  true,
  [],
  [null],
  ['x'],
  {},
  [{}],
  [[]],
  { __proto__: null, constructor: 'x' },
  'a'.repeat(100_000),
]

const FIELDS = [
  'selector',
  'servers',
  'hosts',
  'gateways',
  'http',
  'tcp',
  'tls',
  'host',
  'trafficPolicy',
  'subsets',
  'endpoints',
  'ports',
  'rules',
  'jwtRules',
  'action',
  'mtls',
  'portLevelMtls',
  'peers',
  'targets',
  'configPatches',
  'workloadSelector',
  'exportTo',
  'template',
  'containers',
  'ingressClassName',
  'externalIPs',
  'type',
  'replicas',
]

const place = (kind: Kind) => (kind.scope === 'Namespaced' ? 'shop/odd' : 'odd')
const apiVersion = (kind: Kind) => `${kind.group ? `${kind.group}/` : ''}${kind.versions[0]}`

for (const kind of ALL_KINDS)
  test(`odd ${kind.kind} (${kind.group || 'core'}) never throws`, () => {
    for (const odd of ODD) {
      const spec = Object.fromEntries(FIELDS.map((field) => [field, odd]))
      const nested = Object.fromEntries(FIELDS.map((field) => [field, [spec]]))
      for (const body of [odd, spec, nested])
        derived([
          make.object(
            apiVersion(kind),
            kind.kind,
            place(kind),
            { spec: body, status: body, data: body },
            { labels: odd, annotations: odd, ownerReferences: odd, creationTimestamp: odd },
          ),
        ])
    }
  })

test('names that JavaScript knows are just names', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
  const { graph } = derived(
    names.flatMap((name) => [
      ...make.deployment(`${name}/${name}`, { sidecar: true }),
      make.service(`${name}/${name}`),
      make.networking('DestinationRule', `${name}/${name}`, {
        host: name,
        subsets: [{ name, labels: { [name]: name } }],
      }),
      make.networking('VirtualService', `${name}/${name}`, {
        hosts: [name],
        http: [
          {
            match: [{ headers: { [name]: {} } }],
            route: [{ destination: { host: name, subset: name } }],
          },
        ],
      }),
      make.security('AuthorizationPolicy', `${name}/${name}`, {
        rules: [
          {
            from: [{ source: { [name]: [name] } }],
            when: [{ key: `request.auth.claims[${name}]`, values: [name] }],
          },
        ],
      }),
    ]),
  )
  for (const name of names) assert.ok(graph.nodes.some((n) => n.id === `service:${name}/${name}`))
  assert.equal(({} as Record<string, unknown>).polluted, undefined)
})

test('weights as text are no weights', () => {
  const { graph } = derived([
    make.networking('VirtualService', 'shop/y', {
      hosts: ['y.example.com'],
      gateways: ['web'],
      http: [
        {
          route: [
            { destination: { host: 'a' }, weight: '80' },
            { destination: { host: 'a' }, weight: 20 },
          ],
        },
      ],
    }),
  ])
  const shares = graph.edges
    .filter((e) => e.via.includes('VirtualService/shop/y'))
    .map((e) => e.share)
  assert.deepEqual(shares, [0, 100])
})

test('500 hosts and 500 rules are one table and 500 edges', () => {
  const hosts = Array.from({ length: 500 }, (_, i) => `h${i}.example.com`)
  const started = performance.now()
  const { graph } = derived([
    make.networking('VirtualService', 'shop/many', {
      hosts,
      gateways: ['web'],
      http: hosts.map((_, i) => ({
        match: [{ uri: { exact: `/${i}` } }],
        route: [{ destination: { host: 'a' } }],
      })),
    }),
  ])
  assert.equal(graph.edges.filter((e) => e.via.includes('VirtualService/shop/many')).length, 500)
  assert.ok(performance.now() - started < 30_000) // quadratic would take minutes; how fast is for the benchmarks
})

test('the answer does not depend on the order in which objects arrive', () => {
  const more = [
    make.networking('VirtualService', 'shop/older', {
      hosts: ['*'],
      gateways: ['web'],
      http: [{ match: [{ uri: { prefix: '/o' } }], route: [{ destination: { host: 'a' } }] }],
    }),
    make.security('PeerAuthentication', 'shop/one', { mtls: { mode: 'STRICT' } }),
    make.security('PeerAuthentication', 'shop/two', { mtls: { mode: 'DISABLE' } }),
  ]
  const told = (objects: readonly KubernetesObject[]) => {
    const { graph, findings, mtls } = derive(snapshotFromObjects(ALL_KINDS, objects))
    return JSON.stringify({ graph, findings, mtls })
  }
  const all = [...base, ...more]
  assert.equal(told([...all].reverse()), told(all))
})
