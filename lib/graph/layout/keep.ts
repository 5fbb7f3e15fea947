import type { Arrow, Block, Box, Rect } from './block.ts'
import { MEASURES as M } from './measures.ts'

/**
 * A block after a change, laid over the one before: what was there stays where it stood, what is new takes a free
 * place in the column after those that call it. Nothing else moves but what a grown thing pushes down.
 * @param roomX how wide the block may become before it needs another place
 */
export function keepBlock(
  before: Block,
  boxes: readonly Box[],
  arrows: readonly Arrow[],
  framed: boolean,
  roomX: number,
): Block {
  const places = new Map<string, Rect>()
  for (const box of boxes) {
    const old = before.places.get(box.id)
    if (old) places.set(box.id, { x: old.x, y: old.y, width: box.width, height: box.height })
  }
  pushDown(places)
  const side = framed ? M.frameSide : 0
  for (const box of [...boxes].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (!places.has(box.id)) places.set(box.id, freePlace(box, places, arrows, before, side, roomX))
  }
  let right = 0
  let bottom = 0
  for (const rect of places.values()) {
    right = Math.max(right, rect.x + rect.width)
    bottom = Math.max(bottom, rect.y + rect.height)
  }
  const idle = boxes.some((b) => b.idle)
  return {
    width: Math.max(before.width, right + side),
    height: Math.max(before.height, bottom + (framed ? M.frameBottom : 0)),
    places,
    ...(idle && before.rule !== undefined ? { rule: before.rule } : {}),
  }
}

/** Things of one column never overlap: a thing that grew pushes those below it. */
function pushDown(places: Map<string, Rect>): void {
  const columns = new Map<number, [string, Rect][]>()
  for (const entry of places) {
    const column = columns.get(entry[1].x) ?? []
    column.push(entry)
    columns.set(entry[1].x, column)
  }
  for (const column of columns.values()) {
    column.sort((a, b) => a[1].y - b[1].y)
    let floor = Number.NEGATIVE_INFINITY
    for (const [id, rect] of column) {
      const y = Math.max(rect.y, floor)
      if (y !== rect.y) places.set(id, { ...rect, y })
      floor = y + rect.height + M.idleGap
    }
  }
}

function freePlace(
  box: Box,
  places: ReadonlyMap<string, Rect>,
  arrows: readonly Arrow[],
  before: Block,
  side: number,
  roomX: number,
): Rect {
  const columns = [...new Set([...places.values()].map((r) => r.x))].sort((a, b) => a - b)
  const callers = arrows.flatMap((a) => (a.to === box.id ? (places.get(a.from) ?? []) : []))
  const wanted = callers.length ? Math.max(...callers.map((r) => r.x)) : -1
  const next = columns.find((x) => x > wanted)
  const last = columns[columns.length - 1] ?? side
  const widest = Math.max(0, ...[...places.values()].map((r) => r.x + r.width))
  const fresh = widest + M.columnGap
  const x = next ?? (fresh + box.width + side <= roomX ? fresh : last)
  const inColumn = [...places.values()]
    .filter((r) => r.x < x + box.width && x < r.x + r.width)
    .sort((a, b) => a.y - b.y)
  const top = Math.min(...[...before.places.values()].map((r) => r.y), Number.MAX_SAFE_INTEGER)
  let y = top === Number.MAX_SAFE_INTEGER ? 0 : top
  if (box.idle && before.rule !== undefined) y = before.rule + M.ruleBelow
  for (const rect of inColumn) {
    if (rect.y + rect.height + M.idleGap <= y) continue
    if (y + box.height + M.idleGap <= rect.y) break
    y = rect.y + rect.height + M.idleGap
  }
  return { x, y, width: box.width, height: box.height }
}
