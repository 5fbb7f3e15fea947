import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WorkloadsAnswer } from '#components/query/report-hooks.ts'
import type { Finding } from '#lib/findings/finding.ts'
import { askedOf, namespaceRows } from './namespace-rows.ts'

const labels: { name: string; labels: Record<string, unknown> | undefined; asked: object }[] = [
  { name: 'labels that are not known', labels: undefined, asked: { mode: 'unknown' } },
  { name: 'no label', labels: {}, asked: { mode: 'not-asked' } },
  {
    name: 'injection',
    labels: { 'istio-injection': 'enabled' },
    asked: { mode: 'sidecar', label: 'istio-injection=enabled' },
  },
  {
    name: 'a revision',
    labels: { 'istio.io/rev': 'canary' },
    asked: { mode: 'sidecar', label: 'istio.io/rev=canary', revision: 'canary' },
  },
  {
    name: 'injection goes before a revision',
    labels: { 'istio-injection': 'disabled', 'istio.io/rev': 'canary' },
    asked: { mode: 'off', label: 'istio-injection=disabled' },
  },
  {
    name: 'ambient with its revision and waypoint',
    labels: {
      'istio.io/dataplane-mode': 'ambient',
      'istio.io/rev': 'r',
      'istio.io/use-waypoint': 'w',
    },
    asked: {
      mode: 'ambient',
      label: 'istio.io/dataplane-mode=ambient',
      revision: 'r',
      waypoint: 'w',
    },
  },
  {
    name: 'out of ambient',
    labels: { 'istio.io/dataplane-mode': 'none' },
    asked: { mode: 'off', label: 'istio.io/dataplane-mode=none' },
  },
  {
    name: 'labels of absurd types',
    labels: { 'istio-injection': 7, 'istio.io/rev': null },
    asked: { mode: 'not-asked' },
  },
]
for (const row of labels) test(row.name, () => assert.deepEqual(askedOf(row.labels), row.asked))

const workload = (
  namespace: string,
  inMesh: WorkloadsAnswer['workloads'][number]['inMesh'],
  agrees?: boolean,
): WorkloadsAnswer['workloads'][number] => ({
  id: `workload:${namespace}/Deployment/${inMesh}`,
  resource: `Deployment/${namespace}/${inMesh}`,
  kind: 'Deployment',
  namespace,
  name: inMesh,
  owner: { resource: `Deployment/${namespace}/${inMesh}`, read: true },
  pods: [],
  inMesh,
  memberships: [
    { inMesh, pods: 1, asked: 'asked', evidence: '', ...(agrees === undefined ? {} : { agrees }) },
  ],
  bypasses: [],
  services: [],
  inbound: [],
  identity: { serviceAccount: 'default', trustDomain: 'cluster.local' },
  policies: [],
})
const finding = (resource: string, more: Partial<Finding> = {}): Finding => ({
  id: resource,
  code: 'x',
  aliases: [],
  severity: 'error',
  layer: 'semantic',
  resource,
  message: '',
  mentions: [],
  docs: '',
  ...more,
})

test('a namespace counts what is in it, also when it may not be read itself', () => {
  const rows = namespaceRows({
    namespaces: [{ metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } }],
    workloads: [
      workload('shop', 'sidecar', true),
      workload('shop', 'none', false),
      workload('hidden', 'unknown'),
    ],
    services: [],
    summary: [
      {
        scope: 'shop',
        strict: 2,
        permissive: 1,
        disabled: 0,
        unknown: 0,
        plaintextHops: 3,
        conflictHops: 1,
      },
    ],
    findings: [
      finding('VirtualService/shop/web'),
      finding('Namespace/shop', { severity: 'warning' }),
      finding('Service/shop/hidden', { suppressed: { by: 'x', reason: 'known' } }),
    ],
  })
  assert.deepEqual(
    rows.map((r) => [r.name, r.asked.mode, r.workloads, r.inMesh, r.disagree, r.ports.strict]),
    [
      ['hidden', 'unknown', 1, 0, 0, 0],
      ['shop', 'sidecar', 2, 1, 1, 2],
    ],
  )
  assert.deepEqual(rows[1]?.findings, { error: 1, warning: 1, info: 0 })
  assert.deepEqual([rows[1]?.plaintextCalls, rows[1]?.failingCalls], [3, 1])
})
