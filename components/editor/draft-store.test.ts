import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Draft, type DraftStorage, draftStore } from './draft-store.ts'

function memory(entries: Record<string, string> = {}): DraftStorage {
  const map = new Map(Object.entries(entries))
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    key: (index) => [...map.keys()][index] ?? null,
    get length() {
      return map.size
    },
  }
}
const draft = (text: string, at = 1): Draft => ({
  text,
  at,
  title: 'VirtualService/shop/web',
  href: '/here',
  base: { text: 'a: 1', resourceVersion: '7', uid: 'u' },
})

test('a draft comes back after a reload', () => {
  const storage = memory()
  assert.equal(draftStore(storage).write('c:one', draft('a: 2')), true)
  assert.deepEqual(draftStore(storage).read('c:one'), draft('a: 2'))
})

test('a browser that refuses storage says so and still keeps the text for this page', () => {
  const full = memory()
  full.setItem = () => {
    throw new Error('QuotaExceededError')
  }
  const store = draftStore(full)
  assert.equal(store.write('c:one', draft('a: 2')), false)
  assert.equal(store.read('c:one')?.text, 'a: 2')
})

test('the list holds every draft of the tab, the newest first, and the same object until a write', () => {
  const storage = memory({ unrelated: 'x' })
  draftStore(storage).write('c:old', draft('old', 1))
  const store = draftStore(storage)
  store.write('c:new', draft('new', 2))
  assert.deepEqual(
    store.all().map((entry) => entry.id),
    ['c:new', 'c:old'],
  )
  assert.equal(store.all(), store.all())
  store.remove('c:new')
  assert.deepEqual(
    store.all().map((entry) => entry.id),
    ['c:old'],
  )
})

for (const stored of ['', '{', '[]', '{"text":1}', '{"text":"a","base":{}}', 'null'])
  test(`a stored value ${JSON.stringify(stored)} is no draft`, () => {
    assert.equal(draftStore(memory({ 'meshwright:draft:x': stored })).read('x'), undefined)
  })

test('listeners hear of writes and removals', () => {
  const store = draftStore(memory())
  let heard = 0
  const stop = store.subscribe(() => {
    heard += 1
  })
  store.write('x', draft('a'))
  store.remove('x')
  stop()
  store.write('x', draft('b'))
  assert.equal(heard, 2)
})
