import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planeOf, skewOf } from '#lib/model/control-planes.ts'
import {
  type ControlPlane,
  noWebhookWords,
  proxiesOf,
  tagsOf,
  type Workload,
  webhooksFor,
  webhooksOf,
} from './control-plane.ts'
import { readSettings, settingsOf } from './mesh-config.ts'

const skews = [
  ['1.28.0', '1.28.0', { kind: 'same' }],
  ['v1.28.0', '1.28.0', { kind: 'same' }],
  ['1.28.1', '1.28.3', { kind: 'patch' }],
  ['1.26.0', '1.28.0', { kind: 'behind', minors: 2 }],
  ['1.29.0', '1.28.0', { kind: 'newer' }],
  ['latest', '1.28.0', { kind: 'unknown' }],
  [undefined, '1.28.0', { kind: 'unknown' }],
] as const
for (const [proxy, control, skew] of skews)
  test(`${proxy} under ${control} is ${skew.kind}`, () =>
    assert.deepEqual(skewOf(proxy, control), skew))

const plane = (revision: string): ControlPlane => ({
  mesh: 'istio',
  id: `istio:istio-system/${revision}`,
  namespace: 'istio-system',
  revision,
  version: '1.28.0',
  rootNamespace: 'istio-system',
  trustDomain: 'cluster.local',
})
const [stable, canary] = [plane('default'), plane('canary')]
const planes = [stable, canary]
const tags = new Map([['prod', 'canary']])
const chosen = [
  { name: 'its revision', revision: 'canary', planes, plane: canary },
  { name: 'a tag that stands for it', revision: 'prod', planes, plane: canary },
  { name: 'none is the default one', revision: undefined, planes, plane: stable },
  { name: 'one that is not there', revision: 'gone', planes, plane: undefined },
  { name: 'the only one', revision: 'gone', planes: [canary], plane: canary },
]
for (const row of chosen)
  test(`control plane by revision: ${row.name}`, () =>
    assert.equal(planeOf(row.revision, row.planes, tags), row.plane))

const workload = (name: string, memberships: Workload['memberships']): Workload => ({
  id: `workload:shop/Deployment/${name}`,
  resource: `Deployment/shop/${name}`,
  kind: 'Deployment',
  namespace: 'shop',
  name,
  owner: { resource: `Deployment/shop/${name}`, read: true },
  pods: [],
  mesh: 'istio',
  inMesh: 'sidecar',
  memberships,
  bypasses: [],
  services: [],
  inbound: [],
  identity: { serviceAccount: 'default', trustDomain: 'cluster.local' },
  policies: [],
})
const member = (
  pods: number,
  proxyVersion: string,
  revision?: string,
  inMesh: Workload['inMesh'] = 'sidecar',
) => ({
  inMesh,
  pods,
  asked: 'asked' as const,
  evidence: '',
  proxyVersion,
  ...(revision ? { revision } : {}),
})

test('proxies are counted by version, each at its own control plane', () => {
  const workloads = [
    workload('a', [member(2, '1.28.0'), member(1, '1.26.0')]),
    workload('b', [member(3, '1.26.0'), member(9, '1.28.0', 'canary')]),
    workload('c', [member(5, '', undefined, 'none'), member(5, '', undefined, 'ambient')]),
  ]
  assert.deepEqual(
    proxiesOf(stable, planes, workloads, tags).map((g) => [g.version, g.pods, g.skew]),
    [
      ['1.26.0', 4, { kind: 'behind', minors: 2 }],
      ['1.28.0', 2, { kind: 'same' }],
    ],
  )
})

test('webhooks as written, those without sense left out', () => {
  const found = webhooksOf([
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'tag-prod', labels: { 'istio.io/rev': 'canary', 'istio.io/tag': 'prod' } },
      webhooks: [
        7,
        {
          name: 'rev.istio.io',
          failurePolicy: 'Fail',
          clientConfig: { service: { namespace: 'istio-system', name: 'istiod-canary' } },
          namespaceSelector: {
            matchLabels: { 'istio.io/rev': 'prod' },
            matchExpressions: [{ key: 'istio-injection', operator: 'DoesNotExist' }],
          },
        },
      ],
    } as never,
    { apiVersion: 'v1', kind: 'X', metadata: { name: 'absurd' }, webhooks: 'none' } as never,
  ])
  assert.deepEqual(
    found.map((w) => [w.name, w.service, w.selects]),
    [
      [
        'rev.istio.io',
        'istio-system/istiod-canary',
        'namespace istio.io/rev=prod, namespace istio-injection DoesNotExist',
      ],
    ],
  )
  assert.deepEqual([...tagsOf(found)], [['prod', 'canary']])
  assert.equal(webhooksFor(canary, found).length, 1)
  assert.equal(webhooksFor(stable, found).length, 0)
})

test('settings are leaves with their paths', () => {
  assert.deepEqual(settingsOf({ a: { b: true }, list: ['x', 'y'], of: [{ n: 1 }], none: {} }), [
    { path: 'a.b', value: 'true' },
    { path: 'list', value: 'x, y' },
    { path: 'of[0].n', value: '1' },
    { path: 'none', value: '{}' },
  ])
})

const texts = [
  { name: 'a map', text: 'a: 1\n', settings: [{ path: 'a', value: '1' }] },
  { name: 'nothing', text: '', settings: [] },
  { name: 'a list', text: '- 1\n', settings: undefined },
  { name: 'no YAML', text: 'a: [', settings: undefined },
]
for (const { name, text, settings } of texts)
  test(`mesh configuration: ${name}`, async () =>
    assert.deepEqual(await readSettings(text), settings))

const tool = webhooksOf([
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'tool' },
    webhooks: [{ name: 'tool.example.com' }],
  },
])
const unsaid = [
  {
    name: 'none, beside proxies',
    webhooks: [],
    pods: 6,
    words:
      'No MutatingWebhookConfiguration was found in this cluster. What put the proxies into its 6 pods is unknown.',
    isUnknown: true,
  },
  {
    name: 'none, and no proxies',
    webhooks: [],
    pods: 0,
    words: 'No MutatingWebhookConfiguration was found in this cluster.',
    isUnknown: false,
  },
  {
    name: 'those of others',
    webhooks: tool,
    pods: 0,
    words: 'The one webhook found in this cluster does not call this control plane.',
    isUnknown: false,
  },
  {
    name: 'not permitted',
    webhooks: 'not-permitted' as const,
    pods: 6,
    words: 'You may not list mutatingwebhookconfigurations, so what injects is unknown.',
    isUnknown: true,
  },
  {
    name: 'not served',
    webhooks: 'not-served' as const,
    pods: 6,
    words: 'This cluster does not serve mutatingwebhookconfigurations, so what injects is unknown.',
    isUnknown: true,
  },
]
for (const { name, webhooks, pods, words, isUnknown } of unsaid)
  test(`no webhook to show: ${name}`, () =>
    assert.deepEqual(noWebhookWords(webhooks, pods), { words, isUnknown }))
