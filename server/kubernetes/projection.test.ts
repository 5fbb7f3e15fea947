import assert from 'node:assert/strict'
import { test } from 'node:test'
import { project } from './projection.ts'

const meta = (more: object = {}) => ({
  name: 'x',
  namespace: 'shop',
  uid: 'u',
  resourceVersion: '7',
  generation: 2,
  creationTimestamp: '2026-01-01T00:00:00Z',
  labels: { app: 'x' },
  annotations: {
    'kubectl.kubernetes.io/last-applied-configuration': 'BULK',
    'sidecar.istio.io/inject': 'true',
    notes: 'B'.repeat(40_000),
  },
  ownerReferences: [
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: 'rs',
      uid: 'o',
      controller: true,
      blockOwnerDeletion: true,
    },
  ],
  managedFields: [{ manager: 'BULK' }],
  finalizers: ['BULK'],
  selfLink: 'BULK',
  ...more,
})
const keptMeta = {
  name: 'x',
  namespace: 'shop',
  uid: 'u',
  resourceVersion: '7',
  generation: 2,
  creationTimestamp: '2026-01-01T00:00:00Z',
  labels: { app: 'x' },
  annotations: { 'sidecar.istio.io/inject': 'true' },
  ownerReferences: [
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'o', controller: true },
  ],
}

