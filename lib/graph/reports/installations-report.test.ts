import assert from 'node:assert/strict'
import { test } from 'node:test'
import { installation } from '#lib/api/installations.ts'
import * as make from '#lib/fixtures/istio-objects.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { installationsReport } from './installations-report.ts'
import { modelOf } from './reports.fixture.ts'

const report = (objects: readonly KubernetesObject[]) => {
  const rows = installationsReport(modelOf(objects))
  for (const row of rows) installation.parse(row)
  return rows
}
const setting = (objects: readonly KubernetesObject[], name: string) =>
  report(objects)[0]?.settings.find((s) => s.name === name)

const component = (name: string, image: string) =>
  make.deployment(`istio-system/${name}`, {
    labels: { istio: name },
    containers: [{ name, image: `docker.io/istio/${image}:1.4.3` }],
  })

test('a split control plane: each component with its role, version and pods', () => {
  const [row] = report([
    ...component('istio-pilot', 'pilot'),
    ...component('istio-galley', 'galley'),
    ...component('istio-citadel', 'citadel'),
    ...component('istio-sidecar-injector', 'sidecar_injector'),
    ...make.deployment('istio-system/grafana'),
  ])
  assert.deepEqual(
    row?.components.map(({ name, role, version, pods, ready }) => [
      name,
      role,
      version,
      pods,
      ready,
    ]),
    [
      ['istio-citadel', 'citadel', '1.4.3', 1, 1],
      ['istio-galley', 'galley', '1.4.3', 1, 1],
      ['istio-pilot', 'pilot', '1.4.3', 1, 1],
      ['istio-sidecar-injector', 'sidecar_injector', '1.4.3', 1, 1],
    ],
  )
  assert.deepEqual(
    [row?.version, row?.versionFrom],
    ['1.4.3', 'Deployment/istio-system/istio-pilot'],
  )
  assert.deepEqual(row?.settings[0], { name: 'enableAutoMtls', value: false, from: 'default' })
})

const MAP = 'ConfigMap/istio-system/istio'
const settings = [
  ['enableAutoMtls: false', 'enableAutoMtls', { value: false, from: MAP }],
  ['', 'enableAutoMtls', { value: true, from: 'default' }],
  ['rootNamespace: mesh-root', 'rootNamespace', { value: 'mesh-root', from: MAP }],
  ['', 'rootNamespace', { value: 'istio-system', from: 'default' }],
  ['', 'outboundTrafficPolicy.mode', { value: 'ALLOW_ANY', from: 'default' }],
  [
    'outboundTrafficPolicy: { mode: REGISTRY_ONLY }',
    'outboundTrafficPolicy.mode',
    { value: 'REGISTRY_ONLY', from: MAP },
  ],
  ['defaultServiceExportTo: ["."]', 'defaultServiceExportTo', { value: ['.'], from: MAP }],
  ['', 'defaultServiceExportTo', { value: ['*'], from: 'default' }],
  ['ingressClass: edge', 'ingressClass', { value: 'edge', from: MAP }],
  [
    'discoverySelectors: [{ matchLabels: { a: b }, matchExpressions: [{ key: c, operator: NotIn, values: [d, e] }] }, {}]',
    'discoverySelectors',
    { value: ['a=b,c notin (d, e)', 'everything'], from: MAP },
  ],
  [
    'meshMTLS: { minProtocolVersion: TLSV1_3 }',
    'meshMTLS.minProtocolVersion',
    { value: 'TLSV1_3', from: MAP },
  ],
  // Text that is no map says nothing that is known.
  ['[1, 2', 'enableAutoMtls', { from: 'unknown' }],
  ['[1, 2', 'ingressClass', { from: 'unknown' }],
] as const
for (const [mesh, name, is] of settings)
  test(`setting ${name} with "${mesh}"`, () => {
    assert.deepEqual(setting(make.controlPlane('1.26.3', mesh), name), { name, ...is })
  })

const injector = (name: string, labels: Record<string, string>, service: string) =>
  make.object(
    'admissionregistration.k8s.io/v1',
    'MutatingWebhookConfiguration',
    name,
    {
      webhooks: [
        {
          name: 'rev.namespace.sidecar-injector.istio.io',
          clientConfig: { service: { namespace: 'istio-system', name: service } },
          failurePolicy: 'Fail',
        },
      ],
    },
    { labels },
  )
