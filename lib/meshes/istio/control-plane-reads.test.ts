import assert from 'node:assert/strict'
import { test } from 'node:test'
import { derive } from '#lib/changes/derive.ts'
import * as make from '#lib/fixtures/istio-objects.ts'
import { graphOf } from '#lib/graph/build.ts'
import { ALL_KINDS, meshModelOf } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'

type Labels = Readonly<Record<string, string>>
type Settings = {
  readonly tag?: string
  readonly mesh?: string
  readonly env?: Labels
  readonly revision?: string
  readonly args?: readonly string[]
}

const plane = ({ tag = '1.31.0', mesh = '', env = {}, revision, args = [] }: Settings) => [
  make.object('v1', 'ConfigMap', `istio-system/istio${revision ? `-${revision}` : ''}`, {
    data: { mesh },
  }),
  ...make.deployment(`istio-system/istiod${revision ? `-${revision}` : ''}`, {
    labels: { app: 'istiod', ...(revision ? { 'istio.io/rev': revision } : {}) },
    containers: [
      {
        name: 'discovery',
        image: `docker.io/istio/pilot:${tag}`,
        args: ['discovery', ...args],
        env: Object.entries(env).map(([name, value]) => ({ name, value })),
      },
    ],
  }),
]
const app = (place: string) => [
  ...make.deployment(place, { sidecar: true }),
  make.service(place, [80]),
]
const GATEWAY = 'gateway:istio-system/ingress'
const full = (name: string, namespace: string) => `${name}.${namespace}.svc.cluster.local`
const route = (place: string, host: string, more: Record<string, unknown> = {}) =>
  make.networking('VirtualService', place, {
    hosts: ['*'],
    gateways: ['shop/web'],
    http: [{ route: [{ destination: { host } }] }],
    ...more,
  })
const web = (place = 'shop/web') => make.gateway(place, [make.httpServer()])
const selected = 'discoverySelectors: [{ matchLabels: { mesh: "yes" } }]'
const namespaces = (...names: readonly string[]) =>
  ['istio-system', 'shop', 'other'].map((name) =>
    make.namespace(name, names.includes(name) ? { mesh: 'yes' } : { mesh: 'no' }),
  )

