import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ageWords } from './age.ts'

const NOW = Date.parse('2026-11-23T00:00:00Z')
const HOUR = 3600
const DAY = 24 * HOUR
const rows: readonly [seconds: number, said: string][] = [
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [9 * 60 + 30, '9m30s'],
  [11 * 60 + 30, '11m'],
  [2 * HOUR, '120m'],
  [3 * HOUR + 60, '3h1m'],
  [9 * HOUR + 60, '9h'],
  [30 * HOUR, '30h'],
  [2 * DAY + 5 * HOUR, '2d5h'],
  [9 * DAY + 5 * HOUR, '9d'],
  [729 * DAY, '729d'],
  [731 * DAY, '2y1d'],
  [3650 * DAY, '10y'],
  [-50, '0s'],
]
for (const [seconds, said] of rows)
  test(`${seconds} s are ${said}`, () =>
    assert.equal(ageWords(new Date(NOW - seconds * 1000).toISOString(), NOW), said))

test('no time is no age', () => {
  assert.equal(ageWords(undefined, NOW), '<unknown>')
  assert.equal(ageWords('yesterday', NOW), '<unknown>')
})
