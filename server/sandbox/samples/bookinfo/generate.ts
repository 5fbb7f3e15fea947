/**
 * Writes manifests.yaml: Istio's Bookinfo as a cluster holds it, out of the files in upstream/.
 *
 *   node server/sandbox/samples/bookinfo/generate.ts
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments, stringify } from 'yaml'

type Labels = Record<string, string>
type Container = { name: string; image: string; ports?: object[]; args?: string[] }
type PodSpec = { serviceAccountName: string; containers: Container[]; volumes?: unknown }
type Json = { apiVersion: string; kind: string; metadata: { name: string; namespace?: string; labels?: Labels }; spec?: Record<string, never>; [field: string]: unknown }

const VERSION = '1.28.0'
const NAMESPACE = 'bookinfo'
const NODES = ['node-a', 'node-b']
/** Opted out of injection: whoever calls it sends plaintext. */
const WITHOUT_SIDECAR = new Set(['ratings-v1'])

const here = import.meta.dirname
const upstream = (file: string): Json[] =>
  parseAllDocuments(readFileSync(join(here, 'upstream', file), 'utf8')).flatMap((document) => {
    const value = document.toJS()
    return value ? [value] : []
  })

const letters = (seed: string, length: number): string =>
  Array.from(createHash('sha256').update(seed).digest().subarray(0, length), (byte) => 'bcdfghjklmnpqrstvwxz2456789'[byte % 27]).join('')
function uid(...parts: string[]): string {
  const hex = createHash('sha1').update(`bookinfo/${parts.join('/')}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const objects: unknown[] = []
let pods = 0

/** A Deployment with its ReplicaSet and one running Pod, as controllers would have made them. */
function deployment(given: { name: string; namespace: string; labels: Labels; selector: Labels; podLabels: Labels; podAnnotations?: Labels; spec: PodSpec; mesh: 'sidecar' | 'gateway' | 'none'; service?: string }): void {
  const { name, namespace, selector, spec, mesh } = given
  const hash = letters(`${namespace}/${name}`, 9)
  const template = { metadata: { labels: given.podLabels, ...(given.podAnnotations ? { annotations: given.podAnnotations } : {}) }, spec }
  const owner = (kind: string, ownerName: string) => ({ ownerReferences: [{ apiVersion: 'apps/v1', kind, name: ownerName, uid: uid(kind, namespace, ownerName), controller: true, blockOwnerDeletion: true }] })
  const hashed = { 'pod-template-hash': hash }
  objects.push({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: given.labels, uid: uid('Deployment', namespace, name) },
    spec: { replicas: 1, selector: { matchLabels: selector }, template },
    status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 },
  })
  objects.push({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `${name}-${hash}`, namespace, labels: { ...given.podLabels, ...hashed }, uid: uid('ReplicaSet', namespace, `${name}-${hash}`), ...owner('Deployment', name) },
    spec: { replicas: 1, selector: { matchLabels: { ...selector, ...hashed } }, template: { ...template, metadata: { ...template.metadata, labels: { ...given.podLabels, ...hashed } } } },
    status: { observedGeneration: 1, replicas: 1, fullyLabeledReplicas: 1, readyReplicas: 1, availableReplicas: 1 },
  })
  const proxy: Container = { name: 'istio-proxy', image: `docker.io/istio/proxyv2:${VERSION}`, ports: [{ name: 'http-envoy-prom', containerPort: 15090, protocol: 'TCP' }], args: ['proxy', 'sidecar', '--domain', '$(POD_NAMESPACE).svc.cluster.local'] }
  const containers = mesh === 'sidecar' ? [...spec.containers, proxy] : spec.containers
  const canonical = mesh === 'none' ? {} : { 'service.istio.io/canonical-name': given.podLabels.app ?? name, 'service.istio.io/canonical-revision': given.podLabels.version ?? 'latest' }
  const meshLabels = mesh === 'sidecar' ? { 'security.istio.io/tlsMode': 'istio', ...canonical } : canonical
  const status = { initContainers: ['istio-init'], containers: ['istio-proxy'], volumes: ['istio-envoy', 'istio-data', 'istio-token'], imagePullSecrets: null, revision: 'default' }
  const annotations = { ...given.podAnnotations, ...(mesh === 'sidecar' ? { 'sidecar.istio.io/status': JSON.stringify(status) } : {}) }
  pods += 1
  objects.push({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-${hash}-${letters(`pod/${namespace}/${name}`, 5)}`,
      namespace,
      labels: { ...given.podLabels, ...hashed, ...meshLabels },
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ...owner('ReplicaSet', `${name}-${hash}`),
    },
    spec: {
      ...spec,
      containers,
      ...(mesh === 'sidecar' ? { initContainers: [{ name: 'istio-init', image: `docker.io/istio/proxyv2:${VERSION}` }] } : {}),
      nodeName: NODES[pods % NODES.length],
    },
    status: {
      phase: 'Running',
      podIP: `10.244.${pods % NODES.length}.${10 + pods}`,
      podIPs: [{ ip: `10.244.${pods % NODES.length}.${10 + pods}` }],
      hostIP: `192.168.10.${11 + (pods % NODES.length)}`,
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: containers.map(({ name: container, image }) => ({ name: container, ready: true, restartCount: 0, image, imageID: '', state: { running: {} } })),
    },
  })
}

