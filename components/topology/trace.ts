import type { Rect } from '#lib/graph/layout/layout.ts'
import type { Step } from './edge-path.ts'

type Pen = Pick<CanvasRenderingContext2D, 'moveTo' | 'lineTo' | 'bezierCurveTo'>

/** Shorter curves are drawn whole: taking them apart costs more than it saves. */
const LONG = 2400
const PIECES = 24

/**
 * Draws what of a line can be seen. A pattern is made dash by dash along the whole of a curve, however far off that
 * is; so a long curve is taken apart, and the pieces out of view are left away.
 *
 * @returns where the pattern begins: the length of what was left away before the first piece
 */
export function traceSeen(pen: Pen, steps: readonly Step[], seen: Rect, margin: number): number {
  const area = {
    left: seen.x - margin,
    top: seen.y - margin,
    right: seen.x + seen.width + margin,
    bottom: seen.y + seen.height + margin,
  }
  let [x, y] = [0, 0]
  let isDown = false
  let skipped = 0
  let hasBegun = false
  const move = (toX: number, toY: number) => {
    if (!isDown) pen.moveTo(toX, toY)
    isDown = true
    hasBegun = true
  }
  for (const step of steps) {
    if (step[0] !== 'C') {
      const [kind, toX, toY] = step
      if (kind === 'L') {
        move(x, y)
        pen.lineTo(toX, toY)
      } else isDown = false
      ;[x, y] = [toX, toY]
      continue
    }
    const [, ax, ay, bx, by, cx, cy] = step
    const reach =
      Math.hypot(ax - x, ay - y) + Math.hypot(bx - ax, by - ay) + Math.hypot(cx - bx, cy - by)
    if (reach < LONG) {
      move(x, y)
      pen.bezierCurveTo(ax, ay, bx, by, cx, cy)
      ;[x, y] = [cx, cy]
      continue
    }
    let rest = { x0: x, y0: y, x1: ax, y1: ay, x2: bx, y2: by }
    for (let left = PIECES; left > 0; left--) {
      const piece = split(rest, cx, cy, 1 / left)
      const { x0, y0, x1, y1, x2, y2, x3, y3 } = piece
      const isSeen =
        Math.min(x0, x1, x2, x3) < area.right &&
        Math.max(x0, x1, x2, x3) > area.left &&
        Math.min(y0, y1, y2, y3) < area.bottom &&
        Math.max(y0, y1, y2, y3) > area.top
      if (isSeen) {
        move(x0, y0)
        pen.bezierCurveTo(x1, y1, x2, y2, x3, y3)
      } else {
        isDown = false
        if (!hasBegun) skipped += Math.hypot(x3 - x0, y3 - y0)
      }
      rest = piece.rest
    }
    ;[x, y] = [cx, cy]
  }
  return skipped
}

/** The first part of a curve, and what is left of it. @see de Casteljau */
function split(
  { x0, y0, x1, y1, x2, y2 }: Record<'x0' | 'y0' | 'x1' | 'y1' | 'x2' | 'y2', number>,
  endX: number,
  endY: number,
  t: number,
) {
  const mix = (a: number, b: number) => a + (b - a) * t
  const [ax, ay] = [mix(x0, x1), mix(y0, y1)]
  const [mx, my] = [mix(x1, x2), mix(y1, y2)]
  const [bx, by] = [mix(x2, endX), mix(y2, endY)]
  const [cx, cy] = [mix(ax, mx), mix(ay, my)]
  const [dx, dy] = [mix(mx, bx), mix(my, by)]
  const [x3, y3] = [mix(cx, dx), mix(cy, dy)]
  return {
    x0,
    y0,
    x1: ax,
    y1: ay,
    x2: cx,
    y2: cy,
    x3,
    y3,
    rest: { x0: x3, y0: y3, x1: dx, y1: dy, x2: bx, y2: by },
  }
}
