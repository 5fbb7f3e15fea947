import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sortRows } from './list-rows.ts'
import { withPrinted } from './printed-rows.ts'
import { sortKey, spanSeconds } from './sort-key.ts'

const own = {
  columns: [{ name: 'Ready' }, { name: 'Status' }],
  rows: [
    { namespace: 'a', name: 'same', version: '1', cells: ['1/1', null] },
    { namespace: 'a', name: 'newer', version: '2', cells: ['0/1', null] },
    { namespace: 'a', name: 'new', version: '3', cells: ['1/1', null] },
  ],
}
const printed = {
  columns: [{ name: 'READY' }, { name: 'Status' }, { name: 'Gates' }],
  rows: [
    { namespace: 'a', name: 'same', version: '1', cells: ['9/9', 'Running', '<none>'] },
    { namespace: 'a', name: 'newer', version: '1', cells: ['1/1', 'Running', 'x'] },
    { namespace: 'a', name: 'gone', version: '1', cells: ['1/1', 'Running', 'x'] },
  ],
}

test('what memory knows follows the cluster, the rest is as the API server printed it', () => {
  const { columns, rows, isBehind } = withPrinted(own, printed)
  assert.deepEqual(
    columns.map(({ name }) => name),
    ['Ready', 'Status', 'Gates'],
  )
  assert.deepEqual(
    rows.map(({ name, cells, isOld = false }) => [name, ...cells, isOld]),
    [
      ['same', '1/1', 'Running', '<none>', false],
      ['newer', '0/1', 'Running', 'x', true],
      ['new', '1/1', null, null, false],
    ],
  )
  assert.equal(isBehind, true)
})

test('nothing is asked again where everything printed is of the version that is shown', () => {
  const { isBehind } = withPrinted({ ...own, rows: own.rows.slice(0, 1) }, printed)
  assert.equal(isBehind, false)
})

for (const [cell, seconds] of [
  ['40s', 40],
  ['5m', 300],
  ['3d4h', 273_600],
  ['2y30d', 65_664_000],
  ['7m ago', 420],
  ['12', undefined],
  ['d', undefined],
  ['v1', undefined],
  ['<unknown>', undefined],
] as const)
  test(`${cell} is ${seconds ?? 'no'} seconds`, () => assert.equal(spanSeconds(cell), seconds))

test('restarts are sorted by how many there were', () => {
  const cells = ['10 (5m ago)', '2', '0', '<none>']
  const rows = cells.map((cell, i) => ({
    name: `p${i}`,
    cells: [cell],
    facts: [],
    findings: { error: 0, warning: 0, info: 0 },
  }))
  const order = (sort: string) => sortRows(rows, sort, ['Restarts'], []).map((r) => r.cells[0])
  assert.deepEqual(order('Restarts'), ['0', '2', '10 (5m ago)', '<none>'])
  assert.deepEqual(order('-Restarts'), ['<none>', '10 (5m ago)', '2', '0'])
  assert.equal(sortKey('1/2'), '1/2')
})
