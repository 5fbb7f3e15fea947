import type { Box } from './block.ts'
import { MEASURES as M } from './measures.ts'

/** Fewer things than this are looked at one by one: then straight lines are worth the room they take. */
const MANY = 24
/** What is drawn may take this many times the room of its things before it is packed. */
const LOOSE = 2.6
/** Width over height that a packed block should have. */
const ASPECT = 1.5

const sizeOf = (box: Box) => (box.width + M.columnGap) * (box.height + M.rowGap)

/** So much longer one way than the other, a block is a thread and no picture. */
const HIGH = 6
const WIDE = 10

/** Whether many things stand so far apart, or so far up and down, that little of them is left on a screen. */
export function isLoose(boxes: readonly Box[], width: number, height: number): boolean {
  if (boxes.length < MANY) return false
  if (height > HIGH * width || width > WIDE * height) return true
  return width * height > LOOSE * boxes.reduce((sum, box) => sum + sizeOf(box), 0)
}

/**
 * The same columns one after the other, as text is set: each as high as the picture should be, short ranks together
 * and long ones in several columns. What is called stays right of what calls it, or below it.
 */
export function packColumns(columns: readonly (readonly Box[])[]): {
  readonly columns: readonly (readonly Box[])[]
  readonly tops: ReadonlyMap<string, number>
} {
  const area = columns.flat().reduce((sum, box) => sum + sizeOf(box), 0)
  const limit = Math.sqrt(area / ASPECT)
  const packed: Box[][] = []
  const tops = new Map<string, number>()
  let y = Number.POSITIVE_INFINITY
  for (const column of columns) {
    // A rank begins a column of its own where the one before is nearly full.
    if (y > limit * 0.7) y = Number.POSITIVE_INFINITY
    for (const box of column) {
      if (y + box.height > limit * 1.1) {
        packed.push([])
        y = 0
      }
      packed.at(-1)?.push(box)
      tops.set(box.id, y)
      y += box.height + M.rowGap
    }
  }
  return { columns: packed, tops }
}
