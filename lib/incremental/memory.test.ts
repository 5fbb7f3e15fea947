import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Memory } from './memory.ts'

/** A table of numbers from outside, and what is derived of it. */
function table() {
  const memory = new Memory()
  const numbers = new Map<string, number>()
  const source = memory.source()
  const number = (key: string) => {
    source.read(key)
    return numbers.get(key)
  }
  const set = (key: string, value: number | undefined) => {
    if (value === undefined) numbers.delete(key)
    else numbers.set(key, value)
    source.changed(key)
  }
  const runs = () => Object.fromEntries([...memory.takeRuns()].sort())
  return { memory, source, number, set, runs }
}

test('only what read the changed key runs again', () => {
  const { memory, number, set, runs } = table()
  const twice = memory.derivation('twice', (key) => (number(key) ?? 0) * 2)
  const sum = memory.derivation('sum', () => twice('a') + twice('b'))
  set('a', 1)
  set('b', 2)
  assert.equal(sum(''), 6)
  assert.deepEqual(runs(), { sum: 1, twice: 2 })
  assert.equal(sum(''), 6)
  assert.deepEqual(runs(), {})
  set('b', 5)
  assert.equal(sum(''), 12)
  assert.deepEqual(runs(), { sum: 1, twice: 1 })
})

test('a value that comes out the same stops the change and keeps its identity', () => {
  const { memory, number, set, runs } = table()
  const sign = memory.derivation('sign', (key) => ({ sign: Math.sign(number(key) ?? 0) }))
  const list = memory.derivation('list', () => [sign('a'), sign('b')])
  set('a', 1)
  const before = list('')
  runs()
  set('a', 7)
  assert.equal(list(''), before)
  assert.deepEqual(runs(), { sign: 1 })
  set('a', -7)
  const after = list('')
  assert.deepEqual(after, [{ sign: -1 }, { sign: 0 }])
  assert.equal(after[1], before[1])
})

test('what is read may depend on what was read before, and is forgotten when nothing reads it', () => {
  const { memory, source, number, set, runs } = table()
  const one = memory.derivation('one', (key) => number(key))
  const chosen = memory.derivation('chosen', () => (one('which') === 1 ? one('a') : one('b')))
  set('which', 1)
  set('a', 10)
  set('b', 20)
  assert.equal(chosen(''), 10)
  assert.deepEqual([...source.keys()].sort(), ['a', 'which'])
  set('which', 2)
  set('a', undefined)
  runs()
  assert.equal(chosen(''), 20)
  assert.deepEqual(runs(), { chosen: 1, one: 2 }, 'the old choice is not looked at again')
  assert.deepEqual([...source.keys()].sort(), ['b', 'which'])
})

test('what is interrupted goes on where it stopped, and loses nothing', () => {
  const { memory, number, set, runs } = table()
  const keys = ['a', 'b', 'c', 'd', 'e']
  for (const key of keys) set(key, 1)
  const twice = memory.derivation('twice', (key) => (number(key) ?? 0) * 2)
  const pair = memory.derivation('pair', (key) => twice(key) + twice(keys[4] as string))
  const sum = memory.derivation('sum', () => keys.reduce((all, key) => all + pair(key), 0))
  const patience = () => {
    let tries = 1
    for (
      let done = memory.within(
        () => true,
        () => sum(''),
      );
      ;
      tries++
    ) {
      if (done) return { value: done.value, tries }
      done = memory.within(
        () => true,
        () => sum(''),
      )
    }
  }
  const first = patience()
  assert.equal(first.value, 20)
  assert.ok(first.tries > 5)
  assert.equal(runs().twice, 5, 'each came to its end once')
  set('b', 2)
  set('e', 5)
  assert.equal(patience().value, 2 * (1 + 2 + 1 + 1 + 5) + 5 * 10)
  assert.equal(runs().twice, 2, 'what had been read before the interruption is not forgotten')
})

test('a derivation that fails runs again when it is asked again', () => {
  const { memory, number, set } = table()
  const strict = memory.derivation('strict', (key) => {
    const value = number(key)
    if (value === undefined) throw new Error(`${key} is not there`)
    return value
  })
  const user = memory.derivation('user', () => strict('a') + 1)
  assert.throws(() => user(''), /a is not there/)
  set('a', 1)
  assert.equal(user(''), 2)
})

test('random changes and questions give what working it all out anew gives', () => {
  let seed = 11
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647
    return seed % below
  }
  const { memory, number, set } = table()
  const at = (i: number) => number(`n${i % 12}`) ?? 0
  const names = Array.from({ length: 30 }, (_, i) => `d${i}`)
  // Each reads numbers and earlier ones, and which ones depends on what it finds.
  const fresh = (i: number): number => {
    if (i < 5) return at(i) % 3
    const turn = at(i) % 2 === 0
    return (fresh(turn ? i - 3 : i - 5) + at(turn ? i + 1 : i + 2)) % 7
  }
  const kept = memory.derivation('kept', (key): number => {
    const i = names.indexOf(key)
    if (i < 5) return at(i) % 3
    const turn = at(i) % 2 === 0
    return (kept(`d${turn ? i - 3 : i - 5}`) + at(turn ? i + 1 : i + 2)) % 7
  })
  for (let step = 0; step < 4000; step++) {
    set(`n${random(12)}`, random(5) === 0 ? undefined : random(9))
    if (random(3) > 0) continue
    const i = random(30)
    assert.equal(kept(`d${i}`), fresh(i), `step ${step}, d${i}`)
  }
})