type Row = Settings & {
  readonly name: string
  readonly objects: readonly KubernetesObject[]
  readonly from?: string
  readonly to: readonly string[]
}
const rows: readonly Row[] = [
  // @see istio/istio pkg/kube/namespace/filter.go; pilot/pkg/features (EnableEnhancedResourceScoping)
  {
    name: 'discovery selectors: namespaces that one of them selects count',
    mesh: selected,
    objects: [...namespaces('istio-system', 'shop'), web(), route('shop/x', 'a')],
    to: ['service:shop/a'],
  },
  {
    name: 'discovery selectors: objects elsewhere do not',
    mesh: selected,
    objects: [...namespaces('istio-system', 'shop'), web(), route('other/x', full('a', 'shop'))],
    to: [],
  },
  {
    name: 'discovery selectors: a Service elsewhere is no destination',
    mesh: selected,
    objects: [...namespaces('istio-system', 'shop'), web(), route('shop/x', full('d', 'other'))],
    to: ['nowhere'],
  },
  {
    name: 'discovery selectors: any of several is enough',
    mesh: `discoverySelectors: [{ matchLabels: { gone: "1" } }, { matchExpressions: [{ key: mesh, operator: Exists }] }]`,
    objects: [...namespaces(), web(), route('other/x', full('d', 'other'))],
    to: ['service:other/d'],
  },
  {
    name: 'discovery selectors: one that cannot be read sets no filter',
    mesh: `discoverySelectors: [{ matchExpressions: [{ key: mesh, operator: Perhaps }] }]`,
    objects: [...namespaces(), web(), route('shop/x', 'a')],
    to: ['service:shop/a'],
  },
  {
    name: 'discovery selectors: before 1.22 Istio’s own objects count everywhere',
    mesh: selected,
    tag: '1.21.4',
    objects: [...namespaces('istio-system', 'shop'), web(), route('other/x', full('a', 'shop'))],
    to: ['service:shop/a'],
  },
  {
    name: 'discovery selectors: but not where the control plane is told otherwise',
    mesh: selected,
    tag: '1.21.4',
    env: { ENABLE_ENHANCED_RESOURCE_SCOPING: 'true' },
    objects: [...namespaces('istio-system', 'shop'), web(), route('other/x', full('a', 'shop'))],
    to: [],
  },
  {
    name: 'discovery selectors: unknown before 1.10',
    mesh: selected,
    tag: '1.9.9',
    objects: [...namespaces(), web(), route('shop/x', full('d', 'other'))],
    to: ['service:other/d'],
  },
  // @see istio/istio pilot/pkg/model/push_context.go, mergeGateways (features.ScopeGatewayToNamespace)
  {
    name: 'gateways reach pods of other namespaces',
    objects: [web(), route('shop/x', 'a')],
    to: ['service:shop/a'],
  },
  {
    name: 'gateways reach pods of their own namespace only where the control plane says so',
    env: { PILOT_SCOPE_GATEWAY_TO_NAMESPACE: 'true' },
    objects: [
      web(),
      route('shop/x', 'a'),
      web('istio-system/own'),
      route('istio-system/y', full('b', 'shop'), { gateways: ['own'] }),
    ],
    to: ['service:shop/b'],
  },
  {
    name: 'a word that is no switch leaves the default',
    env: { PILOT_SCOPE_GATEWAY_TO_NAMESPACE: 'yes' },
    objects: [web(), route('shop/x', 'a')],
    to: ['service:shop/a'],
  },
  // @see istio/istio pilot/cmd/pilot-discovery/app/cmd.go (--domain); pilot/pkg/model/config.go, ResolveShortnameToFQDN
  ...(
    [
      [[], full('a', 'shop'), 'service:shop/a'],
      [['--domain', 'corp.example'], 'a', 'service:shop/a'],
      [['--domain=corp.example'], 'a.shop.svc.corp.example', 'service:shop/a'],
      [['--domain', 'corp.example'], full('a', 'shop'), 'nowhere'],
      [['--domain', '$(DOMAIN)'], full('a', 'shop'), 'service:shop/a'],
    ] as const
  ).map(
    ([args, host, to]): Row => ({
      name: `the cluster’s domain: ${host} with ${args.join(' ') || 'none said'}`,
      args,
      objects: [web(), route('shop/x', host)],
      to: [to],
    }),
  ),
  {
    name: 'the cluster’s domain: routes and rules of a called name',
    args: ['--domain', 'corp.example'],
    objects: [
      make.networking('DestinationRule', 'shop/b', { host: 'b', subsets: [{ name: 'v1' }] }),
      make.networking('VirtualService', 'shop/x', {
        hosts: ['a'],
        http: [{ route: [{ destination: { host: 'b.shop.svc.corp.example', subset: 'v1' } }] }],
      }),
    ],
    from: 'service:shop/a',
    to: ['service:shop/b'],
  },
  // @see istio/istio#60581, in 1.31.0
  ...(
    [
      ['1.31.0', []],
      ['latest', []],
      ['1.30.2', ['service:other/d']],
    ] as const
  ).map(
    ([tag, to]): Row => ({
      name: `routes of a namespace that a Sidecar takes out again, with ${tag}`,
      tag,
      objects: [
        make.networking('Sidecar', 'shop/default', { egress: [{ hosts: ['*/*', '~other/*'] }] }),
        make.networking('VirtualService', 'other/x', {
          hosts: [full('a', 'shop')],
          http: [{ route: [{ destination: { host: full('d', 'other') } }] }],
        }),
      ],
      from: 'service:shop/a',
      to,
    }),
  ),
]

const all = ({ objects, ...settings }: Row) => [
  ...plane(settings),
  ...make.ingressGateway(),
  ...['shop/a', 'shop/b', 'other/d'].flatMap(app),
  ...objects,
]
for (const row of rows)
  test(row.name, () => {
    const model = meshModelOf(snapshotFromObjects(ALL_KINDS, all(row)))
    const edges = graphOf(model, []).edges.filter(
      (e) => e.from === (row.from ?? GATEWAY) && e.to !== 'workload:shop/Deployment/a',
    )
    assert.deepEqual([...new Set(edges.map((e) => e.to))].sort(), row.to)
  })

