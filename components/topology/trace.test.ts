import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from './edge-path.ts'
import { traceSeen } from './trace.ts'

const LONG: readonly Step[] = [
  ['M', 0, 0],
  ['C', 20_000, 0, 40_000, 3000, 60_000, 3000],
  ['L', 60_022, 3000],
]

function drawn(steps: readonly Step[], seen: { x: number; y: number }) {
  const ends: [number, number][] = []
  const moves: [number, number][] = []
  const offset = traceSeen(
    {
      moveTo: (x, y) => moves.push([x, y]),
      lineTo: (x, y) => ends.push([x, y]),
      bezierCurveTo: (...p) => ends.push([p[4], p[5]]),
    },
    steps,
    { ...seen, width: 1500, height: 900 },
    8,
  )
  return { ends, moves, offset }
}

test('a short curve is drawn whole', () => {
  const steps: readonly Step[] = [
    ['M', 0, 0],
    ['C', 50, 0, 100, 80, 150, 80],
  ]
  const { ends, offset } = drawn(steps, { x: 0, y: 0 })
  assert.deepEqual(ends, [[150, 80]])
  assert.equal(offset, 0)
})

test('of a long one only the part near what is seen', () => {
  const { ends, moves, offset } = drawn(LONG, { x: 30_000, y: 1200 })
  assert.ok(ends.length < 6, `${ends.length} pieces`)
  // It begins before what is seen, and its pattern with as much as was left away.
  const [from] = moves
  assert.ok(from && from[0] < 30_000 && from[0] > 20_000)
  assert.ok(Math.abs(offset - Math.hypot(from[0], from[1])) < from[0] * 0.02)
})

test('looked at from nearby, the pattern stays where it is', () => {
  const [a, b] = [drawn(LONG, { x: 30_000, y: 1200 }), drawn(LONG, { x: 31_900, y: 1200 })]
  const along = ({ moves, offset }: typeof a) => offset - Math.hypot(...(moves[0] ?? [0, 0]))
  assert.ok(Math.abs(along(a) - along(b)) < 20)
})

test('out of view nothing of the curve is drawn', () => {
  const { ends } = drawn(LONG, { x: 0, y: 20_000 })
  assert.deepEqual(ends, [[60_022, 3000]])
})