const namespace = (name: string, labels: Labels = {}) =>
  objects.push({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } } })
const serviceAccount = (name: string, inside: string) =>
  objects.push({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: inside } })

for (const [index, name] of NODES.entries())
  objects.push({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': `zone-${index + 1}` } },
    status: { addresses: [{ type: 'InternalIP', address: `192.168.10.${11 + index}` }], conditions: [{ type: 'Ready', status: 'True' }] },
  })

namespace('istio-system')
objects.push({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: 'istio-system', labels: { 'istio.io/rev': 'default', release: 'istio' } },
  data: {
    mesh: 'accessLogFile: /dev/stdout\ndefaultConfig:\n  discoveryAddress: istiod.istio-system.svc:15012\nenableAutoMtls: true\nrootNamespace: istio-system\ntrustDomain: cluster.local\n',
    meshNetworks: 'networks: {}\n',
  },
})
serviceAccount('istiod', 'istio-system')
const istiod = { app: 'istiod', istio: 'pilot' }
deployment({
  name: 'istiod',
  namespace: 'istio-system',
  labels: { ...istiod, 'istio.io/rev': 'default' },
  selector: istiod,
  podLabels: { ...istiod, 'istio.io/rev': 'default', 'sidecar.istio.io/inject': 'false' },
  spec: { serviceAccountName: 'istiod', containers: [{ name: 'discovery', image: `docker.io/istio/pilot:${VERSION}`, ports: [{ name: 'http-debug', containerPort: 8080, protocol: 'TCP' }, { name: 'grpc-xds', containerPort: 15010, protocol: 'TCP' }, { name: 'tls-xds', containerPort: 15012, protocol: 'TCP' }, { name: 'https-webhooks', containerPort: 15017, protocol: 'TCP' }] }] },
  mesh: 'none',
})
objects.push({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'istiod', namespace: 'istio-system', labels: { ...istiod, 'istio.io/rev': 'default' } },
  spec: { selector: istiod, ports: [{ name: 'grpc-xds', port: 15010, protocol: 'TCP' }, { name: 'https-dns', port: 15012, protocol: 'TCP' }, { name: 'https-webhook', port: 443, targetPort: 15017, protocol: 'TCP' }] },
})