/** An EnvoyFilter that sends requests with a header elsewhere. */
const filter = (place: string, labels: Labels) =>
  make.object(
    'networking.istio.io/v1alpha3',
    'EnvoyFilter',
    place,
    {
      spec: {
        configPatches: [
          {
            applyTo: 'HTTP_ROUTE',
            match: { context: 'GATEWAY' },
            patch: {
              operation: 'INSERT_FIRST',
              value: {
                match: { prefix: '/', headers: [{ name: 'x-divert', present_match: true }] },
                route: { cluster: `outbound|80||${full('b', 'shop')}` },
              },
            },
          },
        ],
      },
    },
    { labels },
  )

// @see istio/istio pilot/pkg/config/kube/crdclient/client.go, objectInRevision
for (const [name, labels, diverted, bare] of [
  ['of no revision counts for both', {}, true, true],
  ['of the canary counts for its proxies', { 'istio.io/rev': 'canary' }, true, false],
  ['of the default one counts for its proxies', { 'istio.io/rev': 'default' }, false, true],
  ['of one that is not there counts for none', { 'istio.io/rev': 'gone' }, false, false],
] as const)
  test(`an EnvoyFilter ${name}`, () => {
    const objects = [
      ...plane({}),
      ...plane({ revision: 'canary' }),
      make.namespace('edge', { 'istio.io/rev': 'canary' }),
      ...make.ingressGateway(),
      ...make.ingressGateway('edge/ingress'),
      ...['shop/a', 'shop/b'].flatMap(app),
      web(),
      route('shop/x', 'a'),
      filter('istio-system/divert', labels),
    ]
    const model = meshModelOf(snapshotFromObjects(ALL_KINDS, objects))
    const reached = (from: string) =>
      graphOf(model, []).edges.some((e) => e.from === from && e.to === 'service:shop/b')
    assert.deepEqual([reached('gateway:edge/ingress'), reached(GATEWAY)], [diverted, bare])
    const patched = graphOf(model, []).nodes.filter((n) => n.badges?.includes('EnvoyFilter'))
    assert.equal(patched.length, Number(diverted) + Number(bare))
  })

test('what a control plane reads follows labels of namespaces and its own settings', () => {
  const objects = (watched: readonly string[], env: Labels, args: readonly string[]) => [
    ...plane({ mesh: selected, env, args }),
    ...make.ingressGateway(),
    ...['shop/a', 'other/d'].flatMap(app),
    ...namespaces(...watched),
    web(),
    route('shop/x', full('d', 'other')),
    filter('shop/divert', {}),
    make.security('PeerAuthentication', 'other/default', { mtls: { mode: 'STRICT' } }),
  ]
  const steps: readonly (readonly [readonly string[], Labels, ...string[]])[] = [
    [['istio-system', 'shop'], {}],
    [['istio-system', 'shop', 'other'], {}],
    [['istio-system', 'shop', 'other'], { PILOT_SCOPE_GATEWAY_TO_NAMESPACE: 'true' }],
    [['istio-system', 'other'], {}],
    [['istio-system', 'shop', 'other'], {}, '--domain', 'corp.example'],
    [[], { ENABLE_ENHANCED_RESOURCE_SCOPING: 'false' }],
    [['istio-system', 'shop', 'other'], {}],
  ]
  const fixed = new Map<string, KubernetesObject>()
  let kept: ReturnType<typeof derive> | undefined
  for (const [watched, env, ...args] of steps) {
    // Objects that say the same are the same objects, as in a snapshot that follows a cluster.
    const now = objects(watched, env, args).map((o) => {
      const { creationTimestamp: _, ...metadata } = o.metadata
      const key = JSON.stringify({ ...o, metadata })
      const known = fixed.get(key) ?? o
      fixed.set(key, known)
      return known
    })
    kept = derive(snapshotFromObjects(ALL_KINDS, now), kept)
    const fresh = derive(snapshotFromObjects(ALL_KINDS, structuredClone(now)))
    for (const part of ['graph', 'findings', 'mtls'] as const)
      assert.deepEqual(kept[part], fresh[part], `${part} with ${watched} and ${Object.keys(env)}`)
  }
})
