import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockTime } from './clock.ts'

const AT = '2026-11-23T22:14:05Z'

test('UTC says so; the reader’s own time has no name', () => {
  const before = process.env.TZ
  process.env.TZ = 'Asia/Kolkata'
  try {
    assert.equal(clockTime(AT, 'utc'), '22:14:05 UTC')
    assert.equal(clockTime(Date.parse(AT), 'utc', false), '22:14 UTC')
    assert.equal(clockTime(AT, 'local'), '03:44:05')
  } finally {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  }
})

test('what is no moment has no time', () => assert.equal(clockTime('soon', 'utc'), '–'))
