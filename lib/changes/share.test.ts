import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatShare } from './share.ts'

const rows = [
  [50, '50 %'],
  [100, '100 %'],
  [0, '0 %'],
  [72.727, '72.7 %'],
  [0.01, '0.01 %'],
  [0.001, '< 0.01 %'],
  [99.99, '99.99 %'],
  [99.999, '> 99.99 %'],
  [33.333, '33.3 %'],
] as const
for (const [share, wanted] of rows)
  test(`${share} is ${wanted}`, () => assert.equal(formatShare(share), wanted))
