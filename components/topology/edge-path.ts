import type { Rect } from '#lib/graph/layout/layout.ts'

/** Drawing steps of one line: move, straight, curve; numbers are world pixels. */
export type Step =
  | readonly ['M' | 'L', number, number]
  | readonly ['C', number, number, number, number, number, number]

export type EdgePath = {
  readonly steps: readonly Step[]
  /** Right end of the label: in the lane before the target, in one vertical line per column. */
  readonly label: { readonly x: number; readonly y: number }
  /** Room for words in the lane. */
  readonly lane: number
  readonly head: { readonly x: number; readonly y: number; readonly way: 'right' | 'down' }
  /** Points along the line, x and y in turn, for hits and for straight lines when far. */
  readonly samples: readonly number[]
  readonly bounds: Rect
}

const LANE = 82
const RUN_IN = 22
const LABEL_FROM_END = 14

/** A curve, then a straight run-in before the target; an inferred way back goes over the top into the target's head. */
export function edgePath(
  from: Rect,
  to: Rect,
  fromY: number,
  toY: number,
  /** Height at which an inferred way back clears everything in between; absent for all others. */
  overTop: number | undefined,
): EdgePath {
  const sx = from.x + from.width
  const sy = from.y + fromY
  const ty = to.y + toY
  const tx = to.x
  if (overTop !== undefined && tx < sx) return wayBack(to, sx, sy, overTop)
  if (tx < sx + 24) return backwards(from, to, sx, sy, tx, ty)
  const end = tx - 5
  const turn = Math.max(Math.min(sx + 52, tx - RUN_IN), tx - LANE)
  const bend = (turn - sx) * 0.62
  const steps: Step[] =
    Math.abs(sy - ty) < 0.5
      ? [
          ['M', sx, sy],
          ['L', end, ty],
        ]
      : [
          ['M', sx, sy],
          ['C', sx + bend, sy, turn - bend, ty, turn, ty],
          ['L', end, ty],
        ]
  return finish(steps, { x: tx - LABEL_FROM_END, y: ty }, tx - sx, {
    x: tx,
    y: ty,
    way: 'right',
  })
}

/** To something that does not stand to the right: out, around, and in from the left all the same. */
function backwards(from: Rect, to: Rect, sx: number, sy: number, tx: number, ty: number): EdgePath {
  const reach = Math.min(160, 48 + Math.abs(tx - sx) * 0.12)
  const middleY = Math.abs(sy - ty) > 60 ? (sy + ty) / 2 : Math.min(from.y, to.y) - 36
  const steps: Step[] = [
    ['M', sx, sy],
    ['C', sx + reach, sy, sx + reach, middleY, (sx + tx) / 2, middleY],
    ['C', tx - reach - 24, middleY, tx - reach - 24, ty, tx - 24, ty],
    ['L', tx - 5, ty],
  ]
  return finish(steps, { x: tx - LABEL_FROM_END, y: ty }, LANE, { x: tx, y: ty, way: 'right' })
}

function wayBack(to: Rect, sx: number, sy: number, top: number): EdgePath {
  const tx = to.x + 40
  const r = 18
  const right = sx + 34
  const steps: Step[] = [
    ['M', sx, sy],
    ['L', right - r, sy],
    ['C', right - r / 2, sy, right, sy - r / 2, right, sy - r],
    ['L', right, top + r],
    ['C', right, top + r / 2, right - r / 2, top, right - r, top],
    ['L', tx + r, top],
    ['C', tx + r / 2, top, tx, top + r / 2, tx, top + r],
    ['L', tx, to.y - 6],
  ]
  const room = right - tx - 2 * r
  return finish(steps, { x: tx + Math.min(room / 2 + r, 190) + 190, y: top }, room, {
    x: tx,
    y: to.y,
    way: 'down',
  })
}

function finish(
  steps: readonly Step[],
  label: EdgePath['label'],
  lane: number,
  head: EdgePath['head'],
): EdgePath {
  const samples: number[] = []
  let x = 0
  let y = 0
  for (const step of steps) {
    if (step[0] === 'C') {
      const [, ax, ay, bx, by, cx, cy] = step
      for (let i = 1; i <= 10; i++) {
        const t = i / 10
        const u = 1 - t
        samples.push(
          u * u * u * x + 3 * u * u * t * ax + 3 * u * t * t * bx + t * t * t * cx,
          u * u * u * y + 3 * u * u * t * ay + 3 * u * t * t * by + t * t * t * cy,
        )
      }
      x = cx
      y = cy
    } else {
      x = step[1]
      y = step[2]
      samples.push(x, y)
    }
  }
  let left = Number.POSITIVE_INFINITY
  let top = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let bottom = Number.NEGATIVE_INFINITY
  for (let i = 0; i + 1 < samples.length; i += 2) {
    left = Math.min(left, samples[i] ?? 0)
    right = Math.max(right, samples[i] ?? 0)
    top = Math.min(top, samples[i + 1] ?? 0)
    bottom = Math.max(bottom, samples[i + 1] ?? 0)
  }
  return {
    steps,
    label,
    lane,
    head,
    samples,
    bounds: { x: left, y: top - 12, width: right - left, height: bottom - top + 24 },
  }
}
