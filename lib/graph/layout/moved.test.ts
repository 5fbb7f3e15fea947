import assert from 'node:assert/strict'
import { test } from 'node:test'
import { webApp } from '#lib/fixtures/web-app.ts'
import { cardsOf } from './cards.ts'
import { layout, type Rect } from './layout.ts'
import { moved } from './moved.ts'

const { cards, boxes, arrows } = cardsOf(webApp(), { collapsed: new Set() })
const before = layout(boxes, arrows)
const framed = cards.find(({ group }) => before.frames.has(group))
if (!framed) throw new Error('the fixture has a namespace')
const { id, group } = framed
const rectOf = (of: ReadonlyMap<string, Rect>, key: string): Rect => {
  const rect = of.get(key)
  if (!rect) throw new Error(`${key} has no place`)
  return rect
}
const own = rectOf(before.boxes, id)

test('nothing moved is the same layout', () => {
  assert.equal(moved(before, cards, new Map()), before)
})

test('what is moved stands where it was put, all others where they were', () => {
  const after = moved(before, cards, new Map([[id, { x: 40, y: 16 }]]))
  assert.deepEqual(after.boxes.get(id), { ...own, x: own.x + 40, y: own.y + 16 })
  for (const [key, rect] of before.boxes) if (key !== id) assert.equal(after.boxes.get(key), rect)
})

const away = [
  { x: 2000, y: 1500 },
  { x: -5000, y: -5000 },
]
for (const by of away)
  test(`its frame and the whole picture hold what is moved by ${by.x}, ${by.y}`, () => {
    const after = moved(before, cards, new Map([[id, by]]))
    const rect = rectOf(after.boxes, id)
    const frame = rectOf(after.frames, group)
    assert.ok(rect.x >= frame.x && rect.y >= frame.y && frame.x >= 0 && frame.y >= 0)
    assert.ok(rect.x + rect.width <= frame.x + frame.width)
    assert.ok(rect.y + rect.height <= frame.y + frame.height)
    assert.ok(frame.x + frame.width <= after.width && frame.y + frame.height <= after.height)
  })

test('what is not there any more moves nothing', () => {
  const after = moved(before, cards, new Map([['service:gone/gone', { x: 5, y: 5 }]]))
  assert.deepEqual(after.boxes, before.boxes)
  assert.deepEqual(after.frames, before.frames)
})
