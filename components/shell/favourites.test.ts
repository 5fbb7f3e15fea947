import assert from 'node:assert/strict'
import { test } from 'node:test'
import { favouritesIn, starredFirst } from './favourites.ts'

function fakeStorage(first?: string) {
  const held = new Map(first === undefined ? [] : [['k', first]])
  return {
    held,
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  }
}

test('a star is set, kept and taken away, and listeners hear of it', () => {
  const storage = fakeStorage()
  const favourites = favouritesIn('k', () => storage)
  let heard = 0
  const stop = favourites.subscribe(() => {
    heard += 1
  })
  favourites.toggle('shop')
  favourites.toggle('web')
  assert.deepEqual(favourites.read(), ['shop', 'web'])
  assert.deepEqual(favouritesIn('k', () => storage).read(), ['shop', 'web'])
  favourites.toggle('shop')
  favourites.toggle('web')
  assert.deepEqual([favourites.read(), storage.held.size, heard], [[], 0, 4])
  stop()
  favourites.toggle('x')
  assert.equal(heard, 4)
})

test('the list is the same one until it says something else', () => {
  const favourites = favouritesIn('k', () => fakeStorage('["a"]'))
  assert.equal(favourites.read(), favourites.read())
})

for (const text of ['no json', '{"a":1}', '7', 'null'])
  test(`what is no list is none: ${text}`, () => {
    assert.deepEqual(favouritesIn('k', () => fakeStorage(text)).read(), [])
  })

test('what is no name is left out, and what is twice is there once', () => {
  assert.deepEqual(favouritesIn('k', () => fakeStorage('["a",1,null,"a"]')).read(), ['a'])
})

test('without storage stars hold as long as the page', () => {
  const favourites = favouritesIn('k', () => {
    throw new Error('off')
  })
  favourites.toggle('a')
  assert.deepEqual(favourites.read(), ['a'])
})

test('stars go first, each part by name', () => {
  assert.deepEqual(starredFirst(['c', 'a', 'b', 'd'], ['d', 'b', 'gone']), ['b', 'd', 'a', 'c'])
})
