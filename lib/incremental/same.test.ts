import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSame, shared } from './same.ts'

/** A Gateway and its server, which points back at it. */
const gateway = (port: number) => {
  const own: { name: string; servers: unknown[] } = { name: 'web', servers: [] }
  own.servers.push({ port, gateway: own })
  return own
}
const shop = { name: 'shop' }

const rows = [
  { name: 'numbers', a: 1, b: 1, same: true },
  { name: 'not a number', a: Number.NaN, b: Number.NaN, same: true },
  { name: 'plain data by structure', a: { x: [1, { y: 2 }] }, b: { x: [1, { y: 2 }] }, same: true },
  { name: 'another value inside', a: { x: [1, { y: 2 }] }, b: { x: [1, { y: 3 }] }, same: false },
  { name: 'a field more', a: { x: 1 }, b: { x: 1, y: undefined }, same: false },
  { name: 'a list longer', a: [1], b: [1, 2], same: false },
  { name: 'null and an object', a: null, b: {}, same: false },
  {
    name: 'maps in one order',
    a: new Map([['a', { x: 1 }]]),
    b: new Map([['a', { x: 1 }]]),
    same: true,
  },
  {
    name: 'maps in another order',
    a: new Map([
      ['a', 1],
      ['b', 2],
    ]),
    b: new Map([
      ['b', 2],
      ['a', 1],
    ]),
    same: false,
  },
  { name: 'sets of one thing', a: new Set([shop]), b: new Set([shop]), same: true },
  { name: 'functions by identity', a: { f: () => 1 }, b: { f: () => 1 }, same: false },
  { name: 'what points back at its holder', a: gateway(80), b: gateway(80), same: true },
  { name: 'a difference beside what points back', a: gateway(80), b: gateway(81), same: false },
]
for (const { name, a, b, same } of rows) {
  test(`${name}: ${same ? 'the same' : 'not the same'}`, () => assert.equal(isSame(a, b), same))
}

test('a list keeps its old entries around a new one', () => {
  const before = [{ id: 1 }, { id: 2 }, { id: 3 }]
  const now = shared(before, [{ id: 1 }, { id: 9 }, { id: 2 }, { id: 3 }]) as unknown[]
  assert.equal(now[0], before[0])
  assert.deepEqual(now[1], { id: 9 })
  assert.equal(now[2], before[1])
  assert.equal(now[3], before[2])
})
