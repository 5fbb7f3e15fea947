type Fields = Readonly<Record<string, unknown>>

const SERVICES = 1000
const NAMESPACES = 20
const PER_NAMESPACE = SERVICES / NAMESPACES
const VERSION = '1.27.3'
const PROXY = `docker.io/istio/proxyv2:${VERSION}`
const ROOT = 'istio-system'

/**
 * A mesh of a thousand services, the same each time: every fourth is split over two versions, every fifth has its
 * callers named, every tenth namespace takes plaintext too, and one service in fifty stands outside the mesh. Lean
 * on purpose: what nobody would see is left out, so that it is there within two seconds.
 */
export function* largeMesh(): Generator<object> {
  yield* controlPlane()
  for (let at = 0; at < NAMESPACES; at++) {
    const namespace = namespaceAt(at)
    yield object('v1', 'Namespace', undefined, namespace, {}, { 'istio-injection': 'enabled' })
    const mode = at % 10 === 9 ? 'PERMISSIVE' : 'STRICT'
    yield security('PeerAuthentication', namespace, 'default', { mtls: { mode } })
  }
  for (let at = 0; at < SERVICES; at++) yield* service(at)
}

const pad = (at: number, length: number): string => String(at).padStart(length, '0')
const namespaceAt = (at: number): string => `team-${pad(at, 2)}`
const namespaceOf = (service: number): string => namespaceAt(Math.floor(service / PER_NAMESPACE))
const nameOf = (service: number): string => `app-${pad(service, 4)}`
const hostOf = (service: number): string =>
  `${nameOf(service)}.${namespaceOf(service)}.svc.cluster.local`
/** Names of ReplicaSets and Pods end in letters that look drawn and are not. */
const drawn = (seed: number): string =>
  (Math.imul(seed + 1, 2654435761) >>> 0).toString(36).padStart(7, '0')

function object(
  apiVersion: string,
  kind: string,
  namespace: string | undefined,
  name: string,
  fields: Fields,
  labels?: Fields,
): object {
  const metadata = { name, ...(namespace ? { namespace } : {}), ...(labels ? { labels } : {}) }
  return { apiVersion, kind, metadata, ...fields }
}
const networking = (kind: string, namespace: string, name: string, spec: Fields) =>
  object('networking.istio.io/v1', kind, namespace, name, { spec })
const security = (kind: string, namespace: string, name: string, spec: Fields) =>
  object('security.istio.io/v1', kind, namespace, name, { spec })

function* service(at: number): Generator<object> {
  const namespace = namespaceOf(at)
  const name = nameOf(at)
  const versions = at % 4 === 0 ? ['v1', 'v2'] : ['v1']
  const isMeshed = at % 50 !== 49
  yield object('v1', 'Service', namespace, name, {
    spec: {
      selector: { app: name },
      ports: [{ name: 'http', port: 8080, targetPort: 8080 }],
    },
  })
  for (const version of versions) {
    const image = `registry.example.test/${name}:${version}`
    const app = { name: 'app', image, ports: [{ containerPort: 8080 }] }
    yield* running(
      { namespace, name: `${name}-${version}`, seed: at * 2 + versions.indexOf(version) },
      {
        labels: { app: name, version },
        container: app,
        proxy: isMeshed
          ? { name: 'istio-proxy', image: PROXY, args: ['proxy', 'sidecar'] }
          : undefined,
        account: name,
      },
    )
  }
  if (versions.length > 1) yield* split(at, namespace, name)
  if (at % 5 === 0) yield callers(at, namespace, name)
  if (at % PER_NAMESPACE === 0) yield entrance(at, namespace, name)
}

/** Shares that differ from service to service. */
function* split(at: number, namespace: string, name: string): Generator<object> {
  const share = [90, 80, 50, 95][(at / 4) % 4] ?? 90
  yield networking('DestinationRule', namespace, name, {
    host: hostOf(at),
    subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
  })
  yield networking('VirtualService', namespace, name, {
    hosts: [hostOf(at)],
    http: [
      {
        route: [
          { destination: { host: hostOf(at), subset: 'v1' }, weight: share },
          { destination: { host: hostOf(at), subset: 'v2' }, weight: 100 - share },
        ],
      },
    ],
  })
}

