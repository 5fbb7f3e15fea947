import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import { changedPixels, drawnPixels, pixelsOf } from './png.ts'

const chunk = (type: string, data: Buffer) => {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** Two by two pixels, opaque, each line with a filter of its own. */
function png(lines: readonly (readonly number[])[]): Buffer {
  const head = Buffer.from([0, 0, 0, 2, 0, 0, 0, lines.length, 8, 2, 0, 0, 0])
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from(lines.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const RED_BLUE = [255, 0, 0, 0, 0, 255]
const rows = [
  { name: 'none', second: [0, 10, 20, 30, 40, 50, 60] },
  { name: 'left', second: [1, 10, 20, 30, 30, 30, 30] },
  { name: 'up', second: [2, 11, 20, 30, 40, 50, 61] },
  { name: 'average', second: [3, 139, 20, 30, 35, 40, 174] },
  { name: 'Paeth', second: [4, 11, 20, 30, 40, 30, 61] },
]
for (const { name, second } of rows)
  test(`reads lines with the filter "${name}"`, () => {
    const { width, height, rgb } = pixelsOf(png([[0, ...RED_BLUE], second]))
    assert.deepEqual([width, height], [2, 2])
    assert.deepEqual([...rgb.subarray(0, 6)], RED_BLUE)
    assert.deepEqual([...rgb.subarray(6)], [10, 20, 30, 40, 50, 60])
  })

test('counts what is drawn on the ground and what became another', () => {
  const whole = { x: 0, y: 0, width: 2, height: 2 }
  const before = pixelsOf(
    png([
      [0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 9, 9, 9],
    ]),
  )
  const after = pixelsOf(
    png([
      [0, 0, 0, 0, 7, 7, 7],
      [0, 0, 0, 0, 9, 9, 9],
    ]),
  )
  assert.equal(drawnPixels(before, whole), 1)
  assert.equal(changedPixels(before, after, whole), 1)
  assert.equal(changedPixels(before, after, { ...whole, width: 1 }), 0)
})
