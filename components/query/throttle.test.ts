import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { everyAtMost } from './throttle.ts'

test('runs at once, and once more for all that was asked meanwhile', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  let runs = 0
  const ask = everyAtMost(250, () => {
    runs += 1
  })
  ask()
  assert.equal(runs, 1)
  for (let i = 0; i < 10; i++) ask()
  assert.equal(runs, 1)
  mock.timers.tick(250)
  assert.equal(runs, 2)
  mock.timers.tick(250)
  assert.equal(runs, 2)
  ask()
  assert.equal(runs, 3)
  ask()
  ask.stop()
  mock.timers.tick(500)
  assert.equal(runs, 3)
  mock.timers.reset()
})
