import { type Arrow, type Block, type Box, layBlock, type Rect } from './block.ts'
import { keepBlock } from './keep.ts'
import { MEASURES as M } from './measures.ts'
import { ranksOf } from './rank.ts'
import { stackTops } from './stack.ts'

export type { Arrow, Box, Rect } from './block.ts'

export type Frame = Rect & {
  /** Where its dashed rule stands, in world pixels. */
  readonly rule?: number
}

type Slot = { readonly rect: Rect; readonly block: Block; readonly signature: string }

/** Where everything stands. It is also what the next layout starts from. */
export type Layout = {
  readonly boxes: ReadonlyMap<string, Rect>
  readonly frames: ReadonlyMap<string, Frame>
  readonly width: number
  readonly height: number
  readonly slots: ReadonlyMap<string, Slot>
}

/** Groups that are no namespaces (the outside, peers) have no frame. */
export const FRAMELESS = '~'
const isFramed = (group: string) => !group.startsWith(FRAMELESS)

const byEnds = (a: Arrow, b: Arrow) =>
  byText(a.from, b.from) || byText(a.to, b.to) || a.fromY - b.fromY || a.toY - b.toY

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Two levels: each namespace by itself, then namespaces as blocks in columns along the calls between them.
 * The same input gives the same picture. With `previous`, everything that is still there keeps its place.
 *
 * @param arrows in call direction; those whose ends are not among the boxes are ignored
 */
export function layout(boxes: readonly Box[], arrows: readonly Arrow[], previous?: Layout): Layout {
  const groups = new Map<string, Box[]>()
  for (const box of boxes) {
    const list = groups.get(box.group)
    if (list) list.push(box)
    else groups.set(box.group, [box])
  }
  const groupOf = new Map(boxes.map((b) => [b.id, b.group]))
  const inner = new Map<string, Arrow[]>()
  const outer: Arrow[] = []
  for (const arrow of [...arrows].sort(byEnds)) {
    const from = groupOf.get(arrow.from)
    const to = groupOf.get(arrow.to)
    if (from === undefined || to === undefined) continue
    if (from !== to) outer.push(arrow)
    else if (inner.has(from)) inner.get(from)?.push(arrow)
    else inner.set(from, [arrow])
  }

  const names = [...groups.keys()].sort(byText)
  const blocks = new Map<string, Block>()
  const signatures = new Map<string, string>()
  for (const name of names) {
    const own = groups.get(name) ?? []
    const lines = inner.get(name) ?? []
    const signature = signatureOf(own, lines)
    const slot = previous?.slots.get(name)
    signatures.set(name, signature)
    blocks.set(
      name,
      slot === undefined
        ? layBlock(own, lines, isFramed(name))
        : slot.signature === signature
          ? slot.block
          : keepBlock(slot.block, own, lines, isFramed(name), slot.rect.width),
    )
  }

  const rects = previous
    ? keepSlots(names, blocks, previous)
    : packBlocks(names, roomy(blocks, boxes.length), outer, groupOf)
  return result(names, blocks, rects, signatures)
}

/** The same blocks with their slack around them: what a slot is made for. */
function roomy(blocks: ReadonlyMap<string, Block>, boxCount: number): Map<string, Block> {
  const slack = slackFor(boxCount)
  return new Map(
    [...blocks].map(([name, block]) => [
      name,
      isFramed(name)
        ? { ...block, width: block.width + slack.x, height: block.height + slack.y }
        : block,
    ]),
  )
}

function signatureOf(boxes: readonly Box[], arrows: readonly Arrow[]): string {
  const own = boxes.map((b) => `${b.id}|${b.width}|${b.height}|${b.idle ? 1 : 0}`).sort(byText)
  const lines = arrows.map((a) => `${a.from}>${a.to}`).sort(byText)
  return `${own.join('\n')}\n\n${lines.join('\n')}`
}

/**
 * Slack of each slot in a large picture: half a column and one row, so that a small change disturbs nobody else.
 * A small picture has none: it is looked at as a whole, and little moves in it anyway.
 */
