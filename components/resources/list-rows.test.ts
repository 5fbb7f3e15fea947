import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findingCounts } from './finding-count.ts'
import { nextSort, saidBy, shownRows, sortRows } from './list-rows.ts'

const list = [
  { namespace: 'b', name: 'web-10', created: '2026-01-02T00:00:00Z', cells: ['2/2', 9] },
  { namespace: 'b', name: 'web-9', created: '2026-01-03T00:00:00Z', cells: ['1/2', 10] },
  { namespace: 'a', name: 'web', cells: ['0/1', 1] },
]
const finding = (resource: string, severity: 'error' | 'warning' | 'info') => ({
  id: resource,
  code: 'x',
  aliases: [],
  severity,
  layer: 'semantic' as const,
  resource,
  message: '',
  mentions: [],
  docs: '',
})
const rows = shownRows(
  'Pod',
  list,
  findingCounts([
    finding('Pod/b/web-9', 'warning'),
    finding('Pod/a/web', 'error'),
    finding('Deployment/b/web-10', 'error'),
  ]),
  new Map([['Pod/b/web-9', ['sidecar']]]),
)

const orders = [
  { sort: undefined, is: ['web', 'web-9', 'web-10'] },
  { sort: 'Name', is: ['web', 'web-9', 'web-10'] },
  { sort: '-Name', is: ['web-10', 'web-9', 'web'] },
  { sort: 'Count', is: ['web', 'web-10', 'web-9'] },
  { sort: '-Findings', is: ['web', 'web-9', 'web-10'] },
  { sort: '-In mesh', is: ['web-9', 'web', 'web-10'] },
  { sort: 'Age', is: ['web-9', 'web-10', 'web'] },
  { sort: 'No such column', is: ['web', 'web-9', 'web-10'] },
]
for (const { sort, is } of orders)
  test(`rows by ${sort ?? 'namespace and name'}`, () =>
    assert.deepEqual(
      sortRows(rows, sort, ['Ready', 'Count'], ['In mesh']).map((r) => r.name),
      is,
    ))

test('findings are those on the object itself, of its kind', () => {
  assert.deepEqual(
    rows.map((r) => [r.findings.error, r.findings.warning]),
    [
      [0, 0],
      [0, 1],
      [1, 0],
    ],
  )
})

test('the filter sees cells and facts', () => {
  assert.match(saidBy(rows[1] ?? assert.fail()), /b web-9 1\/2 10 sidecar/)
})

test('a head sorts up, then down, then not', () => {
  assert.equal(nextSort(undefined, 'Name'), 'Name')
  assert.equal(nextSort('Name', 'Name'), '-Name')
  assert.equal(nextSort('-Name', 'Name'), undefined)
  assert.equal(nextSort('-Age', 'Name'), 'Name')
})
