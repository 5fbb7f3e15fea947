import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Report, rendered, reportCsv, reportJson } from './report.ts'

type Row = { readonly name: string; readonly weight: number }
const report: Report<Row> = {
  file: 'routes',
  title: 'Routes',
  columns: [
    ['Name', (row) => row.name],
    ['Weight', (row) => row.weight],
  ],
  rows: [
    { name: '=HYPERLINK("x")', weight: 80 },
    { name: 'a,b', weight: 20 },
  ],
  reads: ['gateways'],
  head: {
    revision: 'r7',
    freshness: { state: 'live', since: '2026-11-23T00:00:00Z' },
    partial: [
      { group: '', version: 'v1', plural: 'pods', reason: 'not-permitted', message: 'no pods' },
      {
        group: 'g',
        version: 'v1',
        plural: 'gateways',
        namespace: 'shop',
        reason: 'not-permitted',
        message: 'forbidden\nby RBAC',
      },
      { group: 'g', version: 'v1', plural: 'gateways', reason: 'not-served', message: '' },
    ],
  },
}
const about = { cluster: 'c', time: 't', scope: 'all', filter: 'none', by: 'ada' }

test('a CSV says where it comes from, what was not read, and runs nothing', async () => {
  const csv = reportCsv(await rendered(report, about))
  const lines = csv.split('\r\n')
  const at = lines.indexOf('Name,Weight')
  assert.ok(at > 0 && lines.slice(0, at).every((line) => line.startsWith('# ')))
  assert.match(csv, /# Revision: r7\r\n/)
  assert.match(csv, /# What could not be read: gateways in shop: forbidden by RBAC\r\n/)
  assert.doesNotMatch(csv, /no pods/)
  assert.deepEqual(lines.slice(at + 1, at + 3), [`"'=HYPERLINK(""x"")",80`, '"a,b",20'])
})

test('CSV and JSON of one report have one hash, and another row another one', async () => {
  const first = await rendered(report, about)
  const json = JSON.parse(reportJson(first)) as { hash: string; rows: object[] }
  assert.match(json.hash, /^sha256:[0-9a-f]{64}$/)
  assert.ok(reportCsv(first).includes(`# Content hash: ${json.hash}\r\n`))
  assert.deepEqual(json.rows[1], { Name: 'a,b', Weight: 20 })
  const later = await rendered(report, { ...about, time: 'later' })
  assert.equal(later.provenance.hash, json.hash)
  const other = await rendered({ ...report, rows: report.rows.slice(1) }, about)
  assert.notEqual(other.provenance.hash, json.hash)
})