const slackFor = (boxCount: number) => (boxCount > 200 ? { x: 132, y: 128 } : { x: 0, y: 0 })

function packBlocks(
  names: readonly string[],
  blocks: ReadonlyMap<string, Block>,
  outer: readonly Arrow[],
  groupOf: ReadonlyMap<string, string>,
): Map<string, Rect> {
  const index = new Map(names.map((n, i) => [n, i]))
  const pairs = outer.map(
    (a) =>
      [index.get(groupOf.get(a.from) ?? '') ?? 0, index.get(groupOf.get(a.to) ?? '') ?? 0] as const,
  )
  const touched = new Set(pairs.flat())
  const rank = ranksOf(names.length, pairs)
  // What nothing calls and what calls nothing from outside its namespace stands after all that is connected.
  const last = Math.max(0, ...rank)
  const rankOf = (name: string) => {
    const i = index.get(name) ?? 0
    return touched.has(i) ? (rank[i] ?? 0) : last
  }
  const area = names.reduce((sum, n) => {
    const b = blocks.get(n)
    return sum + (b ? (b.width + M.blockGapX) * (b.height + M.blockGapY) : 0)
  }, 0)
  const limit = Math.sqrt((area * 1.25) / 1.6)
  const ordered = [...names].sort((a, b) => rankOf(a) - rankOf(b) || byText(a, b))
  const fewRanks = last <= 6

  const columns: string[][] = []
  let height = 0
  let current = -1
  for (const name of ordered) {
    const block = blocks.get(name)
    const tall = (block?.height ?? 0) + M.blockGapY
    const column = columns[columns.length - 1]
    const isNext = rankOf(name) !== current
    const fullEnough = fewRanks || height > limit * 0.85
    if (!column || (isNext && fullEnough) || (height + tall > limit * 1.15 && height > 0)) {
      columns.push([name])
      height = tall
    } else {
      column.push(name)
      height += tall
    }
    current = rankOf(name)
  }
  return alignColumns(columns, blocks, outer, groupOf)
}

/** Blocks of each column in the order and at the height that keep the calls between them short and straight. */
function alignColumns(
  columns: readonly string[][],
  blocks: ReadonlyMap<string, Block>,
  outer: readonly Arrow[],
  groupOf: ReadonlyMap<string, string>,
): Map<string, Rect> {
  const tops = new Map<string, number>()
  const near = new Map<string, { group: string; offset: number }[]>()
  const add = (group: string, other: string, offset: number) => {
    const list = near.get(group)
    if (list) list.push({ group: other, offset })
    else near.set(group, [{ group: other, offset }])
  }
  for (const arrow of outer) {
    const from = groupOf.get(arrow.from) ?? ''
    const to = groupOf.get(arrow.to) ?? ''
    const a = (blocks.get(from)?.places.get(arrow.from)?.y ?? 0) + arrow.fromY
    const b = (blocks.get(to)?.places.get(arrow.to)?.y ?? 0) + arrow.toY
    add(to, from, a - b)
    add(from, to, b - a)
  }
  const settle = (column: string[], side: ReadonlySet<string>) => {
    const wish = new Map<string, number>()
    for (const name of column) {
      const known = (near.get(name) ?? []).filter((n) => side.has(n.group) && tops.has(n.group))
      if (known.length)
        wish.set(
          name,
          known.reduce((sum, n) => sum + (tops.get(n.group) ?? 0) + n.offset, 0) / known.length,
        )
    }
    const at = (name: string) => wish.get(name) ?? tops.get(name) ?? Number.MAX_SAFE_INTEGER
    column.sort((a, b) => at(a) - at(b) || byText(a, b))
    const found = stackTops(
      column.map((name) => ({
        height: blocks.get(name)?.height ?? 0,
        wish: wish.get(name) ?? tops.get(name),
      })),
      M.blockGapY,
    )
    column.forEach((name, i) => {
      tops.set(name, found[i] ?? 0)
    })
  }
  const sideOf = (from: number, to: number) => new Set(columns.slice(from, to).flat())
  columns.forEach((column, i) => {
    settle(column, sideOf(0, i))
  })
  for (let i = columns.length - 2; i >= 0; i--)
    settle(columns[i] ?? [], sideOf(i + 1, columns.length))
  for (let i = 1; i < columns.length; i++) settle(columns[i] ?? [], sideOf(0, i))

  const rects = new Map<string, Rect>()
  const highest = Math.min(0, ...tops.values())
  let x = 0
  for (const column of columns) {
    let width = 0
    for (const name of column) width = Math.max(width, blocks.get(name)?.width ?? 0)
    for (const name of column) {
      const block = blocks.get(name)
      if (!block) continue
      const { width: w, height: h } = block
      rects.set(name, { x, y: (tops.get(name) ?? 0) - highest, width: w, height: h })
    }
    x += width + M.blockGapX
  }
  return rects
}

