import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { endpoints, QueryOf } from '#lib/api/endpoints.ts'
import type { Finding } from '#lib/findings/finding.ts'
import { filterFindings } from './filter-findings.ts'

const finding = (id: string, more: Partial<Finding>): Finding => ({
  id,
  code: 'a.b',
  aliases: [],
  severity: 'error',
  layer: 'semantic',
  resource: 'VirtualService/shop/web',
  message: '',
  mentions: [],
  docs: '',
  ...more,
})
const all = [
  finding('1', {}),
  finding('2', { severity: 'warning', aliases: ['IST0101'], layer: 'cross-resource' }),
  finding('3', { resource: 'mesh' }),
  finding('4', { resource: 'Namespace/shop' }),
  finding('5', { suppressed: { by: 'Namespace/shop', reason: 'known' } }),
]
const rows: readonly {
  filter: QueryOf<typeof endpoints.findings>
  ids: string
  suppressed: number
}[] = [
  { filter: {}, ids: '12345', suppressed: 1 },
  { filter: { severity: ['warning'] }, ids: '2', suppressed: 0 },
  { filter: { code: ['IST0101'] }, ids: '2', suppressed: 0 },
  { filter: { code: ['a.b'], layer: ['semantic'] }, ids: '1345', suppressed: 1 },
  { filter: { namespace: ['shop'] }, ids: '1245', suppressed: 1 },
  { filter: { resource: ['mesh'] }, ids: '3', suppressed: 0 },
  { filter: { suppressed: 'without' }, ids: '1234', suppressed: 1 },
  { filter: { suppressed: 'only' }, ids: '5', suppressed: 1 },
  { filter: { severity: [] }, ids: '', suppressed: 0 },
]
for (const { filter, ids, suppressed } of rows) {
  test(`findings filtered by ${JSON.stringify(filter)}`, () => {
    const answer = filterFindings(all, filter)
    assert.equal(answer.findings.map(({ id }) => id).join(''), ids)
    assert.equal(answer.suppressed, suppressed)
  })
}
