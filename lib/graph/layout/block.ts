import { MEASURES as M } from './measures.ts'
import { isLoose, packColumns } from './pack.ts'
import { ranksOf } from './rank.ts'
import { stackTops } from './stack.ts'

export type Rect = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Something to place. `group` is its namespace; what has none is a block of its own. */
export type Box = {
  readonly id: string
  readonly group: string
  readonly width: number
  readonly height: number
  /** No arrow names it: it stands below the rule. */
  readonly idle: boolean
}

/** An arrow between two boxes, from and to points below their tops. */
export type Arrow = {
  readonly from: string
  readonly to: string
  readonly fromY: number
  readonly toY: number
}

/** One namespace laid out by itself, its corner at 0, 0. */
export type Block = {
  readonly width: number
  readonly height: number
  readonly places: ReadonlyMap<string, Rect>
  /** Where the dashed rule stands, when something stands below it. */
  readonly rule?: number
}

const SWEEPS = 6

const byId = (a: Box, b: Box) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/**
 * Columns by longest path, order in them by barycentre sweeps, heights by the arrows that should run straight.
 * @param framed whether room for a frame and its caption is needed
 */
export function layBlock(boxes: readonly Box[], arrows: readonly Arrow[], framed: boolean): Block {
  const active = boxes.filter((b) => !b.idle).sort(byId)
  const idle = boxes.filter((b) => b.idle).sort(byId)
  const left = framed ? M.frameSide : 0
  const top = framed ? M.frameTop : 0
  const places = new Map<string, Rect>()

  const { columns, tops } = placed(columnsOf(active, arrows), active, arrows)
  const highest = Math.min(0, ...tops.values())
  let x = left
  let bottom = top
  columns.forEach((column) => {
    for (const box of column) {
      const y = top + (tops.get(box.id) ?? 0) - highest
      places.set(box.id, { x, y, width: box.width, height: box.height })
      bottom = Math.max(bottom, y + box.height)
    }
    x += Math.max(...column.map((b) => b.width)) + M.columnGap
  })
  let right = columns.length ? x - M.columnGap : left

  let rule: number | undefined
  if (idle.length) {
    if (columns.length) bottom += M.ruleAbove
    if (framed) rule = bottom
    const below = layIdle(idle, { x: left, y: bottom + (framed ? M.ruleBelow : 0) }, right - left)
    for (const [id, rect] of below) {
      places.set(id, rect)
      right = Math.max(right, rect.x + rect.width)
      bottom = Math.max(bottom, rect.y + rect.height)
    }
  }
  return {
    width: right + (framed ? M.frameSide : 0),
    height: bottom + (framed ? M.frameBottom : 0),
    places,
    ...(rule === undefined ? {} : { rule }),
  }
}

/** Where lines run straight; packed where that would leave mostly empty ground. */
function placed(columns: readonly Box[][], boxes: readonly Box[], arrows: readonly Arrow[]) {
  const tops = heightsOf(columns, arrows)
  const width = columns.reduce(
    (sum, column) => sum + Math.max(...column.map((b) => b.width)) + M.columnGap,
    0,
  )
  const bottom = Math.max(0, ...boxes.map((b) => (tops.get(b.id) ?? 0) + b.height))
  const height = bottom - Math.min(0, ...tops.values())
  return isLoose(boxes, width, height) ? packColumns(columns) : { columns, tops }
}

