import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding } from '#lib/findings/finding.ts'
import { shownFindings } from './shown-findings.ts'

const finding = (id: string, more: Partial<Finding>): Finding => ({
  id,
  code: 'mtls.permissive',
  aliases: [],
  severity: 'info',
  layer: 'cross-resource',
  resource: 'Service/shop/web',
  message: 'Plaintext is accepted too.',
  mentions: [],
  docs: '',
  ...more,
})
const all = [
  finding('note', {}),
  finding('error', {
    severity: 'error',
    code: 'ref.host-not-found',
    resource: 'VirtualService/edge/web',
    mentions: ['Service/data/db'],
  }),
  finding('hidden', { suppressed: { by: 'ConfigMap/a/b', reason: 'known' } }),
  finding('space', {
    severity: 'warning',
    code: 'workload.namespace-not-injected',
    resource: 'Namespace/legacy',
  }),
]
const rows = [
  { name: 'worst first, without what is suppressed', scope: {}, ids: ['error', 'space', 'note'] },
  { name: 'a severity', scope: { severities: ['info'] }, ids: ['note'] },
  {
    name: 'a namespace, also when only mentioned',
    scope: { namespaces: ['data'] },
    ids: ['error'],
  },
  {
    name: 'a Namespace object is in its own scope',
    scope: { namespaces: ['legacy'] },
    ids: ['space'],
  },
  { name: 'words in message, code and object', scope: { text: 'host-not WEB' }, ids: ['error'] },
  { name: 'fields', scope: { text: 'ns:shop code:mtls' }, ids: ['note'] },
  { name: 'nothing', scope: { text: 'zzz' }, ids: [] },
]
for (const row of rows)
  test(row.name, () => {
    const shown = shownFindings(all, { namespaces: [], text: '', severities: [], ...row.scope })
    assert.deepEqual(
      shown.map((f) => f.id),
      row.ids,
    )
  })