const container = {
  name: 'app',
  image: 'app:1',
  args: ['--x'],
  command: ['BULK'],
  ports: [{ containerPort: 80 }],
  env: [
    { name: 'PASSWORD', value: 'SECRET' },
    { name: 'PILOT_TOKEN', value: 'SECRET' },
    { name: 'KEY', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'BULK' } } },
  ],
  envFrom: [{ secretRef: { name: 's' } }],
  resources: { limits: { cpu: 'BULK' } },
  readinessProbe: { httpGet: { path: '/', port: 80 } },
  lifecycle: { preStop: 'BULK' },
  volumeMounts: [
    { name: 'certs', mountPath: '/certs', readOnly: true },
    { name: 'token', mountPath: 'BULK' },
  ],
  securityContext: { runAsUser: 1337, capabilities: { add: ['BULK'] } },
  terminationMessagePath: 'BULK',
}
const keptContainer = {
  name: 'app',
  image: 'app:1',
  args: ['--x'],
  ports: [{ containerPort: 80 }],
  readinessProbe: { httpGet: { path: '/', port: 80 } },
  env: [
    { name: 'PASSWORD' },
    { name: 'PILOT_TOKEN' },
    { name: 'KEY', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    { name: 'IP' },
  ],
  envFrom: [{ secretRef: { name: 's' } }],
  volumeMounts: [{ name: 'certs', mountPath: '/certs' }],
  securityContext: { runAsUser: 1337 },
}
const discovery = {
  name: 'discovery',
  image: 'pilot:1',
  env: [
    { name: 'PILOT_ENABLE_X', value: 'true' },
    { name: 'REVISION', value: 'canary' },
    { name: 'PASSWORD', value: 'SECRET' },
  ],
}
const podSpec = {
  containers: [container],
  initContainers: [
    { name: 'istio-proxy', restartPolicy: 'Always', startupProbe: { tcpSocket: { port: 1 } } },
  ],
  volumes: [
    { name: 'certs', secret: { secretName: 's', defaultMode: 420 } },
    { name: 'token', projected: { sources: ['BULK'] } },
  ],
  nodeName: 'n1',
  hostNetwork: true,
  serviceAccountName: 'sa',
  tolerations: ['BULK'],
  securityContext: {},
}
const keptPodSpec = {
  containers: [keptContainer],
  initContainers: [
    { name: 'istio-proxy', restartPolicy: 'Always', startupProbe: { tcpSocket: { port: 1 } } },
  ],
  volumes: [{ name: 'certs', secret: { secretName: 's' } }, { name: 'token' }],
  nodeName: 'n1',
  hostNetwork: true,
  serviceAccountName: 'sa',
}
const template = {
  metadata: { labels: { app: 'x' }, annotations: { a: 'b' }, creationTimestamp: null },
  spec: podSpec,
}
const keptTemplate = {
  metadata: { labels: { app: 'x' }, annotations: { a: 'b' } },
  spec: keptPodSpec,
}
const selector = { matchLabels: { app: 'x' } }

const rows: { name: string; kind: string; raw: object; expect: object }[] = [
  {
    name: 'a pod',
    kind: 'core/pods',
    raw: {
      spec: podSpec,
      status: {
        phase: 'Running',
        podIP: '10.0.0.1',
        podIPs: [{ ip: '10.0.0.1' }],
        hostIP: '10.1.0.1',
        qosClass: 'BULK',
        conditions: [
          { type: 'Ready', status: 'True', lastTransitionTime: 'BULK' },
          { type: 'PodScheduled', status: 'True' },
        ],
        containerStatuses: [
          { name: 'app', ready: true, image: 'app:1', imageID: 'BULK', containerID: 'BULK' },
        ],
        initContainerStatuses: [{ name: 'istio-proxy', ready: true, started: true }],
      },
    },
    expect: {
      spec: keptPodSpec,
      status: {
        phase: 'Running',
        podIP: '10.0.0.1',
        hostIP: '10.1.0.1',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [{ name: 'app', ready: true, image: 'app:1' }],
        initContainerStatuses: [{ name: 'istio-proxy', ready: true, started: true }],
      },
    },
  },
  {
    name: 'variables of the control plane',
    kind: 'core/pods',
    raw: { spec: { containers: [discovery] } },
    expect: {
      spec: {
        containers: [
          {
            name: 'discovery',
            image: 'pilot:1',
            env: [
              { name: 'PILOT_ENABLE_X', value: 'true' },
              { name: 'REVISION', value: 'canary' },
              { name: 'PASSWORD' },
            ],
          },
        ],
      },
    },
  },
  {
    name: 'a deployment',
    kind: 'apps/deployments',
    raw: {
      spec: { replicas: 2, selector, template, strategy: 'BULK' },
      status: { readyReplicas: 2, conditions: ['BULK'] },
    },
    expect: {
      spec: { replicas: 2, selector, template: keptTemplate },
      status: { readyReplicas: 2 },
    },
  },
  {
    name: 'a replica set of a deployment',
    kind: 'apps/replicasets',
    raw: { spec: { replicas: 0, selector, template }, status: { replicas: 0 } },
    expect: {
      spec: {
        replicas: 0,
        selector,
        template: { metadata: { labels: { app: 'x' }, annotations: { a: 'b' } } },
      },
      status: { replicas: 0 },
    },
  },
  {
    name: 'a cron job',
    kind: 'batch/cronjobs',
    raw: { spec: { schedule: '* * * * *', jobTemplate: { spec: { template, backoffLimit: 6 } } } },
    expect: { spec: { schedule: '* * * * *', jobTemplate: { spec: { template: keptTemplate } } } },
  },
  {
    name: 'a config map of an application',
    kind: 'core/configmaps',
    raw: { data: { password: 'SECRET' }, binaryData: { x: 'BULK' } },
    expect: {},
  },
  {
    name: 'a secret',
    kind: 'core/secrets',
    raw: { type: 'Opaque', data: { a: 'SECRET' }, stringData: { a: 'SECRET' } },
    expect: { type: 'Opaque' },
  },
  {
    name: 'a service, whole',
    kind: 'core/services',
    raw: {
      spec: { ports: [{ port: 80 }], type: 'LoadBalancer' },
      status: { loadBalancer: { ingress: [] } },
    },
    expect: {
      spec: { ports: [{ port: 80 }], type: 'LoadBalancer' },
      status: { loadBalancer: { ingress: [] } },
    },
  },
  {
    name: 'endpoints, whole',
    kind: 'discovery.k8s.io/endpointslices',
    raw: { addressType: 'IPv4', endpoints: [{ addresses: ['1.1.1.1'] }], ports: [{ port: 1 }] },
    expect: { addressType: 'IPv4', endpoints: [{ addresses: ['1.1.1.1'] }], ports: [{ port: 1 }] },
  },
  {
    name: 'a definition, without its schemas',
    kind: 'apiextensions.k8s.io/customresourcedefinitions',
    raw: {
      spec: {
        group: 'g',
        names: { kind: 'K' },
        scope: 'Namespaced',
        versions: [{ name: 'v1', served: true, storage: true, schema: 'BULK' }],
        conversion: 'BULK',
      },
    },
    expect: {
      spec: {
        group: 'g',
        names: { kind: 'K' },
        scope: 'Namespaced',
        versions: [{ name: 'v1', served: true, storage: true }],
      },
    },
  },
  {
    name: 'a webhook, without its certificates',
    kind: 'admissionregistration.k8s.io/mutatingwebhookconfigurations',
    raw: {
      webhooks: [
        {
          name: 'w',
          namespaceSelector: selector,
          clientConfig: { caBundle: 'BULK', service: { name: 's' } },
        },
      ],
    },
    expect: {
      webhooks: [
        { name: 'w', namespaceSelector: selector, clientConfig: { service: { name: 's' } } },
      ],
    },
  },
  {
    name: 'an object of a mesh, whole',
    kind: 'networking.istio.io/virtualservices',
    raw: { spec: { hosts: ['a'], http: null }, status: { x: 1 }, extra: [1] },
    expect: { spec: { hosts: ['a'], http: null }, status: { x: 1 }, extra: [1] },
  },
]

const envelope = { apiVersion: 'g/v1', kind: 'Kind' }
for (const row of rows) {
  test(`projection: ${row.name}`, () => {
    const object = project(row.kind, { ...row.raw, metadata: meta() }, envelope)
    assert.deepEqual(object, { ...envelope, metadata: keptMeta, ...row.expect })
    assert.doesNotMatch(JSON.stringify(object), /BULK|SECRET|managedFields/)
  })
}

for (const name of [
  'istio',
  'istio-canary',
  'istio-sidecar-injector',
  'istio-ca-root-cert',
  'consul-server-config',
]) {
  test(`projection: the config map ${name} is read`, () => {
    const raw = { metadata: { name }, data: { mesh: 'x' }, binaryData: { y: 'z' } }
    assert.deepEqual(project('core/configmaps', raw, envelope), {
      ...envelope,
      metadata: { name },
      data: { mesh: 'x' },
    })
  })
}

const absurd: { name: string; raw: unknown; isObject: boolean }[] = [
  { name: 'null', raw: null, isObject: false },
  { name: 'a list', raw: [], isObject: false },
  { name: 'no metadata', raw: {}, isObject: false },
  { name: 'no name', raw: { metadata: { namespace: 'a' } }, isObject: false },
  { name: 'a name that is a number', raw: { metadata: { name: 7 } }, isObject: false },
  {
    name: 'a null spec',
    raw: { metadata: { name: 'x' }, spec: null, status: null },
    isObject: true,
  },
  {
    name: 'containers that are a map',
    raw: { metadata: { name: 'x' }, spec: { containers: { a: 1 } } },
    isObject: true,
  },
  {
    name: 'containers full of nothing',
    raw: { metadata: { name: 'x' }, spec: { containers: [null, 7, 'a', {}] } },
    isObject: true,
  },
  {
    name: 'variables that are none',
    raw: { metadata: { name: 'x' }, spec: { containers: [{ env: [null, 'x', { name: 7 }] }] } },
    isObject: true,
  },
  {
    name: 'labels that are a list',
    raw: { metadata: { name: 'x', labels: [], annotations: 'x', ownerReferences: [null, {}] } },
    isObject: true,
  },
  {
    name: 'a template that is text',
    raw: { metadata: { name: 'x' }, spec: { template: 'x' } },
    isObject: true,
  },
  {
    name: 'webhooks that are text',
    raw: { metadata: { name: 'x' }, webhooks: 'x', spec: { versions: 'x' } },
    isObject: true,
  },
]
const kinds = [
  ...new Set(rows.map((row) => row.kind)),
  'core/nodes',
  'core/namespaces',
  'batch/jobs',
  'apps/daemonsets',
]
for (const { name, raw, isObject } of absurd) {
  test(`projection: ${name} never throws`, () => {
    for (const kind of kinds)
      assert.equal(project(kind, raw, envelope) !== undefined, isObject, kind)
  })
}

test('projection: keys that look like prototypes stay keys', () => {
  const raw = JSON.parse(
    '{"metadata":{"name":"x","annotations":{"__proto__":"a","kubernetes.io/config.seen":"b"}},"__proto__":{"polluted":1}}',
  )
  const object = project('networking.istio.io/gateways', raw, envelope)
  assert.deepEqual(Object.keys(object?.metadata.annotations ?? {}), ['__proto__'])
  assert.equal((object as unknown as { polluted?: number }).polluted, undefined)
  assert.equal(Object.getPrototypeOf(object?.metadata.annotations), Object.prototype)
})
