import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Arrow, Box } from './block.ts'
import { layout } from './layout.ts'

const box = (i: number): Box => ({
  id: `s${String(i).padStart(3, '0')}`,
  group: 'shop',
  width: 176,
  height: 74,
  idle: false,
})
const arrow = (from: number, to: number): Arrow => ({
  from: box(from).id,
  to: box(to).id,
  fromY: 22,
  toY: 22,
})
const boxes = (count: number) => Array.from({ length: count }, (_, i) => box(i))
const ROOM = (176 + 88) * (74 + 28)

const rows = [
  { name: 'a long chain', arrows: Array.from({ length: 59 }, (_, i) => arrow(i, i + 1)) },
  { name: 'one that calls all', arrows: Array.from({ length: 59 }, (_, i) => arrow(0, i + 1)) },
  {
    name: 'a ladder',
    arrows: Array.from({ length: 58 }, (_, i) => [arrow(i, i + 1), arrow(i, i + 2)]).flat(),
  },
]
for (const { name, arrows } of rows)
  test(`${name} of many things is packed, and nothing covers another`, () => {
    const { width, height, boxes: places } = layout(boxes(60), arrows)
    assert.ok(width * height < 60 * ROOM * 2, `${width} × ${height}`)
    assert.ok(width / height < 4 && height / width < 4, `${width} × ${height}`)
    const all = [...places.values()]
    for (const [i, a] of all.entries())
      for (const b of all.slice(i + 1))
        assert.ok(
          a.x + a.width <= b.x ||
            b.x + b.width <= a.x ||
            a.y + a.height <= b.y ||
            b.y + b.height <= a.y,
        )
  })

test('a chain of few things runs straight on', () => {
  const { boxes: places } = layout(
    boxes(8),
    Array.from({ length: 7 }, (_, i) => arrow(i, i + 1)),
  )
  assert.equal(new Set([...places.values()].map(({ y }) => y)).size, 1)
})
