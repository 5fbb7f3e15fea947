import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GlyphName } from '#components/ui/glyph.tsx'
import { keepRecent, type RecentPlace, recentOf } from './recent.ts'

const isGlyph = (text: string): text is GlyphName => text === 'service'
const place = (id: string): RecentPlace => ({ id, label: id, glyph: 'service', href: `/c/${id}` })

function fakeStorage(first?: string) {
  const held = new Map(first === undefined ? [] : [['meshwright.recent:c', first]])
  return {
    held,
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  }
}

test('the newest is first, and each is there once', () => {
  const storage = fakeStorage()
  for (const id of ['a', 'b', 'a', ...'cdefghij'])
    keepRecent('c', place(id), recentOf('c', isGlyph, storage), storage)
  assert.deepEqual(
    recentOf('c', isGlyph, storage).map(({ id }) => id),
    ['j', 'i', 'h', 'g', 'f', 'e', 'd', 'c'],
  )
  assert.deepEqual(recentOf('other', isGlyph, storage), [])
})

const foreign = [
  'no json',
  '{"a":1}',
  '[null, 1, "x"]',
  JSON.stringify([{ ...place('a'), href: 'javascript:alert(1)' }]),
  JSON.stringify([{ ...place('a'), href: '//elsewhere.example.com' }]),
  JSON.stringify([{ ...place('a'), href: '/\\elsewhere.example.com' }]),
  JSON.stringify([{ ...place('a'), glyph: 'constructor' }]),
  JSON.stringify([{ ...place('a'), label: 7 }]),
]
for (const text of foreign) {
  test(`what is no place is left out: ${text}`, () => {
    assert.deepEqual(recentOf('c', isGlyph, fakeStorage(text)), [])
  })
}

test('a browser that keeps nothing is no reason to fail', () => {
  const off = {
    getItem: () => {
      throw new Error('off')
    },
    setItem: () => {
      throw new Error('off')
    },
  }
  keepRecent('c', place('a'), [], off)
  assert.deepEqual(recentOf('c', isGlyph, off), [])
  assert.deepEqual(recentOf('c', isGlyph, undefined), [])
})
