import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Serves N Pods of about 9 KB, managed fields and all, in the ways in which an API server does. Prints its port. */
const count = Number(process.argv[2] ?? 20_000)

const fields = Object.fromEntries(
  Array.from({ length: 60 }, (_, i) => [`f:field-number-${i}`, { 'f:value': {}, 'f:other': {} }]),
)
const pod = (at: number) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `app-${Math.floor(at / 4)}-7d9c5b6f4-${at.toString(36).padStart(5, '0')}`,
    generateName: `app-${Math.floor(at / 4)}-7d9c5b6f4-`,
    namespace: `team-${at % 100}`,
    uid: `00000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}`,
    resourceVersion: `${1000 + at}`,
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: {
      app: `app-${Math.floor(at / 4)}`,
      version: `v${at % 3}`,
      'pod-template-hash': '7d9c5b6f4',
      'security.istio.io/tlsMode': 'istio',
      'service.istio.io/canonical-name': `app-${Math.floor(at / 4)}`,
    },
    annotations: {
      'sidecar.istio.io/status': JSON.stringify({
        initContainers: ['istio-init'],
        containers: ['istio-proxy'],
        volumes: ['workload-socket', 'istio-envoy', 'istio-data', 'istio-token', 'istiod-ca-cert'],
        revision: 'default',
      }),
      'kubectl.kubernetes.io/default-container': 'app',
    },
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: `app-${Math.floor(at / 4)}-7d9c5b6f4`,
        uid: `10000000-0000-4000-8000-${Math.floor(at / 4)
          .toString(16)
          .padStart(12, '0')}`,
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
    managedFields: [
      { manager: 'kubelet', operation: 'Update', fieldsType: 'FieldsV1', fieldsV1: fields },
    ],
  },
  spec: {
    serviceAccountName: `app-${Math.floor(at / 4)}`,
    nodeName: `node-${at % 200}`,
    containers: [
      container('app', 'registry.example.test/app:1.2.3'),
      container('istio-proxy', 'istio/proxyv2:1.27.0'),
    ],
    initContainers: [container('istio-init', 'istio/proxyv2:1.27.0')],
    volumes: ['workload-socket', 'istio-envoy', 'istio-data', 'istio-token'].map((name) => ({
      name,
      emptyDir: {},
    })),
    tolerations: [
      {
        key: 'node.kubernetes.io/not-ready',
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      },
    ],
  },
  status: {
    phase: 'Running',
    podIP: `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`,
    hostIP: `10.200.0.${at % 200}`,
    conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
      type,
      status: 'True',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    })),
    containerStatuses: ['app', 'istio-proxy'].map((name) => ({
      name,
      ready: true,
      started: true,
      restartCount: 0,
      image: 'registry.example.test/app:1.2.3',
      imageID: `registry.example.test/app@sha256:${'0'.repeat(64)}`,
      containerID: `containerd://${at.toString(16).padStart(64, '0')}`,
      state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
    })),
  },
})
const container = (name: string, image: string) => ({
  name,
  image,
  args: ['proxy', 'sidecar', '--domain', '$(POD_NAMESPACE).svc.cluster.local'],
  ports: [{ containerPort: 8080, protocol: 'TCP', name: 'http' }],
  env: Array.from({ length: 12 }, (_, i) => ({
    name: `SOME_VARIABLE_${i}`,
    value: `some value ${i}`,
  })),
  resources: { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '100m', memory: '128Mi' } },
  readinessProbe: {
    httpGet: { path: '/healthz/ready', port: 15021, scheme: 'HTTP' },
    periodSeconds: 15,
  },
  volumeMounts: ['workload-socket', 'istio-envoy', 'istio-data'].map((name) => ({
    name,
    mountPath: `/var/run/${name}`,
  })),
})

const objects = Array.from({ length: count }, (_, at) => JSON.stringify(pod(at)))
const version = `${1000 + count}`
console.error(
  `${count} Pods of ${Math.round(objects.reduce((n, o) => n + o.length, 0) / count)} bytes`,
)

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://x')
  const json = (body: unknown) =>
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  if (url.pathname === '/api') {
    const resource = { resource: 'pods', responseKind: { kind: 'Pod' }, scope: 'Namespaced' }
    return json({
      kind: 'APIGroupDiscoveryList',
      items: [{ metadata: { name: '' }, versions: [{ version: 'v1', resources: [resource] }] }],
    })
  }
  if (url.pathname === '/apis') return json({ kind: 'APIGroupDiscoveryList', items: [] })
  if (url.searchParams.get('sendInitialEvents')) {
    const bookmark = {
      type: 'BOOKMARK',
      object: {
        metadata: {
          resourceVersion: version,
          annotations: { 'k8s.io/initial-events-end': 'true' },
        },
      },
    }
    let at = 0
    const more = () => {
      while (at < count) {
        const lines = objects
          .slice(at, at + 32)
          .map((object) => `{"type":"ADDED","object":${object}}\n`)
        at += lines.length
        if (!response.write(lines.join(''))) return response.once('drain', more)
      }
      response.write(`${JSON.stringify(bookmark)}\n`)
    }
    response.writeHead(200)
    return more()
  }
  if (url.searchParams.get('watch')) {
    response.writeHead(200)
    return response.flushHeaders()
  }
  const limit = Number(url.searchParams.get('limit') ?? count)
  const start = Number(url.searchParams.get('continue') ?? 0)
  const next = start + limit < count ? `,"continue":"${start + limit}"` : ''
  const items = objects.slice(start, start + limit).join(',')
  return json(
    `{"kind":"PodList","metadata":{"resourceVersion":"${version}"${next}},"items":[${items}]}`,
  )
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
