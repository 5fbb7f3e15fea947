import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gatewaysReport as gatewaysShape } from '#lib/api/gateways.ts'
import { routeTable } from '#lib/api/routes.ts'
import { z } from '#lib/api/zod.ts'
import { derive } from '#lib/changes/derive.ts'
import * as make from '#lib/fixtures/istio-objects.ts'
import { graphOf } from '#lib/graph/build.ts'
import { ALL_KINDS } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'
import { gatewaysReport } from './gateways-report.ts'
import { modelOf } from './reports.fixture.ts'
import { routesReport } from './routes-report.ts'

type Path = readonly [path: string | undefined, type: string | undefined, service: string]
const backend = (name: string, port: unknown = { number: 80 }) => ({ service: { name, port } })
const rule = (host: string | undefined, ...paths: readonly Path[]) => ({
  ...(host ? { host } : {}),
  http: {
    paths: paths.map(([path, pathType, service]) => ({
      ...(path === undefined ? {} : { path }),
      ...(pathType ? { pathType } : {}),
      backend: backend(service),
    })),
  },
})
const ingress = (place: string, spec: Record<string, unknown>) =>
  make.object('networking.k8s.io/v1', 'Ingress', place, { spec })
const ingressClass = (name: string, controller: string) =>
  make.object('networking.k8s.io/v1', 'IngressClass', name, { spec: { controller } })
const app = (name: string) => [
  ...make.deployment(`shop/${name}`, { sidecar: true }),
  make.service(`shop/${name}`),
]
const base = [
  ...make.controlPlane(),
  ...make.ingressGateway(),
  ...['a', 'b', 'c'].flatMap(app),
  ingressClass('mesh', 'istio.io/ingress-controller'),
  ingressClass('edge', 'pomerium.io/ingress-controller'),
  ingressClass('nginx', 'k8s.io/ingress-nginx'),
]
const pomerium = [
  ...make.deployment('pomerium/pomerium', {
    sidecar: true,
    containers: [{ name: 'pomerium', image: 'docker.io/pomerium/ingress-controller:v0.27' }],
  }),
  make.service('pomerium/pomerium', [443], { type: 'LoadBalancer' }),
]

const tablesOf = (objects: readonly KubernetesObject[]) => {
  const tables = routesReport(modelOf([...base, ...objects]))
  for (const table of tables) routeTable.parse(table)
  return tables
    .filter((t) => t.rules.some((r) => r.resource.startsWith('Ingress/')))
    .map((t) => ({
      of: [t.owner, t.followedBy, t.port ?? 'any', t.hosts.join()].join(' '),
      rules: t.rules.map((r) =>
        [r.order, r.when ?? 'everything', '→', ...r.destinations.map((d) => d.to)].join(' '),
      ),
    }))
}
const GATEWAY = 'gateway:istio-system/ingress'

test('routes: an Ingress that Istio serves is followed by its gateways, in its order', () => {
  assert.deepEqual(
    tablesOf([
      ingress('shop/web', {
        ingressClassName: 'mesh',
        rules: [
          rule(
            'a.example.com',
            ['/', 'Prefix', 'a'],
            ['/api', 'Prefix', 'b'],
            ['/api', 'Exact', 'c'],
            ['/own', 'ImplementationSpecific', 'b'],
            ['/star/*', undefined, 'c'],
          ),
        ],
        defaultBackend: backend('c'),
        tls: [{ hosts: ['*.example.com'], secretName: 'cert' }, { hosts: ['b.example.com'] }],
      }),
      ingress('shop/more', {
        ingressClassName: 'mesh',
        rules: [
          rule('a.example.com', ['/longer', 'Prefix', 'gone']),
          rule(undefined, ['/', 'Prefix', 'a']),
        ],
      }),
    ]),
    [
      {
        of: `${GATEWAY} gateway 443 a.example.com`,
        rules: [
          '1 path starts with /star → service:shop/c',
          '2 path = /api → service:shop/c',
          '3 path = /own → service:shop/b',
          '4 path starts with /api → service:shop/b',
          '5 everything else → service:shop/a',
        ],
      },
      { of: `${GATEWAY} gateway 80 *`, rules: ['1 everything → service:shop/a'] },
      {
        of: `${GATEWAY} gateway 80 a.example.com`,
        rules: [
          '1 path starts with /longer → nowhere',
          '2 path starts with /star → service:shop/c',
          '3 path = /api → service:shop/c',
          '4 path = /own → service:shop/b',
          '5 path starts with /api → service:shop/b',
          '6 everything else → service:shop/a',
        ],
      },
    ],
  )
})

