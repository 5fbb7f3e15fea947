import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'

export type Random = {
  readonly below: (n: number) => number
  readonly of: <T>(list: readonly T[]) => T
}

/** A small generator of even numbers (Lehmer); the same seed gives the same ones. */
export function randomFrom(seed: number): Random {
  let state = (seed % 2147483646) + 1
  const below = (n: number) => {
    state = (state * 48271) % 2147483647
    return state % n
  }
  return { below, of: (list) => list[below(list.length)] as (typeof list)[number] }
}

const NAMESPACES = ['shop', 'bank', 'istio-system', 'mesh', '__proto__']
const APPS = ['a', 'b', 'c', 'constructor']
const ABSURD: readonly unknown[] = [null, 'text', 7, [], {}, [null], { hosts: 'x', http: [7] }]
const HOSTS = ['a', 'b', 'a.shop.svc.cluster.local', 'b.bank.svc.cluster.local', 'x.example.com']
const CALLED = [...HOSTS, '*.example.com', '*']
const MODES = ['STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET', 'what']

type Make = (random: Random) => Readonly<Record<string, unknown>>

const some = <T>(random: Random, value: T): T | undefined =>
  random.below(2) === 0 ? value : undefined
const labels = (random: Random) => ({
  app: random.of(APPS),
  version: random.of(['v1', 'v2']),
  ...some(random, { istio: 'ingressgateway' }),
  ...(random.below(6) === 0 ? { 'istio.io/rev': random.of(['default', 'canary']) } : {}),
})
const exportTo = (random: Random) =>
  random.below(4) === 0 ? [random.of(['*', '.', '~', 'shop', 'bank'])] : undefined

const podSpec = (random: Random, image?: string) => ({
  serviceAccountName: random.of(APPS),
  ...(random.below(9) === 0 ? { hostNetwork: true } : {}),
  containers: [
    ...(image ? [{ name: 'discovery', image }] : []),
    {
      name: 'app',
      ports: [{ name: 'http', containerPort: 8080 }],
      readinessProbe: { httpGet: { path: '/', port: 8080 } },
    },
    ...(random.below(3) > 0
      ? [
          {
            name: 'istio-proxy',
            image: 'istio/proxyv2:1.27.3',
            args: ['proxy', random.of(['sidecar', 'sidecar', 'router', 'waypoint'])],
          },
        ]
      : []),
  ],
})
const annotations = (random: Random) => ({
  ...(random.below(4) === 0
    ? { 'traffic.sidecar.istio.io/excludeInboundPorts': random.of(['8080', 'x', '']) }
    : {}),
  ...(random.below(4) === 0
    ? { 'traffic.sidecar.istio.io/excludeOutboundIPRanges': '10.0.0.0/8' }
    : {}),
  ...(random.below(6) === 0 ? { 'ambient.istio.io/redirection': 'enabled' } : {}),
})
const selector = (random: Random) =>
  random.below(3) === 0 ? undefined : { matchLabels: { app: random.of(APPS) } }
const destination = (random: Random) => ({
  destination: {
    host: random.of(HOSTS),
    ...some(random, { subset: random.of(['v1', 'v2', 'v3']) }),
    ...some(random, { port: { number: random.of([80, 81, 443]) } }),
  },
  ...some(random, { weight: random.of([0, 10, 50, 90, '50']) }),
})

