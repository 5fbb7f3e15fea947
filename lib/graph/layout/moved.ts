import type { Frame, Layout, Rect } from './layout.ts'
import { MEASURES as M } from './measures.ts'

/** How far from its own place a person has put a thing, in world pixels, by the id of its card. */
export type Moves = ReadonlyMap<string, { readonly x: number; readonly y: number }>

/**
 * The layout with what people moved where they put it. A namespace holds its things, so its frame grows after them;
 * nothing else moves. The next automatic layout starts from the places that were not moved.
 */
export function moved(
  layout: Layout,
  cards: readonly { readonly id: string; readonly group: string }[],
  moves: Moves,
): Layout {
  if (moves.size === 0) return layout
  const boxes = new Map(layout.boxes)
  const frames = new Map<string, Frame>(layout.frames)
  let { width, height } = layout
  for (const { id, group } of cards) {
    const by = moves.get(id)
    const box = layout.boxes.get(id)
    if (!by || !box) continue
    const frame = frames.get(group)
    const rect: Rect = {
      ...box,
      x: Math.max(frame ? M.frameSide : 0, box.x + by.x),
      y: Math.max(frame ? M.frameTop : 0, box.y + by.y),
    }
    boxes.set(id, rect)
    const needed = frame ? around(frame, rect) : rect
    if (frame) frames.set(group, { ...frame, ...needed })
    width = Math.max(width, needed.x + needed.width)
    height = Math.max(height, needed.y + needed.height)
  }
  return { ...layout, boxes, frames, width, height }
}

/** The frame grown so that the thing stands in it with the usual room. */
function around(frame: Rect, rect: Rect): Rect {
  const x = Math.min(frame.x, rect.x - M.frameSide)
  const y = Math.min(frame.y, rect.y - M.frameTop)
  const right = Math.max(frame.x + frame.width, rect.x + rect.width + M.frameSide)
  const bottom = Math.max(frame.y + frame.height, rect.y + rect.height + M.frameBottom)
  return { x, y, width: right - x, height: bottom - y }
}