function columnsOf(boxes: readonly Box[], arrows: readonly Arrow[]): Box[][] {
  const index = new Map(boxes.map((b, i) => [b.id, i]))
  const inner = arrows.flatMap(({ from, to, fromY, toY }) => {
    const a = index.get(from)
    const b = index.get(to)
    return a === undefined || b === undefined || a === b ? [] : [{ a, b, fromY, toY }]
  })
  const rank = ranksOf(
    boxes.length,
    inner.map(({ a, b }) => [a, b] as const),
  )
  const columns: Box[][] = []
  boxes.forEach((box, i) => {
    const column = rank[i] ?? 0
    columns[column] ??= []
    columns[column]?.push(box)
  })
  const place = new Float64Array(boxes.length)
  const renumber = (column: readonly Box[]) =>
    column.forEach((box, i) => {
      place[index.get(box.id) ?? 0] = i
    })
  columns.forEach(renumber)
  const left: { other: number; part: number }[][] = boxes.map(() => [])
  const right: { other: number; part: number }[][] = boxes.map(() => [])
  for (const { a, b, fromY, toY } of inner) {
    left[b]?.push({ other: a, part: fromY / 1000 })
    right[a]?.push({ other: b, part: toY / 1000 })
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forth = sweep % 2 === 0
    for (const column of forth ? columns : [...columns].reverse()) {
      const key = new Map<string, number>()
      for (const box of column) {
        const i = index.get(box.id) ?? 0
        const near = (forth ? left : right)[i] ?? []
        key.set(
          box.id,
          near.length
            ? near.reduce((sum, n) => sum + (place[n.other] ?? 0) + n.part, 0) / near.length
            : (place[i] ?? 0),
        )
      }
      column.sort((a, b) => (key.get(a.id) ?? 0) - (key.get(b.id) ?? 0) || byId(a, b))
      renumber(column)
    }
  }
  return columns.filter(Boolean)
}

function heightsOf(columns: readonly Box[][], arrows: readonly Arrow[]): Map<string, number> {
  const tops = new Map<string, number>()
  const into = new Map<string, Arrow[]>()
  const outOf = new Map<string, Arrow[]>()
  const note = (map: Map<string, Arrow[]>, key: string, arrow: Arrow) => {
    const list = map.get(key)
    if (list) list.push(arrow)
    else map.set(key, [arrow])
  }
  for (const arrow of arrows) {
    note(into, arrow.to, arrow)
    note(outOf, arrow.from, arrow)
  }
  const settle = (column: readonly Box[], wishOf: (box: Box) => number | undefined) => {
    const found = stackTops(
      column.map((box) => ({ height: box.height, wish: wishOf(box) ?? tops.get(box.id) })),
      M.rowGap,
    )
    column.forEach((box, i) => {
      tops.set(box.id, found[i] ?? 0)
    })
  }
  const mean = (values: number[]) =>
    values.length ? values.reduce((a, b) => a + b, 0) / values.length : undefined
  const fromLeft = (box: Box) =>
    mean(
      (into.get(box.id) ?? []).flatMap((arrow) => {
        const y = tops.get(arrow.from)
        return y === undefined ? [] : [y + arrow.fromY - arrow.toY]
      }),
    )
  const fromRight = (box: Box) =>
    mean(
      (outOf.get(box.id) ?? []).flatMap((arrow) => {
        const y = tops.get(arrow.to)
        return y === undefined ? [] : [y + arrow.toY - arrow.fromY]
      }),
    )
  for (const column of columns) settle(column, fromLeft)
  for (const column of [...columns].reverse()) settle(column, fromRight)
  for (const column of columns.slice(1)) settle(column, fromLeft)
  return tops
}

function layIdle(
  boxes: readonly Box[],
  corner: { x: number; y: number },
  room: number,
): Map<string, Rect> {
  const places = new Map<string, Rect>()
  const cell = Math.max(...boxes.map((b) => b.width)) + M.idleGap
  const fit = Math.floor((room + M.idleGap) / cell)
  const across = Math.max(fit, Math.min(boxes.length, Math.ceil(Math.sqrt(boxes.length * 1.5))))
  let y = corner.y
  for (let i = 0; i < boxes.length; i += across) {
    const line = boxes.slice(i, i + across)
    line.forEach((box, at) => {
      places.set(box.id, {
        x: corner.x + at * cell,
        y,
        width: box.width,
        height: box.height,
      })
    })
    y += Math.max(...line.map((b) => b.height)) + M.idleGap
  }
  return places
}
