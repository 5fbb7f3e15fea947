import assert from 'node:assert/strict'
import { test } from 'node:test'
import { median, percentile, round } from './statistics.ts'

const rows = [
  { name: 'nothing', values: [], share: 0.5, is: Number.NaN },
  { name: 'one value is every percentile', values: [7], share: 0.95, is: 7 },
  { name: 'order of arrival does not matter', values: [3, 1, 2], share: 0.5, is: 2 },
  {
    name: 'the 95th of twenty',
    values: Array.from({ length: 20 }, (_, i) => i + 1),
    share: 0.95,
    is: 19,
  },
  { name: 'all of them', values: [1, 9, 5], share: 1, is: 9 },
]
for (const { name, values, share, is } of rows)
  test(name, () => assert.equal(percentile(values, share), is))

test('the median of an even number is the lower of the middle two', () =>
  assert.equal(median([1, 2, 3, 4]), 2))
test('digits that say nothing are left out', () =>
  assert.deepEqual([0.123456, 12.3456, 123.456, 12345.6].map(round), [0.123, 12.3, 123, 12350]))