/** After a change: slots stay; one that became too small pushes the blocks below it, a new one goes to a free place. */
function keepSlots(
  names: readonly string[],
  blocks: ReadonlyMap<string, Block>,
  previous: Layout,
): Map<string, Rect> {
  const rects = new Map<string, Rect>()
  for (const name of names) {
    const block = blocks.get(name)
    const old = previous.slots.get(name)?.rect
    if (block && old)
      rects.set(name, {
        x: old.x,
        y: old.y,
        width: Math.max(old.width, block.width),
        height: Math.max(old.height, block.height),
      })
  }
  pushBlocks(rects)
  const fresh = names.filter((n) => !rects.has(n))
  if (fresh.length === 0) return rects
  let right = 0
  for (const r of rects.values()) right = Math.max(right, r.x + r.width)
  const x = rects.size ? right + M.blockGapX : 0
  let y = 0
  for (const name of fresh) {
    const block = blocks.get(name)
    if (!block) continue
    rects.set(name, { x, y, width: block.width, height: block.height })
    y += block.height + M.blockGapY
  }
  return rects
}

function pushBlocks(rects: Map<string, Rect>): void {
  const ordered = [...rects].sort((a, b) => a[1].y - b[1].y || a[1].x - b[1].x)
  for (let i = 0; i < ordered.length; i++) {
    const upper = rects.get(ordered[i]?.[0] ?? '')
    if (!upper) continue
    for (let j = i + 1; j < ordered.length; j++) {
      const name = ordered[j]?.[0] ?? ''
      const lower = rects.get(name)
      if (!lower || lower.x >= upper.x + upper.width || upper.x >= lower.x + lower.width) continue
      const overlap = upper.y + upper.height + M.blockGapY / 2 - lower.y
      if (overlap > 0 && lower.y >= upper.y) rects.set(name, { ...lower, y: lower.y + overlap })
    }
  }
}

function result(
  names: readonly string[],
  blocks: ReadonlyMap<string, Block>,
  rects: ReadonlyMap<string, Rect>,
  signatures: ReadonlyMap<string, string>,
): Layout {
  const boxes = new Map<string, Rect>()
  const frames = new Map<string, Frame>()
  const slots = new Map<string, Slot>()
  let width = 0
  let height = 0
  for (const name of names) {
    const block = blocks.get(name)
    const rect = rects.get(name)
    if (!block || !rect) continue
    for (const [id, place] of block.places)
      boxes.set(id, { ...place, x: place.x + rect.x, y: place.y + rect.y })
    slots.set(name, { rect, block, signature: signatures.get(name) ?? '' })
    width = Math.max(width, rect.x + rect.width)
    height = Math.max(height, rect.y + rect.height)
    if (isFramed(name))
      frames.set(name, {
        x: rect.x,
        y: rect.y,
        width: block.width,
        height: block.height,
        ...(block.rule === undefined ? {} : { rule: rect.y + block.rule }),
      })
  }
  return { boxes, frames, width, height, slots }
}