const behind = (className: string) =>
  ingress('shop/web', {
    ingressClassName: className,
    rules: [rule('a.example.com', ['/', 'Prefix', 'a'], ['/api', 'Prefix', 'b'])],
    defaultBackend: backend('c'),
  })
const followed = (by: string) => [
  { of: `${by} ingress any *`, rules: ['1 everything → service:shop/c'] },
  {
    of: `${by} ingress any a.example.com`,
    rules: ['1 path starts with /api → service:shop/b', '2 everything else → service:shop/a'],
  },
]
test('routes: one of Pomerium is followed by its proxy', () => {
  assert.deepEqual(
    tablesOf([...pomerium, behind('edge')]),
    followed('workload:pomerium/Deployment/pomerium'),
  )
})
test('routes: one whose proxy is not known is its own', () => {
  assert.deepEqual(tablesOf([behind('nginx')]), followed('ingress:shop/web'))
})

const secured = ingress('shop/web', {
  ingressClassName: 'mesh',
  rules: [rule('a.example.com', ['/', 'Prefix', 'a'])],
  tls: [{ hosts: ['a.example.com'], secretName: 'cert' }, { secretName: 'any' }, { hosts: ['x'] }],
})
test('gateways: what an Ingress opens is listed with its certificate, after the Gateways’ own', () => {
  const report = gatewaysReport(
    modelOf([...base, make.gateway('shop/web', [make.httpServer()]), secured]),
  )
  z.object(gatewaysShape).parse(report)
  const [row] = report.gateways
  assert.deepEqual(
    row?.listeners.map(({ port, protocol, hosts, tls, credential, from, exposed }) =>
      [
        port,
        protocol,
        hosts.join(),
        tls,
        credential?.namespace,
        credential?.name,
        from,
        exposed,
      ].join(' '),
    ),
    [
      '80 HTTP *    Gateway/shop/web true',
      '443 HTTPS a.example.com SIMPLE istio-system cert Ingress/shop/web true',
      '443 HTTPS * SIMPLE istio-system any Ingress/shop/web true',
      '80 HTTP *    Ingress/shop/web true',
    ],
  )
  assert.deepEqual(row?.selectedBy, ['Gateway/shop/web', 'Ingress/shop/web'])
})

test('topology: clients outside meet the ports that an Ingress opens', () => {
  const { edges } = graphOf(modelOf([...base, secured]), [])
  assert.deepEqual(
    edges
      .filter((e) => e.from === 'client:outside')
      .map(({ to, port, via, mtls }) => [to, port, via.join(), mtls?.state]),
    [
      [GATEWAY, 443, 'Ingress/shop/web', 'tls'],
      [GATEWAY, 80, 'Ingress/shop/web', 'plaintext'],
    ],
  )
})

test('an Ingress that comes and goes leaves what a fresh look says', () => {
  const without = [...base, ...pomerium]
  const steps = [[], [secured], [behind('edge')], [behind('mesh')], []]
  let kept: ReturnType<typeof derive> | undefined
  for (const more of steps) {
    const objects = [...without, ...more]
    kept = derive(snapshotFromObjects(ALL_KINDS, objects), kept)
    const fresh = derive(snapshotFromObjects(ALL_KINDS, structuredClone(objects)))
    assert.deepEqual(kept.graph, fresh.graph)
    assert.deepEqual(routesReport(kept.model), routesReport(fresh.model))
    assert.deepEqual(gatewaysReport(kept.model), gatewaysReport(fresh.model))
  }
})
