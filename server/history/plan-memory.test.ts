import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PlanMemory } from './plan-memory.ts'

test('the oldest goes when there are too many, all go when their time is over', () => {
  let now = 0
  const memory = new PlanMemory<number>({ count: 2, ms: 100 }, () => now)
  for (const value of [1, 2, 3]) memory.put(String(value), value)
  assert.deepEqual([memory.get('1'), memory.get('2'), memory.get('3')], [undefined, 2, 3])
  now = 99
  assert.equal(memory.get('3'), 3)
  now = 100
  assert.equal(memory.get('3'), undefined)
})
