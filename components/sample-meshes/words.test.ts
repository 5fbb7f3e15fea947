import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChangedObject } from './answers.ts'
import { lostObjects, openedWords } from './words.ts'

const changed = (count: number): readonly ChangedObject[] =>
  Array.from({ length: count }, (_, at) => ({ op: 'changed', resource: `ConfigMap/shop/c${at}` }))

const lost = [
  { count: 0, sum: '0 objects', named: 0, more: 0 },
  { count: 1, sum: '1 object', named: 1, more: 0 },
  { count: 6, sum: '6 objects', named: 6, more: 0 },
  { count: 40, sum: '40 objects', named: 6, more: 34 },
]
for (const { count, sum, named, more } of lost) {
  test(`${count} changed objects are told as ${sum}, ${named} by name`, () => {
    const told = lostObjects(changed(count))
    assert.deepEqual([told.sum, told.named.length, told.more], [sum, named, more])
    assert.ok(told.named.every((line) => line.endsWith(' changed')))
  })
}

const said = [
  { discarded: 0, isReset: false, words: 'Prisma is open.' },
  { discarded: 0, isReset: true, words: 'Prisma is as it was.' },
  {
    discarded: 2,
    isReset: true,
    words: 'Prisma is as it was. What had been changed in 2 objects is discarded.',
  },
]
for (const { discarded, isReset, words } of said) {
  test(`after it is done: ${words}`, () => {
    const opened = { current: { id: 'prisma', title: 'Prisma' }, discarded, change: 'x' }
    assert.equal(openedWords(opened, isReset), words)
  })
}
