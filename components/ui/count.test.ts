import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counted, digits } from './count.ts'

for (const [count, text] of [
  [0, '0'],
  [999, '999'],
  [3001, '3,001'],
  [1_234_567, '1,234,567'],
] as const)
  test(`${count} is written ${text}`, () => assert.equal(digits(count), text))

for (const row of [
  { name: 'one', text: counted(1, 'port'), is: '1 port' },
  { name: 'none', text: counted(0, 'port'), is: '0 ports' },
  { name: 'many', text: counted(3001, 'port'), is: '3,001 ports' },
  { name: 'many of an own word', text: counted(1000, 'policy', 'policies'), is: '1,000 policies' },
])
  test(row.name, () => assert.equal(row.text, row.is))