/** The two services that call this one: its neighbours, the second one in the next namespace. */
function callers(at: number, namespace: string, name: string): object {
  const from = [(at + 1) % SERVICES, (at + PER_NAMESPACE) % SERVICES].map(
    (caller) => `cluster.local/ns/${namespaceOf(caller)}/sa/${nameOf(caller)}`,
  )
  return security('AuthorizationPolicy', namespace, name, {
    selector: { matchLabels: { app: name } },
    action: 'ALLOW',
    rules: [
      { from: [{ source: { principals: from } }], to: [{ operation: { methods: ['GET'] } }] },
    ],
  })
}

/** The first service of each namespace is reached from outside. */
const entrance = (at: number, namespace: string, name: string): object =>
  networking('VirtualService', namespace, `${name}-public`, {
    hosts: [`${namespace}.example.test`],
    gateways: [`${ROOT}/public`],
    http: [{ route: [{ destination: { host: hostOf(at), port: { number: 8080 } } }] }],
  })

function* controlPlane(): Generator<object> {
  yield object('v1', 'Namespace', undefined, ROOT, {})
  const mesh = `rootNamespace: ${ROOT}\ntrustDomain: cluster.local\n`
  yield object('v1', 'ConfigMap', ROOT, 'istio', { data: { mesh } })
  yield* running(
    { namespace: ROOT, name: 'istiod', seed: 5000 },
    {
      labels: { app: 'istiod', istio: 'pilot' },
      container: {
        name: 'discovery',
        image: `docker.io/istio/pilot:${VERSION}`,
        args: ['discovery'],
        env: [{ name: 'REVISION', value: 'default' }],
      },
      account: 'istiod',
    },
  )
  const ingress = { app: 'istio-ingressgateway', istio: 'ingressgateway' }
  yield* running(
    { namespace: ROOT, name: 'istio-ingressgateway', seed: 5001 },
    {
      labels: ingress,
      container: { name: 'istio-proxy', image: PROXY, args: ['proxy', 'router'] },
      account: 'istio-ingressgateway',
    },
  )
  yield object('v1', 'Service', ROOT, 'istio-ingressgateway', {
    spec: {
      type: 'LoadBalancer',
      selector: ingress,
      ports: [{ name: 'http2', port: 80, targetPort: 8080 }],
    },
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } },
  })
  const port = { number: 80, name: 'http', protocol: 'HTTP' }
  yield networking('Gateway', ROOT, 'public', {
    selector: { istio: 'ingressgateway' },
    servers: [{ port, hosts: ['*.example.test'] }],
  })
}

/** A Deployment with its ReplicaSet and one running Pod. */
function* running(
  { namespace, name, seed }: { namespace: string; name: string; seed: number },
  given: { labels: Fields; container: Fields; proxy?: Fields | undefined; account: string },
): Generator<object> {
  const { container, proxy, account, labels } = given
  const hash = drawn(seed)
  const hashed = { ...labels, 'pod-template-hash': hash }
  const spec = { serviceAccountName: account, containers: [container] }
  const selector = { matchLabels: labels }
  const status = { replicas: 1, readyReplicas: 1 }
  const owned = (kind: string, name: string) => ({
    ownerReferences: [{ apiVersion: 'apps/v1', kind, name, controller: true }],
  })
  const replicaSet = `${name}-${hash}`
  yield object('apps/v1', 'Deployment', namespace, name, {
    spec: { replicas: 1, selector, template: { metadata: { labels }, spec } },
    status,
  })
  yield {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: replicaSet, namespace, labels: hashed, ...owned('Deployment', name) },
    spec: {
      replicas: 1,
      selector: { matchLabels: hashed },
      template: { metadata: { labels: hashed }, spec },
    },
    status,
  }
  const containers = proxy ? [container, proxy] : [container]
  yield {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${replicaSet}-${drawn(seed * 31 + 7).slice(0, 5)}`,
      namespace,
      labels: hashed,
      ...owned('ReplicaSet', replicaSet),
    },
    spec: { ...spec, containers, nodeName: `node-${seed % 10}` },
    status: {
      phase: 'Running',
      podIP: `10.244.${Math.floor(seed / 250)}.${(seed % 250) + 1}`,
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: containers.map(({ name, image }) => ({
        name,
        image,
        imageID: '',
        ready: true,
        restartCount: 0,
        state: { running: {} },
      })),
    },
  }
}
