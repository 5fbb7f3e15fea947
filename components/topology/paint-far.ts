import type { Card } from '#lib/graph/layout/cards.ts'
import type { Rect } from '#lib/graph/layout/layout.ts'
import { STATE_ORDER } from '#lib/graph/layout/namespaces.ts'
import type { Palette } from './palette.ts'
import { FONT, meets, type Picture } from './picture.ts'
import { cutMiddle, sumWords } from './words.ts'

type Context = CanvasRenderingContext2D

/** Things when far: namespaces with name, counts and mix, others as boxes with the colour of their worst. */
export function paintThings(context: Context, p: Picture, seen: Rect, zoom: number): number {
  let painted = 0
  const rings: { rect: Rect; colour: string; round: number }[] = []
  for (const card of p.scene.cards) {
    const rect = p.scene.layout.boxes.get(card.id)
    if (!rect || !meets(rect, seen)) continue
    painted += 1
    const round = card.kind === 'client' ? 16 : 8
    const { error, warning } = card.node.findings
    const isNamespace = card.kind === 'namespace'
    context.globalAlpha = isDark(p, card.id) ? 0.55 : 1
    box(context, rect, round, zoom)
    context.fillStyle = p.palette.card
    context.fill()
    context.lineWidth = 1 / zoom
    context.strokeStyle =
      !isNamespace && error
        ? p.palette.bad
        : !isNamespace && warning
          ? p.palette.warn
          : isNamespace
            ? p.palette.border
            : p.palette.hairline
    context.stroke()
    if (isNamespace) paintNamespace(context, card, rect, p.palette, zoom)
    const colour = ringOf(p, card)
    if (colour) rings.push({ rect, colour, round })
  }
  context.globalAlpha = 1
  context.setLineDash([])
  for (const { rect, colour, round } of rings) paintRing(context, rect, colour, round, zoom)
  paintNames(context, p, seen, zoom)
  return painted
}

const isDark = (p: Picture, id: string): boolean =>
  (p.lit !== undefined && !p.lit.cards.has(id)) || (p.found !== undefined && !p.found.cards.has(id))

function ringOf(p: Picture, card: Card): string | undefined {
  if (p.focused === card.id) return p.palette.accent
  if (p.marks.size > 0 && isMarked(p, card)) return p.palette.draft
  return p.lit?.cards.has(card.id) ? p.palette.accent : undefined
}

const isMarked = (p: Picture, card: Card): boolean =>
  p.marks.has(card.id) ||
  card.rows.some((row) => row.kind === 'workload' && p.marks.has(row.node.id))

/** Corners that are no larger than what they belong to, however small that is. */
function box(context: Context, rect: Rect, round: number, zoom: number): void {
  context.beginPath()
  if (rect.height * zoom < 8) context.rect(rect.x, rect.y, rect.width, rect.height)
  else context.roundRect(rect.x, rect.y, rect.width, rect.height, round)
}

/** A ring that can be seen around whatever is small: never less than some pixels of the screen. */
function paintRing(
  context: Context,
  rect: Rect,
  colour: string,
  round: number,
  zoom: number,
): void {
  const out = Math.max(2.5 / zoom, 7 / zoom - Math.min(rect.width, rect.height) / 2)
  context.beginPath()
  context.roundRect(
    rect.x - out,
    rect.y - out,
    rect.width + 2 * out,
    rect.height + 2 * out,
    round + out,
  )
  context.lineWidth = 2 / zoom
  context.strokeStyle = colour
  context.stroke()
}

/** Good first, so that exceptions stand at the end, where the eye looks for them. */
const MIX_ORDER = [...STATE_ORDER].reverse()

function tokenOf(key: string): keyof Palette {
  if (key === 'enforced' || key === 'accepted') return 'safe'
  if (key === 'plaintext' || key === 'bypass') return 'warn'
  if (key === 'conflict' || key === 'none') return 'bad'
  return key === 'unknown' ? 'unknown' : 'edge'
}

/** What tells the parts of a mix apart without their colour, in pixels of the screen. */
const MIX_DASH: Readonly<Record<string, readonly number[]>> = {
  accepted: [2, 2],
  plaintext: [7, 2],
  bypass: [5, 2, 2, 2],
  unknown: [1, 3],
}