const proxied = (place: string, tag: string, replicas: number) =>
  make.deployment(place, {
    replicas,
    containers: [
      { name: 'app', image: 'example/app:1' },
      { name: 'istio-proxy', image: `docker.io/istio/proxyv2:${tag}`, args: ['proxy', 'sidecar'] },
    ],
  })

test('revisions: tags, webhooks and the versions of proxies that ask each', () => {
  const canary = make.deployment('istio-system/istiod-canary', {
    labels: { app: 'istiod', 'istio.io/rev': 'canary' },
    containers: [{ name: 'discovery', image: 'docker.io/istio/pilot:1.28.0' }],
  })
  const rows = report([
    ...make.controlPlane('1.26.3'),
    ...canary,
    ...make.ingressGateway(),
    make.namespace('shop', { 'istio-injection': 'enabled' }),
    make.namespace('next', { 'istio.io/rev': 'prod' }),
    ...proxied('shop/web', '1.24.1', 2),
    ...proxied('shop/api', 'latest', 1),
    ...proxied('next/web', '1.28.0', 3),
    ...proxied('next/old', '1.27.0', 1),
    injector('istio-sidecar-injector', { 'istio.io/rev': 'default' }, 'istiod'),
    injector('istio-sidecar-injector-canary', { 'istio.io/rev': 'canary' }, 'istiod-canary'),
    injector(
      'istio-revision-tag-prod',
      { 'istio.io/rev': 'canary', 'istio.io/tag': 'prod' },
      'istiod-canary',
    ),
    // Its Service has other pods behind it.
    injector('somebody-elses', {}, 'other'),
    make.service('istio-system/other', [443]),
    // Without a revision, but its Service leads to one.
    injector('by-hand', {}, 'istiod-next'),
    make.service('istio-system/istiod-next', [443], { selector: { 'istio.io/rev': 'canary' } }),
  ])
  const said = rows.map(({ revision, tags, webhooks, proxies }) => ({
    revision,
    tags: tags?.map((t) => `${t.name} ${t.from}`),
    webhooks: webhooks?.map((w) => `${w.resource.split('/')[1]} ${w.calls} ${w.tag ?? ''}`.trim()),
    proxies,
  }))
  assert.deepEqual(said, [
    {
      revision: 'default',
      tags: [],
      webhooks: ['istio-sidecar-injector istio-system/istiod'],
      proxies: [
        { version: '1.24.1', pods: 2, gateways: 0, skew: 'behind', minors: 2 },
        { pods: 1, gateways: 0, skew: 'unknown' },
        { version: '1.26.3', pods: 1, gateways: 1, skew: 'same' },
      ],
    },
    {
      revision: 'canary',
      tags: ['prod MutatingWebhookConfiguration/istio-revision-tag-prod'],
      webhooks: [
        'by-hand istio-system/istiod-next',
        'istio-revision-tag-prod istio-system/istiod-canary prod',
        'istio-sidecar-injector-canary istio-system/istiod-canary',
      ],
      proxies: [
        { version: '1.28.0', pods: 3, gateways: 0, skew: 'same' },
        { version: '1.27.0', pods: 1, gateways: 0, skew: 'behind', minors: 1 },
      ],
    },
  ])
})

test('a variable of the control plane is named with the workload that runs it', () => {
  const [map, ...rest] = make.controlPlane()
  const withEnv = (o: KubernetesObject) =>
    JSON.parse(
      JSON.stringify(o).replace(
        '"name":"discovery"',
        '"name":"discovery","env":[{"name":"PILOT_SCOPE_GATEWAY_TO_NAMESPACE","value":"true"},{"name":"ENABLE_ENHANCED_RESOURCE_SCOPING","valueFrom":{"configMapKeyRef":{"name":"x","key":"y"}}}]',
      ),
    ) as KubernetesObject
  const objects = [...(map ? [map] : []), ...rest.map(withEnv)]
  assert.deepEqual(setting(objects, 'PILOT_SCOPE_GATEWAY_TO_NAMESPACE'), {
    name: 'PILOT_SCOPE_GATEWAY_TO_NAMESPACE',
    value: 'true',
    from: 'Deployment/istio-system/istiod',
  })
  assert.deepEqual(setting(objects, 'ENABLE_ENHANCED_RESOURCE_SCOPING'), {
    name: 'ENABLE_ENHANCED_RESOURCE_SCOPING',
    from: 'unknown',
  })
})

test('without a control plane there is none', () => {
  assert.deepEqual(report([...make.deployment('shop/a')]), [])
})
