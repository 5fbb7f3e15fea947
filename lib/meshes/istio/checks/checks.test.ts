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

const oldPolicy = make.object('authentication.istio.io/v1alpha1', 'Policy', 'shop/default', {
  spec: {},
})
const strictOld = make.object('authentication.istio.io/v1alpha1', 'Policy', 'shop/default', {
  spec: { peers: [{ mtls: {} }] },
})
const divert = (target = 'b', match: Record<string, unknown> = {}) =>
  make.networking('EnvoyFilter', 'istio-system/divert', {
    configPatches: [
      {
        applyTo: 'HTTP_ROUTE',
        match: { context: 'GATEWAY', ...match },
        patch: {
          operation: 'INSERT_FIRST',
          value: {
            match: { prefix: '/', headers: [{ name: 'x-inspected', invert_match: true }] },
            route: { cluster: `outbound|80||${target}.shop.svc.cluster.local` },
          },
        },
      },
    ],
  })
const loopback = (address = '127.0.0.1') =>
  make.networking('ServiceEntry', 'shop/self', {
    hosts: ['self.example.org'],
    location: 'MESH_INTERNAL',
    resolution: 'STATIC',
    ports: [{ number: 8080, name: 'http', protocol: 'HTTP' }],
    endpoints: [{ address }],
  })
const server = (number: number, protocol: string, tls?: Record<string, unknown>) =>
  make.gateway('shop/s', [
    { port: { number, name: 'x', protocol }, hosts: ['a.example.com'], ...(tls ? { tls } : {}) },
  ])
type Body = Record<string, unknown>
const withSpec = (object: KubernetesObject, more: Body) => ({
  ...object,
  spec: { ...(object.spec as Body), ...more },
})
const local = (object: KubernetesObject) =>
  object.kind === 'Service' ? withSpec(object, { externalTrafficPolicy: 'Local' }) : object
const on = (nodeName: string) => (object: KubernetesObject) =>
  object.kind === 'Pod' ? withSpec(object, { nodeName }) : object
const node = (name: string, taints: readonly unknown[] = []) =>
  make.object('v1', 'Node', name, { spec: { taints } })
const files = (mountPath: string) => [
  ...make.deployment('edge/gw', {
    labels: { edge: 'yes' },
    containers: [
      {
        name: 'istio-proxy',
        image: 'istio/proxyv2:1.26.3',
        args: ['proxy', 'router'],
        volumeMounts: [{ name: 'c', mountPath }],
      },
    ],
    spec: { volumes: [{ name: 'c', secret: { secretName: 'edge-certs' } }] },
  }),
  make.gateway(
    'edge/tls',
    [
      {
        port: { number: 443, name: 'https', protocol: 'HTTPS' },
        hosts: ['a.example.com'],
        tls: {
          mode: 'SIMPLE',
          serverCertificate: '/etc/certs/tls.crt',
          privateKey: '/etc/certs/tls.key',
        },
      },
    ],
    { edge: 'yes' },
  ),
]
const injected = make.namespace('asked', { 'istio-injection': 'enabled' })
const captured = (name: string, value: string, sidecar = true) =>
  make.deployment('shop/c', {
    sidecar,
    annotations: { [`traffic.sidecar.istio.io/${name}`]: value },
  })