function paintNamespace(
  context: Context,
  card: Card,
  rect: Rect,
  palette: Palette,
  zoom: number,
): void {
  const { error, warning } = card.node.findings
  const side = 9
  const px = Math.min(30, 11.5 / zoom)
  const badge = error || warning ? px + 4 : 0
  const room = rect.width - 2 * side - badge
  const isReadable = px * zoom > 6.5
  if (isReadable) {
    context.font = `600 ${px}px ${FONT}`
    context.textBaseline = 'middle'
    context.fillStyle = palette.ink
    const y = rect.y + Math.min(27, 8 + px * 0.62)
    const most = Math.max(4, Math.floor(room / (px * 0.545)))
    context.fillText(cutMiddle(card.node.name, most), rect.x + side, y, room)
    if (badge) paintBadge(context, rect.x + rect.width - side - px / 2, y, px, palette, error > 0)
  }
  // Counts where they can be read: about 9 pixels of the screen, in what the name leaves free.
  const small = 9.5 / zoom
  const free = rect.height - 20 - Math.min(44, px * 1.3)
  if (isReadable && card.sum && small <= free) {
    context.font = `400 ${small}px ${FONT}`
    context.fillStyle = palette['ink-3']
    context.fillText(
      sumWords(card.sum),
      rect.x + side,
      rect.y + rect.height - 19 - small * 0.5,
      room + badge,
    )
  }
  paintMix(context, card, rect, palette, zoom)
}

function paintMix(context: Context, card: Card, rect: Rect, palette: Palette, zoom: number) {
  const mix = card.sum?.mix ?? {}
  const keys = MIX_ORDER.filter((key) => (mix[key] ?? 0) > 0)
  const total = keys.reduce((sum, key) => sum + (mix[key] ?? 0), 0)
  const height = Math.max(6, Math.min(14, 4 / zoom))
  const y = rect.y + rect.height - 7 - height / 2
  const length = rect.width - 18
  let x = rect.x + 9
  context.lineWidth = height
  context.lineCap = 'butt'
  for (const key of keys) {
    // Never less than can be seen: one exception among a thousand is one.
    const part = Math.max(3 / zoom, ((mix[key] ?? 0) / total) * length)
    context.strokeStyle = palette[tokenOf(key)]
    context.setLineDash((MIX_DASH[key] ?? []).map((d) => d / zoom))
    context.beginPath()
    context.moveTo(Math.min(x, rect.x + 9 + length - part), y)
    x = Math.min(x + part, rect.x + 9 + length)
    context.lineTo(x, y)
    context.stroke()
  }
  context.setLineDash([])
}

/** An octagon or a triangle with its mark: the form says which, the colour repeats it. */
function paintBadge(
  context: Context,
  x: number,
  y: number,
  px: number,
  palette: Palette,
  isError: boolean,
): void {
  const r = px * 0.55
  const corners = isError ? 8 : 3
  const turn = isError ? Math.PI / 8 : -Math.PI / 2
  context.beginPath()
  for (let i = 0; i < corners; i++) {
    const angle = turn + (i * 2 * Math.PI) / corners
    context.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle))
  }
  context.closePath()
  context.fillStyle = isError ? palette.bad : palette.warn
  context.fill()
  context.fillStyle = palette.card
  context.fillRect(x - r * 0.09, y - r * 0.5, r * 0.18, r * 0.55)
  context.fillRect(x - r * 0.09, y + r * 0.2, r * 0.18, r * 0.18)
}

/** Names of opened namespaces over everything, at a size that can be read; of two that would meet, the larger frame's. */
function paintNames(context: Context, p: Picture, seen: Rect, zoom: number): void {
  const px = 12 / zoom
  context.font = `600 ${px}px ${FONT}`
  context.textBaseline = 'middle'
  context.textAlign = 'center'
  context.lineWidth = 4 / zoom
  context.lineJoin = 'round'
  const taken: Rect[] = []
  const frames = [...p.scene.layout.frames]
    .filter(([, frame]) => meets(frame, seen))
    .sort(([, a], [, b]) => b.width * b.height - a.width * a.height)
  for (const [name, frame] of frames) {
    const width = context.measureText(name).width
    const x = frame.x + frame.width / 2
    const y = frame.y + Math.min(frame.height / 2, 22 / zoom)
    const own = { x: x - width / 2, y: y - px * 0.7, width, height: px * 1.4 }
    if (width > Math.max(frame.width * 1.25, 30 / zoom) || taken.some((one) => meets(one, own)))
      continue
    taken.push(own)
    context.strokeStyle = p.palette.canvas
    context.strokeText(name, x, y)
    context.fillStyle = p.palette.ink
    context.fillText(name, x, y)
  }
  context.textAlign = 'start'
}