/** One kind of object each, as odd as clusters hold them. */
const KINDS: readonly {
  readonly apiVersion: string
  readonly kind: string
  readonly id: string
  readonly names: readonly string[]
  /** How often beside the others. */
  readonly weight: number
  readonly isClusterWide?: boolean
  readonly body: Make
}[] = [
  {
    apiVersion: 'v1',
    kind: 'Pod',
    id: 'core/pods',
    names: ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'],
    weight: 8,
    body: (random) => ({
      metadata: {
        labels: labels(random),
        annotations: annotations(random),
        ownerReferences: some(random, [
          {
            apiVersion: 'apps/v1',
            kind: random.of(['ReplicaSet', 'StatefulSet', 'Rollout']),
            name: random.of(APPS),
            controller: true,
          },
        ]),
      },
      spec: podSpec(random),
      status: {
        phase: random.of(['Running', 'Pending', 'Succeeded']),
        containerStatuses: [{ name: 'app', ready: random.below(2) === 0 }],
      },
    }),
  },
  ...(['Deployment', 'StatefulSet', 'ReplicaSet'] as const).map((kind) => ({
    apiVersion: 'apps/v1',
    kind,
    id: `apps/${kind.toLowerCase()}s`,
    names: APPS,
    weight: 2,
    body: (random: Random) => ({
      metadata: {
        ownerReferences:
          kind === 'ReplicaSet'
            ? some(random, [{ kind: 'Deployment', name: random.of(APPS), controller: true }])
            : undefined,
        annotations: annotations(random),
      },
      spec: {
        replicas: random.below(4),
        template: {
          metadata: { labels: labels(random), annotations: annotations(random) },
          spec: podSpec(
            random,
            random.below(5) === 0 ? `istio/pilot:1.${random.of([4, 14, 27])}.0` : undefined,
          ),
        },
      },
    }),
  })),
  {
    apiVersion: 'v1',
    kind: 'Service',
    id: 'core/services',
    names: APPS,
    weight: 5,
    body: (random) => ({
      metadata: {
        annotations: some(random, {
          'networking.istio.io/exportTo': random.of(['*', '.', 'shop']),
        }),
      },
      spec: {
        type: random.of(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']),
        externalName: 'x.example.com',
        selector: random.below(5) === 0 ? undefined : { app: random.of(APPS) },
        ports: [
          {
            name: random.of(['http', 'tcp-x', 'https', 'odd']),
            port: random.of([80, 443]),
            targetPort: random.of(['http', 8080, 9090]),
          },
          ...(some(random, [{ port: 81 }]) ?? []),
        ],
      },
    }),
  },
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    id: 'core/namespaces',
    names: NAMESPACES,
    isClusterWide: true,
    weight: 1,
    body: (random) => ({
      metadata: {
        labels: {
          ...some(random, { 'istio-injection': random.of(['enabled', 'disabled']) }),
          ...(random.below(4) === 0
            ? { 'istio.io/rev': random.of(['default', 'canary', 'tag']) }
            : {}),
          ...(random.below(4) === 0
            ? { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' }
            : {}),
        },
      },
    }),
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    id: 'core/configmaps',
    names: ['istio', 'istio-canary'],
    weight: 1,
    body: (random) => ({
      data: {
        mesh: random.of([
          'enableAutoMtls: false',
          'rootNamespace: shop',
          'trustDomain: elsewhere',
          'defaultVirtualServiceExportTo: ["."]',
          'defaultDestinationRuleExportTo: ["."]',
          'outboundTrafficPolicy: {mode: REGISTRY_ONLY}',
          ': no yaml [',
          '',
        ]),
      },
    }),
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    id: 'networking.istio.io/virtualservices',
    names: ['r0', 'r1', 'r2', 'r3'],
    weight: 8,
    body: (random) => ({
      spec: {
        hosts: random.below(6) === 0 ? [] : [random.of(CALLED), random.of(CALLED)],
        gateways: some(random, [random.of(['mesh', 'g0', 'shop/g0', 'istio-system/g1'])]),
        exportTo: exportTo(random),
        http: Array.from({ length: 1 + random.below(3) }, () => ({
          match: some(random, [
            { uri: { prefix: random.of(['/', '/a', '/b']) }, ...some(random, { port: 80 }) },
          ]),
          ...(random.below(5) === 0
            ? { delegate: { name: random.of(['r0', 'r1']), namespace: random.of(NAMESPACES) } }
            : { route: [destination(random), ...(some(random, [destination(random)]) ?? [])] }),
        })),
        tcp: some(random, [{ route: [destination(random)] }]),
      },
    }),
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    id: 'networking.istio.io/destinationrules',
    names: ['d0', 'd1', 'd2'],
    weight: 5,
    body: (random) => ({
      spec: {
        host: random.of([...CALLED, '*.local']),
        exportTo: exportTo(random),
        workloadSelector: random.below(5) === 0 ? selector(random) : undefined,
        trafficPolicy: some(random, {
          tls: { mode: random.of(['DISABLE', 'ISTIO_MUTUAL', 'SIMPLE', 'odd']) },
        }),
        subsets: ['v1', 'v2']
          .slice(random.below(3))
          .map((version) => ({ name: version, labels: { version } })),
      },
    }),
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    id: 'networking.istio.io/gateways',
    names: ['g0', 'g1'],
    weight: 3,
    body: (random) => ({
      spec: {
        selector: { istio: random.of(['ingressgateway', 'nobody']) },
        servers: [
          {
            port: {
              number: random.of([80, 443]),
              name: 'p',
              protocol: random.of(['HTTP', 'HTTPS', 'TLS', 'TCP']),
            },
            hosts: [random.of([...CALLED, 'shop/*', './a'])],
            tls: some(random, { mode: random.of(['SIMPLE', 'PASSTHROUGH', 'ISTIO_MUTUAL']) }),
          },
        ],
      },
    }),
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    id: 'networking.istio.io/serviceentries',
    names: ['e0', 'e1'],
    weight: 3,
    body: (random) => ({
      spec: {
        hosts: [random.of(CALLED)],
        exportTo: exportTo(random),
        location: random.of(['MESH_INTERNAL', 'MESH_EXTERNAL']),
        resolution: 'STATIC',
        ports: [{ number: random.of([80, 443]), name: 'p', protocol: random.of(['HTTP', 'TLS']) }],
        endpoints: some(random, [{ address: random.of(['127.0.0.1', '10.1.1.1']) }]),
        workloadSelector: some(random, { labels: { app: random.of(APPS) } }),
      },
    }),
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    id: 'networking.istio.io/sidecars',
    names: ['s0', 's1'],
    weight: 3,
    body: (random) => ({
      spec: {
        workloadSelector: some(random, { labels: { app: random.of(APPS) } }),
        egress: [
          {
            hosts: [random.of(['./*', '*/*', 'bank/*', '*/x.example.com', '~/*'])],
            ...some(random, { port: { number: 80, protocol: 'HTTP' } }),
          },
        ],
      },
    }),
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'WorkloadEntry',
    id: 'networking.istio.io/workloadentries',
    names: ['w0', 'w1'],
    weight: 1,
    body: (random) => ({
      spec: { address: '10.2.2.2', labels: labels(random), serviceAccount: some(random, 'a') },
    }),
  },
  {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    id: 'networking.istio.io/envoyfilters',
    names: ['f0'],
    weight: 1,
    body: (random) => ({
      spec: {
        workloadSelector: some(random, { labels: { istio: 'ingressgateway' } }),
        configPatches: [
          {
            applyTo: 'HTTP_ROUTE',
            match: { context: 'GATEWAY' },
            patch: {
              operation: random.of(['INSERT_FIRST', 'INSERT_AFTER', 'MERGE']),
              value: {
                match: { prefix: '/', headers: [{ name: 'h', present_match: true }] },
                route: { cluster: random.of(['outbound|80||a.shop.svc.cluster.local', 'odd']) },
              },
            },
          },
        ],
      },
    }),
  },
  {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    id: 'security.istio.io/peerauthentications',
    names: ['default', 'x'],
    weight: 5,
    body: (random) => ({
      spec: {
        selector: selector(random),
        mtls: { mode: random.of(MODES) },
        portLevelMtls: some(random, { 8080: { mode: random.of(MODES) } }),
      },
    }),
  },
  {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    id: 'security.istio.io/authorizationpolicies',
    names: ['z0', 'z1'],
    weight: 4,
    body: (random) => ({
      spec: {
        selector: selector(random),
        targetRefs:
          random.below(5) === 0
            ? [{ kind: 'Service', group: '', name: random.of(APPS) }]
            : undefined,
        action: random.of(['ALLOW', 'DENY', 'CUSTOM', 'odd', undefined]),
        rules:
          random.below(4) === 0
            ? []
            : [
                {
                  from: some(random, [{ source: { namespaces: [random.of(NAMESPACES)] } }]),
                  when: some(random, [
                    {
                      key: random.of(['request.auth.claims[aud]', 'source.namespace']),
                      values: [random.of(['x', 'shop'])],
                    },
                  ]),
                },
              ],
      },
    }),
  },
  {
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    id: 'security.istio.io/requestauthentications',
    names: ['q0'],
    weight: 2,
    body: (random) => ({
      spec: {
        selector: selector(random),
        jwtRules: some(random, [{ issuer: 'i', jwksUri: 'http://localhost/k' }]),
      },
    }),
  },
  ...(['Policy', 'MeshPolicy'] as const).map((kind) => ({
    apiVersion: 'authentication.istio.io/v1alpha1',
    kind,
    id: `authentication.istio.io/${kind === 'Policy' ? 'policies' : 'meshpolicies'}`,
    names: ['default', 'l0'],
    isClusterWide: kind === 'MeshPolicy',
    weight: 1,
    body: (random: Random) => ({
      spec: {
        targets: some(random, [{ name: random.of(APPS) }]),
        peers: some(random, [{ mtls: some(random, { mode: 'PERMISSIVE' }) }]),
      },
    }),
  })),
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    id: 'networking.k8s.io/ingresses',
    names: ['i0'],
    weight: 2,
    body: (random) => ({
      metadata: {
        annotations: some(random, { 'ingress.pomerium.io/service_proxy_upstream': 'true' }),
      },
      spec: {
        ingressClassName: random.of(['pomerium', 'nginx', 'istio']),
        rules: [
          {
            host: 'x.example.com',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: random.of(APPS), port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    }),
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    id: 'gateway.networking.k8s.io/gateways',
    names: ['waypoint', 'k0'],
    weight: 2,
    body: (random) => ({
      spec: {
        gatewayClassName: random.of(['istio', 'istio-waypoint', 'other']),
        listeners: [
          {
            name: 'l',
            port: 80,
            protocol: 'HTTP',
            allowedRoutes: { namespaces: { from: random.of(['All', 'Same']) } },
          },
        ],
      },
    }),
  },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    id: 'gateway.networking.k8s.io/httproutes',
    names: ['h0', 'h1'],
    weight: 3,
    body: (random) => ({
      spec: {
        parentRefs: [
          random.of([
            { name: 'k0' },
            { name: 'k0', namespace: 'shop' },
            { kind: 'Service', group: '', name: 'a' },
          ]),
        ],
        rules: [
          {
            backendRefs: [
              { name: random.of(APPS), port: random.of([80, 81]), weight: random.below(3) },
              ...(some(random, [{ name: random.of(APPS), namespace: 'bank', port: 80 }]) ?? []),
            ],
          },
        ],
      },
    }),
  },
  {
    apiVersion: 'v1',
    kind: 'Node',
    id: 'core/nodes',
    names: ['n0', 'n1'],
    isClusterWide: true,
    weight: 1,
    body: () => ({ spec: {} }),
  },
]

const WEIGHTED = KINDS.flatMap((kind) => Array.from({ length: kind.weight }, () => kind))

export type RandomEvent =
  | { readonly type: 'put'; readonly kind: string; readonly object: KubernetesObject }
  | {
      readonly type: 'delete'
      readonly kind: string
      readonly namespace: string
      readonly name: string
    }

let version = 0

/** An object put, changed or taken away. */
export function randomEvent(random: Random): RandomEvent {
  const { apiVersion, kind, id, names, isClusterWide, body } = random.of(WEIGHTED)
  const namespace = isClusterWide ? '' : random.of(NAMESPACES)
  const name = random.of(names)
  if (random.below(6) === 0) return { type: 'delete', kind: id, namespace, name }
  const { metadata, ...fields } = body(random) as { metadata?: object }
  const object = {
    apiVersion,
    kind,
    metadata: {
      ...metadata,
      name,
      ...(namespace ? { namespace } : {}),
      resourceVersion: String(version++),
      creationTimestamp: random.of(['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', 'never']),
    },
    ...fields,
  } as unknown as KubernetesObject
  if (random.below(12) > 0) return { type: 'put', kind: id, object }
  return {
    type: 'put',
    kind: id,
    object: { ...object, spec: random.of(ABSURD) } as KubernetesObject,
  }
}

/** The control plane and a gateway, so that there is a mesh to begin with. */
export function* planted(random: Random): Iterable<RandomEvent> {
  const pod = (name: string, app: string, container: object): RandomEvent => ({
    type: 'put',
    kind: 'core/pods',
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'istio-system', labels: { app, istio: app } },
      spec: { containers: [container] },
      status: { phase: 'Running' },
    } as unknown as KubernetesObject,
  })
  yield pod('istiod', 'istiod', { name: 'discovery', image: 'istio/pilot:1.27.3' })
  yield pod('gateway', 'ingressgateway', {
    name: 'istio-proxy',
    image: 'istio/proxyv2:1.27.3',
    args: ['router'],
  })
  for (let i = 0; i < 70; i++) yield randomEvent(random)
}
