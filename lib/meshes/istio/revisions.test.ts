import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as make from '#lib/fixtures/istio-objects.ts'
import { graphOf } from '#lib/graph/build.ts'
import { mtlsReportOf } from '#lib/graph/mtls-report.ts'
import { ALL_KINDS, meshModelOf } from '#lib/meshes/index.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { snapshotFromObjects } from '#lib/snapshot/from-objects.ts'
import type { IstioContribution } from './contribute.ts'

/** Two control planes side by side; the canary has no automatic mutual TLS. */
const base = [
  ...make.controlPlane(),
  make.object('v1', 'ConfigMap', 'istio-system/istio-canary', {
    data: { mesh: 'enableAutoMtls: false' },
  }),
  ...make.deployment('istio-system/istiod-canary', {
    labels: { app: 'istiod', 'istio.io/rev': 'canary' },
    containers: [{ name: 'discovery', image: 'docker.io/istio/pilot:1.27.0' }],
  }),
  ...make.deployment('shop/a', { sidecar: true }),
  make.service('shop/a'),
]
const tag = make.object(
  'admissionregistration.k8s.io/v1',
  'MutatingWebhookConfiguration',
  'istio-revision-tag-prod',
  {},
  { labels: { 'istio.io/tag': 'prod', 'istio.io/rev': 'canary' } },
)
const shop = (labels: Record<string, string>) => make.namespace('shop', labels)
const strict = (labels: Record<string, string>) =>
  make.object(
    'security.istio.io/v1',
    'PeerAuthentication',
    'shop/default',
    { spec: { mtls: { mode: 'STRICT' } } },
    { labels },
  )

type Row = {
  readonly name: string
  readonly objects: readonly KubernetesObject[]
  readonly clients: string
  readonly inbound?: string
}
// @see istio/istio pilot/pkg/config/kube/crdclient/client.go (objectInRevision); istioctl/pkg/tag/util.go
const rows: readonly Row[] = [
  { name: 'nothing names a revision: the default one', objects: [], clients: 'mtls' },
  {
    name: 'the namespace names another',
    objects: [shop({ 'istio.io/rev': 'canary' })],
    clients: 'plaintext',
  },
  {
    name: 'by a tag',
    objects: [shop({ 'istio.io/rev': 'prod' }), tag],
    clients: 'plaintext',
  },
  {
    name: 'a revision that is not there',
    objects: [shop({ 'istio.io/rev': 'gone' })],
    clients: 'mtls',
  },
  {
    name: 'an object for another revision does not count',
    objects: [strict({ 'istio.io/rev': 'canary' })],
    clients: 'mtls',
    inbound: 'PERMISSIVE',
  },
  {
    name: 'one for this revision does',
    objects: [strict({ 'istio.io/rev': 'default' })],
    clients: 'mtls',
    inbound: 'STRICT',
  },
]
test('revisions: the default tag names the control plane that counts where nothing names one', () => {
  const revised = (revision: string, mesh: string) => [
    make.object('v1', 'ConfigMap', `istio-system/istio-${revision}`, { data: { mesh } }),
    ...make.deployment(`istio-system/istiod-${revision}`, {
      labels: { app: 'istiod', 'istio.io/rev': revision },
      containers: [{ name: 'discovery', image: 'docker.io/istio/pilot:1.27.0' }],
    }),
  ]
  const trustDomains = (tagged: readonly KubernetesObject[]) => {
    const all = [...revised('a', 'trustDomain: first'), ...revised('b', 'trustDomain: second')]
    const model = meshModelOf(snapshotFromObjects(ALL_KINDS, [...all, ...tagged]))
    return (model.contributions.get('istio') as IstioContribution).view.trustDomain
  }
  assert.equal(trustDomains([]), 'first')
  const byDefault = make.object(
    'admissionregistration.k8s.io/v1',
    'MutatingWebhookConfiguration',
    'istio-revision-tag-default',
    {},
    { labels: { 'istio.io/tag': 'default', 'istio.io/rev': 'b' } },
  )
  assert.equal(trustDomains([byDefault]), 'second')
})
for (const { name, objects, clients, inbound = 'PERMISSIVE' } of rows)
  test(`revisions: ${name}`, () => {
    const model = meshModelOf(snapshotFromObjects(ALL_KINDS, [...base, ...objects]))
    const row = mtlsReportOf(model, graphOf(model, [])).posture.find(
      (p) => p.on === 'Service/shop/a',
    )
    assert.deepEqual([row?.clients.state, row?.inbound], [clients, inbound])
  })