namespace('istio-ingress', { 'istio-injection': 'enabled' })
serviceAccount('istio-ingressgateway', 'istio-ingress')
const gateway = { app: 'istio-ingressgateway', istio: 'ingressgateway' }
deployment({
  name: 'istio-ingressgateway',
  namespace: 'istio-ingress',
  labels: gateway,
  selector: gateway,
  podLabels: { ...gateway, 'istio.io/rev': 'default', 'sidecar.istio.io/inject': 'true' },
  podAnnotations: { 'inject.istio.io/templates': 'gateway' },
  spec: { serviceAccountName: 'istio-ingressgateway', containers: [{ name: 'istio-proxy', image: `docker.io/istio/proxyv2:${VERSION}`, ports: [{ name: 'http2', containerPort: 8080, protocol: 'TCP' }, { name: 'http-envoy-prom', containerPort: 15090, protocol: 'TCP' }], args: ['proxy', 'router', '--domain', '$(POD_NAMESPACE).svc.cluster.local'] }] },
  mesh: 'gateway',
})
objects.push({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'istio-ingressgateway', namespace: 'istio-ingress', labels: gateway },
  spec: { type: 'LoadBalancer', selector: gateway, ports: [{ name: 'http2', port: 80, targetPort: 8080, protocol: 'TCP', nodePort: 31380 }] },
  status: { loadBalancer: { ingress: [{ ip: '203.0.113.10', ipMode: 'VIP' }] } },
})

namespace(NAMESPACE, { 'istio-injection': 'enabled' })
for (const given of upstream('bookinfo.yaml')) {
  const { metadata } = given
  if (given.kind !== 'Deployment') {
    objects.push({ ...given, metadata: { ...metadata, namespace: NAMESPACE } })
    continue
  }
  const spec = given.spec as unknown as { selector: { matchLabels: Labels }; template: { metadata: { labels: Labels }; spec: PodSpec } }
  const isOut = WITHOUT_SIDECAR.has(metadata.name)
  deployment({
    name: metadata.name,
    namespace: NAMESPACE,
    labels: metadata.labels ?? {},
    selector: spec.selector.matchLabels,
    podLabels: { ...spec.template.metadata.labels, ...(isOut ? { 'sidecar.istio.io/inject': 'false' } : {}) },
    spec: spec.template.spec,
    mesh: isOut ? 'none' : 'sidecar',
  })
}

const deployed = new Set(upstream('bookinfo.yaml').filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name))
const inside = (given: Json): Json => ({
  ...given,
  apiVersion: given.apiVersion.replace(/\/v1(alpha3|beta1)$/, '/v1'),
  metadata: { ...given.metadata, namespace: NAMESPACE },
})
objects.push(...upstream('bookinfo-gateway.yaml').map(inside))
objects.push(...upstream('virtual-service-reviews-80-20.yaml').map(inside))
objects.push(...upstream('destination-rule-all.yaml').map(inside).map(withDeployedSubsets))
/** Upstream names subsets of optional deployments too; those that are not here would select nothing. */
function withDeployedSubsets(rule: Json): Json {
  const { host, subsets } = rule.spec as unknown as { host: string; subsets: { labels: Labels }[] }
  const kept = subsets.filter(({ labels }) => deployed.has(`${host}-${labels.version}`))
  return { ...rule, spec: { host, subsets: kept } as never }
}
const route = (name: string, subset: string) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name, namespace: NAMESPACE },
  spec: { hosts: [name], http: [{ route: [{ destination: { host: name, subset } }] }] },
})
objects.push(route('details', 'v1'), route('ratings', 'v1'))
const peerAuthentication = (name: string, place: string, spec: object) => ({ apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name, namespace: place }, spec })
objects.push(
  peerAuthentication('default', 'istio-system', { mtls: { mode: 'PERMISSIVE' } }),
  peerAuthentication('details', NAMESPACE, { selector: { matchLabels: { app: 'details' } }, mtls: { mode: 'STRICT' } }),
)

const head = `# Bookinfo, the sample application of Istio (istio/istio, samples/bookinfo, Apache License 2.0), as a
# cluster holds it: with a control plane, an ingress gateway, running pods and their proxies.
# Written by generate.ts; see README.md.
`
writeFileSync(join(here, 'manifests.yaml'), head + objects.map((object) => stringify(object, { lineWidth: 120, aliasDuplicateObjects: false })).join('---\n'))