const misplaced = make.deployment('shop/c', { sidecar: true }).map((object) =>
  object.kind === 'Deployment'
    ? {
        ...object,
        metadata: {
          ...object.metadata,
          annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '80' },
        },
      }
    : object,
)
const PASSES = { 'ingress.pomerium.io/pass_identity_headers': 'true' }
const pomerium = (annotations: Readonly<Record<string, string>> = {}) => [
  make.object('networking.k8s.io/v1', 'IngressClass', 'pomerium', {
    spec: { controller: 'pomerium.io/ingress-controller' },
  }),
  ...make.deployment('front/proxy', {
    sidecar: true,
    containers: [{ name: 'p', image: 'docker.io/pomerium/pomerium:v0.16.0' }],
  }),
  make.service('front/proxy', [443], { type: 'LoadBalancer' }),
  make.object(
    'networking.k8s.io/v1',
    'Ingress',
    'shop/hello',
    {
      spec: {
        ...('kubernetes.io/ingress.class' in annotations ? {} : { ingressClassName: 'pomerium' }),
        rules: [
          {
            host: 'hello.example.com',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'a', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    },
    { annotations },
  ),
]
const AUDIENCE = { when: [{ key: 'request.auth.claims[aud]', values: ['hello.example.com'] }] }
const app = { selector: { matchLabels: { app: 'a' } } }
const policy = (spec: Body) => make.security('AuthorizationPolicy', 'shop/p', spec)
const tokens = (audience = 'hello.example.com', jwksUri = 'https://auth.example.com/keys') => [
  make.security('AuthorizationPolicy', 'shop/token', {
    ...app,
    rules: [{ when: [{ key: 'request.auth.claims[aud]', values: [audience] }] }],
  }),
  make.security('RequestAuthentication', 'shop/token', {
    ...app,
    jwtRules: [{ issuer: 'x', jwksUri, fromHeaders: [{ name: 'X-Pomerium-Jwt-Assertion' }] }],
  }),
]
const probed = (path = '/live', annotations: Readonly<Record<string, string>> = {}) =>
  make.deployment('shop/c', {
    sidecar: true,
    annotations,
    containers: [{ name: 'app', image: 'x', livenessProbe: { httpGet: { path, port: 80 } } }],
  })

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
        hosts: ['api.example.org'],
        ports: [{ number: 443, protocol: 'TLS', name: 'tls' }],
      }),
    ],
    at: [],
  },
  {
    name: 'a host that only a wildcard covers',
    code: 'ref.host-not-found',
    objects: [
      http(to('api.example.org')),
      make.networking('ServiceEntry', 'shop/api', {
        hosts: ['*.example.org'],
        ports: [{ number: 443, protocol: 'TLS', name: 'tls' }],
      }),
    ],
    at: ['VirtualService/shop/x spec.http[0].route[0].destination.host'],
    says: ['ServiceEntry/shop/api', '*.example.org'],
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
  // A row that fires and one that does not, for each of the rest.
  {
    name: 'an address',
    code: 'admission.rejected',
    objects: [http(to('127.0.0.1'))],
    at: ['VirtualService/shop/x spec.http[0].route[0].destination.host'],
    says: ['127.0.0.1'],
  },
  {
    name: 'an address is not also a name that is missing',
    code: 'ref.host-not-found',
    objects: [http(to('127.0.0.1'))],
    at: [],
  },
  {
    name: 'a rule that does nothing',
    code: 'admission.rejected',
    objects: [vs({ http: [{ match: [{ uri: { exact: '/' } }] }] })],
    at: ['VirtualService/shop/x spec.http[0]'],
    says: ['route, redirect or direct_response'],
  },
  {
    name: 'a redirect does something',
    code: 'admission.rejected',
    objects: [vs({ http: [{ redirect: { uri: '/' } }] })],
    at: [],
  },
  {
    name: 'in 1.5',
    code: 'istio.legacy-api',
    tag: '1.5.0',
    objects: [oldPolicy],
    at: ['Policy/shop/default '],
    says: ['PeerAuthentication'],
  },
  { name: 'in 1.6', code: 'istio.legacy-api', tag: '1.6.0', objects: [oldPolicy], at: [] },
  {
    name: 'in 1.6',
    code: 'istio.legacy-resource-ignored',
    tag: '1.6.0',
    objects: [oldPolicy],
    at: ['Policy/shop/default '],
    says: ['1.6.0'],
  },
  {
    name: 'in 1.5',
    code: 'istio.legacy-resource-ignored',
    tag: '1.5.0',
    objects: [oldPolicy],
    at: [],
  },
  {
    name: 'any',
    code: 'envoyfilter.present',
    objects: [divert()],
    at: ['EnvoyFilter/istio-system/divert '],
  },
  {
    name: 'one of the installation',
    code: 'envoyfilter.present',
    objects: [
      { ...divert(), metadata: { ...divert().metadata, labels: { 'istio.io/rev': 'default' } } },
    ],
    at: [],
  },
  {
    name: 'no scope',
    code: 'envoyfilter.unscoped',
    objects: [divert()],
    at: ['EnvoyFilter/istio-system/divert spec.configPatches[0].match'],
  },
  {
    name: 'a port',
    code: 'envoyfilter.unscoped',
    objects: [divert('b', { routeConfiguration: { portNumber: 80 } })],
    at: [],
  },
  {
    name: 'routes behind it',
    code: 'envoyfilter.shadows-routes',
    objects: [divert(), http(to('a'))],
    at: ['EnvoyFilter/istio-system/divert spec.configPatches[0]'],
    says: ['shop/x', 'x-inspected'],
  },
  { name: 'no routes behind it', code: 'envoyfilter.shadows-routes', objects: [divert()], at: [] },
  {
    name: 'a name that nobody has',
    code: 'envoyfilter.cluster-not-found',
    objects: [divert('bb')],
    at: ['EnvoyFilter/istio-system/divert spec.configPatches[0].patch.value.route.cluster'],
    says: ['bb.shop.svc.cluster.local'],
  },
  {
    name: 'a name that is there',
    code: 'envoyfilter.cluster-not-found',
    objects: [divert()],
    at: [],
  },
  {
    name: 'a detour until a header is set',
    code: 'route.hairpin-loop',
    objects: [divert()],
    at: ['EnvoyFilter/istio-system/divert spec.configPatches[0]'],
    says: ['x-inspected'],
  },
  { name: 'an ordinary route', code: 'route.hairpin-loop', objects: [http(to('a'))], at: [] },
  {
    name: 'an endpoint in the gateway',
    code: 'route.hairpin-loop',
    objects: [loopback(), http(to('self.example.org'))],
    at: ['VirtualService/shop/x spec.http[0]'],
  },
  {
    name: 'exported to all',
    code: 'serviceentry.loopback-endpoint',
    objects: [loopback()],
    at: ['ServiceEntry/shop/self spec.endpoints[0].address'],
    says: ['127.0.0.1', 'exportTo'],
  },
  {
    name: 'an endpoint elsewhere',
    code: 'serviceentry.loopback-endpoint',
    objects: [loopback('10.0.0.1')],
    at: [],
  },
  {
    name: 'declared TCP',
    code: 'gateway.raw-tcp-on-443',
    objects: [server(443, 'TCP')],
    at: ['Gateway/shop/s spec.servers[0].port'],
    says: ['PASSTHROUGH'],
  },
  {
    name: 'declared TLS',
    code: 'gateway.raw-tcp-on-443',
    objects: [server(443, 'TLS', { mode: 'PASSTHROUGH' })],
    at: [],
  },
  {
    name: 'a host on plain TCP',
    code: 'gateway.tcp-host-ignored',
    objects: [server(9000, 'TCP')],
    at: ['Gateway/shop/s spec.servers[0].hosts'],
  },
  {
    name: 'a host on TLS',
    code: 'gateway.tcp-host-ignored',
    objects: [server(443, 'TLS', { mode: 'PASSTHROUGH' })],
    at: [],
  },
  {
    name: 'policy Cluster',
    code: 'gateway.source-ip-hidden',
    objects: [],
    at: ['Service/istio-system/ingress spec.externalTrafficPolicy'],
  },
  {
    name: 'policy Local',
    code: 'gateway.source-ip-hidden',
    objects: make.ingressGateway('edge/local').map(local),
    at: ['Service/istio-system/ingress spec.externalTrafficPolicy'],
  },
  {
    name: 'a node without a pod',
    code: 'gateway.local-policy-coverage',
    objects: [
      ...make.ingressGateway('edge/local').map(local).map(on('node-a')),
      node('node-a'),
      node('node-b'),
    ],
    at: ['Service/edge/local spec.externalTrafficPolicy'],
    says: ['node-b'],
  },
  {
    name: 'a tainted node',
    code: 'gateway.local-policy-coverage',
    objects: [
      ...make.ingressGateway('edge/local').map(local).map(on('node-a')),
      node('node-a'),
      node('node-b', [{ effect: 'NoSchedule' }]),
    ],
    at: [],
  },
  {
    name: 'a file of a mounted Secret',
    code: 'gateway.tls-file-mounted',
    objects: files('/etc/certs'),
    at: ['Gateway/edge/tls spec.servers[0].tls'],
    says: ['edge-certs'],
  },
  {
    name: 'a file that is not mounted',
    code: 'gateway.tls-file-mounted',
    objects: files('/etc/other'),
    at: [],
  },
  {
    name: 'a file that is not mounted',
    code: 'gateway.tls-file-not-mounted',
    objects: files('/etc/other'),
    at: ['Gateway/edge/tls spec.servers[0].tls'],
    says: ['/etc/certs/tls.crt'],
  },
  {
    name: 'a file of a mounted Secret',
    code: 'gateway.tls-file-not-mounted',
    objects: files('/etc/certs'),
    at: [],
  },
  {
    name: 'asked for by the namespace',
    code: 'workload.missing-sidecar',
    objects: [injected, ...make.deployment('asked/c')],
    at: ['Deployment/asked/c '],
    says: ['restart'],
  },
  {
    name: 'opted out',
    code: 'workload.missing-sidecar',
    objects: [
      injected,
      ...make.deployment('asked/c', { annotations: { 'sidecar.istio.io/inject': 'false' } }),
    ],
    at: [],
  },
  {
    name: 'host network',
    code: 'workload.not-injectable',
    objects: [injected, ...make.deployment('asked/c', { spec: { hostNetwork: true } })],
    at: ['Deployment/asked/c '],
  },
  {
    name: 'an ordinary pod',
    code: 'workload.not-injectable',
    objects: [injected, ...make.deployment('asked/c', { sidecar: true })],
    at: [],
  },
  {
    name: 'pods without a proxy',
    code: 'workload.namespace-not-injected',
    objects: make.deployment('plain/c'),
    at: ['Namespace/plain '],
  },
  {
    name: 'switched off on purpose',
    code: 'workload.namespace-not-injected',
    objects: [
      make.namespace('plain', { 'istio-injection': 'disabled' }),
      ...make.deployment('plain/c'),
    ],
    at: [],
  },
  {
    name: 'a range',
    code: 'sidecar.egress-bypass',
    objects: captured('excludeOutboundIPRanges', '10.0.0.0/8'),
    at: ['Deployment/shop/c spec.template.metadata.annotations'],
    says: ['10.0.0.0/8'],
  },
  {
    name: 'an invalid range',
    code: 'sidecar.egress-bypass',
    objects: captured('excludeOutboundIPRanges', '10.0.0.0'),
    at: [],
  },
  {
    name: 'ports',
    code: 'sidecar.ingress-bypass',
    objects: captured('excludeInboundPorts', '80,443'),
    at: ['Deployment/shop/c spec.template.metadata.annotations'],
    says: ['80, 443'],
  },
  {
    name: 'no ports',
    code: 'sidecar.ingress-bypass',
    objects: captured('excludeInboundPorts', ''),
    at: [],
  },
  {
    name: 'on the Deployment',
    code: 'annotation.misplaced',
    objects: misplaced,
    at: ['Deployment/shop/c metadata.annotations'],
    says: ['template'],
  },
  {
    name: 'on the template',
    code: 'annotation.misplaced',
    objects: captured('excludeInboundPorts', '80'),
    at: [],
  },
  {
    name: 'an address without a length',
    code: 'annotation.invalid',
    objects: captured('excludeOutboundIPRanges', '10.0.0.1'),
    at: ['Deployment/shop/c spec.template.metadata.annotations'],
    says: ['10.0.0.1', '/'],
  },
  {
    name: 'every range',
    code: 'annotation.invalid',
    objects: captured('includeOutboundIPRanges', '*'),
    at: [],
  },
  {
    name: 'no proxy',
    code: 'annotation.no-effect',
    objects: captured('excludeInboundPorts', '80', false),
    at: ['Deployment/shop/c spec.template.metadata.annotations'],
  },
  {
    name: 'a proxy',
    code: 'annotation.no-effect',
    objects: captured('excludeInboundPorts', '80'),
    at: [],
  },
  {
    name: 'a name without a protocol',
    code: 'service.port-name-convention',
    objects: [
      ...make.deployment('shop/c', { sidecar: true }),
      make.service('shop/c', [
        ['web', 80],
        ['http-api', 81],
        ['grpc-web', 82],
      ]),
    ],
    at: ['Service/shop/c spec.ports[0].name'],
  },
  {
    name: 'pods outside the mesh',
    code: 'service.port-name-convention',
    objects: [...make.deployment('shop/c'), make.service('shop/c', [['web', 80]])],
    at: [],
  },
  {
    name: 'a port named https',
    code: 'route.http-to-tls-port',
    objects: [
      ...make.deployment('shop/c', { sidecar: true }),
      make.service('shop/c', [['https', 443]]),
      http(to('c')),
    ],
    at: ['VirtualService/shop/x spec.http[0].route[0].destination.port.number'],
  },
  {
    name: 'the proxy speaks TLS itself',
    code: 'route.http-to-tls-port',
    objects: [
      ...make.deployment('shop/c', { sidecar: true }),
      make.service('shop/c', [['https', 443]]),
      http(to('c')),
      make.networking('DestinationRule', 'shop/c', {
        host: 'c',
        trafficPolicy: { tls: { mode: 'SIMPLE' } },
      }),
    ],
    at: [],
  },
  {
    name: 'TLS is passed on',
    code: 'route.http-on-passthrough',
    objects: [
      server(443, 'TLS', { mode: 'PASSTHROUGH' }),
      vs({ gateways: ['s'], http: [{ route: [to('a')] }] }),
    ],
    at: ['VirtualService/shop/x spec.http'],
  },
  {
    name: 'another server decodes',
    code: 'route.http-on-passthrough',
    objects: [
      server(443, 'TLS', { mode: 'PASSTHROUGH' }),
      vs({ gateways: ['s', 'web'], http: [{ route: [to('a')] }] }),
    ],
    at: [],
  },
  {
    name: 'the annotation',
    code: 'ingress.class-annotation-deprecated',
    objects: pomerium({ 'kubernetes.io/ingress.class': 'pomerium' }),
    at: ['Ingress/shop/hello metadata.annotations'],
  },
  { name: 'the field', code: 'ingress.class-annotation-deprecated', objects: pomerium(), at: [] },
  {
    name: 'no identity is passed',
    code: 'pomerium.identity-header-not-passed',
    objects: [...pomerium(), ...tokens()],
    at: ['Ingress/shop/hello metadata.annotations'],
    says: ['pass_identity_headers', 'AuthorizationPolicy/shop/token'],
  },
  {
    name: 'identity is passed',
    code: 'pomerium.identity-header-not-passed',
    objects: [...pomerium(PASSES), ...tokens()],
    at: [],
  },
  {
    name: 'pods are dialled',
    code: 'pomerium.endpoints-bypass-service',
    objects: pomerium(),
    at: ['Ingress/shop/hello metadata.annotations'],
    says: ['service_proxy_upstream'],
  },
  {
    name: 'the Service is dialled',
    code: 'pomerium.endpoints-bypass-service',
    objects: pomerium({ 'ingress.pomerium.io/service_proxy_upstream': 'true' }),
    at: [],
  },
  {
    name: 'a typo',
    code: 'annotation.unknown',
    objects: pomerium({ 'ingress.pomerium.io/pass_identity_header': 'true' }),
    at: ['Ingress/shop/hello metadata.annotations'],
    says: ['pass_identity_headers'],
  },
  {
    name: 'known ones',
    code: 'annotation.unknown',
    objects: pomerium({ ...PASSES, 'ingress.pomerium.io/tls_skip_verify': 'true' }),
    at: [],
  },
  {
    name: 'another audience',
    code: 'jwt.audience-mismatch',
    objects: [...pomerium(PASSES), ...tokens('helo.example.com')],
    at: ['AuthorizationPolicy/shop/token spec.rules[0].when[0].values'],
    says: ['helo.example.com', 'hello.example.com'],
  },
  {
    name: 'the audience of the route',
    code: 'jwt.audience-mismatch',
    objects: [...pomerium(PASSES), ...tokens()],
    at: [],
  },
  {
    name: 'nothing validates',
    code: 'jwt.claims-without-requestauthentication',
    objects: tokens().slice(0, 1),
    at: ['AuthorizationPolicy/shop/token spec.rules'],
  },
  {
    name: 'something validates',
    code: 'jwt.claims-without-requestauthentication',
    objects: tokens(),
    at: [],
  },
  {
    name: 'a label localhost',
    code: 'jwt.jwks-unreachable',
    objects: tokens('hello.example.com', 'https://auth.localhost.example.com/keys'),
    at: ['RequestAuthentication/shop/token spec.jwtRules[0].jwksUri'],
    says: ['auth.localhost.example.com'],
  },
  { name: 'a host outside', code: 'jwt.jwks-unreachable', objects: tokens(), at: [] },
  {
    name: 'DENY for holders of the token',
    code: 'policy.inverted',
    objects: [policy({ action: 'DENY', rules: [AUDIENCE] })],
    at: ['AuthorizationPolicy/shop/p spec.action'],
  },
  {
    name: 'DENY for a path',
    code: 'policy.inverted',
    objects: [policy({ action: 'DENY', rules: [{ to: [{ operation: { paths: ['/admin'] } }] }] })],
    at: [],
  },
  {
    name: 'no rules',
    code: 'policy.deny-all',
    objects: [policy({})],
    at: ['AuthorizationPolicy/shop/p spec.rules'],
  },
  { name: 'rules', code: 'policy.deny-all', objects: [policy({ rules: [AUDIENCE] })], at: [] },
  {
    name: 'an empty rule',
    code: 'policy.allow-all',
    objects: [policy({ rules: [{}] })],
    at: ['AuthorizationPolicy/shop/p spec.rules[0]'],
  },
  {
    name: 'a condition',
    code: 'policy.allow-all',
    objects: [policy({ rules: [AUDIENCE] })],
    at: [],
  },
  {
    name: 'a label that no pod has',
    code: 'policy.no-workload',
    objects: [policy({ selector: { matchLabels: { app: 'aa' } }, rules: [AUDIENCE] })],
    at: ['AuthorizationPolicy/shop/p spec.selector'],
    says: ['app=aa'],
  },
  {
    name: 'a label that pods have',
    code: 'policy.no-workload',
    objects: [policy({ selector: { matchLabels: { app: 'a' } }, rules: [AUDIENCE] })],
    at: [],
  },
  {
    name: 'strict, not rewritten',
    code: 'mtls.probe-blocked',
    tag: '1.4.0',
    objects: [strictOld, ...probed()],
    at: ['Deployment/shop/c spec.template.spec.containers[0].livenessProbe'],
    says: ['rewriteAppHTTPProb'],
  },
  {
    name: 'rewriting asked for later',
    code: 'mtls.probe-blocked',
    tag: '1.4.0',
    objects: [strictOld, ...probed('/live', { 'sidecar.istio.io/rewriteAppHTTPProbers': 'true' })],
    at: ['Deployment/shop/c spec.template.spec.containers[0].livenessProbe'],
    says: ['recreate'],
  },
  {
    name: 'rewritten',
    code: 'mtls.probe-blocked',
    tag: '1.4.0',
    objects: [strictOld, ...probed('/app-health/app/livez')],
    at: [],
  },
  {
    name: 'rewriting is on by default',
    code: 'mtls.probe-blocked',
    objects: [strict, ...probed()],
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
