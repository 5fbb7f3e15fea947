import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  acceptsOf,
  byNamespace,
  exceptionsFirst,
  type MtlsRow,
  nameOf,
  namespaceOf,
} from './posture-order.ts'

const row = (workload: string, more: Partial<MtlsRow> = {}): MtlsRow => ({
  workload: `workload:${workload}`,
  port: 80,
  inMesh: 'sidecar',
  mode: 'STRICT',
  decidedBy: ['default'],
  callers: { mtls: 1, plaintext: 0, conflict: 0, unknown: 0 },
  bypasses: [],
  identity: { serviceAccount: 'web', trustDomain: 'cluster.local' },
  ...more,
})

const words = [
  { name: 'strict', more: {}, accepts: 'enforced' },
  { name: 'permissive', more: { mode: 'PERMISSIVE' as const }, accepts: 'accepted' },
  { name: 'no proxy', more: { mode: 'n/a' as const, inMesh: 'none' }, accepts: 'plaintext' },
  { name: 'a proxy that is bypassed', more: { mode: 'n/a' as const }, accepts: 'bypass' },
  {
    name: 'a gateway has listeners',
    more: { mode: 'n/a' as const, inMesh: 'gateway' },
    accepts: 'listener',
  },
  { name: 'not permitted to look', more: { mode: 'unknown' as const }, accepts: 'unknown' },
]
for (const { name, more, accepts } of words)
  test(name, () => assert.equal(acceptsOf(row('a/Deployment/x', more)), accepts))

test('calls that fail come first, then plaintext, bypass and unknown; the rest by namespace', () => {
  const groups = exceptionsFirst([
    row('shop/Deployment/fine'),
    row('data/Deployment/plain', { mode: 'n/a', inMesh: 'none' }),
    row('data/Deployment/odd', { mode: 'unknown' }),
    row('edge/Deployment/fails', { callers: { mtls: 0, plaintext: 0, conflict: 1, unknown: 0 } }),
    row('data/Deployment/open', { mode: 'PERMISSIVE' }),
  ])
  assert.deepEqual(
    groups.map((g) => [g.title, g.rows.map((r) => nameOf(r.workload))]),
    [
      ['Exceptions', ['fails', 'plain', 'odd']],
      ['data', ['open']],
      ['shop', ['fine']],
    ],
  )
})

test('groups by namespace hold every row once', () => {
  const rows = ['a/Deployment/x', 'b/Deployment/y', 'a/Deployment/z'].map((w) => row(w))
  assert.deepEqual(
    byNamespace(rows).map((g) => g.rows.length),
    [2, 1],
  )
  assert.equal(namespaceOf('workload:a/Deployment/x'), 'a')
})
