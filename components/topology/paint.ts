import type { Rect } from '#lib/graph/layout/layout.ts'
import { type EdgeLook, edgeLook } from './edge-look.ts'
import type { Palette } from './palette.ts'
import type { Scene, SceneLink } from './scene.ts'
import type { Lit } from './selection.ts'

export type Level = 'near' | 'middle' | 'far'

/** Everything the canvas shows apart from where it is looked at from. */
export type Picture = {
  readonly scene: Scene
  readonly palette: Palette
  readonly lit: Lit | undefined
  readonly found: Lit | undefined
  readonly hover: string | undefined
  readonly level: Level
}

export type View = { readonly x: number; readonly y: number; readonly zoom: number }

const looks = new WeakMap<SceneLink, EdgeLook>()
export const lookOf = (link: SceneLink): EdgeLook => {
  const known = looks.get(link)
  if (known) return known
  const look = edgeLook(link)
  looks.set(link, look)
  return look
}

const meets = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

/** Draws frames, lines and, when far, things. Coordinates are world pixels under `view`. */
export function paint(
  context: CanvasRenderingContext2D,
  picture: Picture,
  view: View,
  size: { width: number; height: number; ratio: number },
): { lines: number; things: number } {
  const { ratio } = size
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, size.width * ratio, size.height * ratio)
  context.setTransform(view.zoom * ratio, 0, 0, view.zoom * ratio, view.x * ratio, view.y * ratio)
  const seen: Rect = {
    x: -view.x / view.zoom,
    y: -view.y / view.zoom,
    width: size.width / view.zoom,
    height: size.height / view.zoom,
  }
  paintFrames(context, picture, seen, view.zoom)
  const lines = paintLines(context, picture, seen, view.zoom)
  const things = picture.level === 'far' ? paintThings(context, picture, seen, view.zoom) : 0
  return { lines, things }
}

const FONT = '"Inter Variable", Inter, system-ui, sans-serif'

function paintFrames(
  context: CanvasRenderingContext2D,
  p: Picture,
  seen: Rect,
  zoom: number,
): void {
  const { palette } = p
  const far = p.level === 'far'
  context.lineWidth = Math.max(1, 1 / zoom)
  for (const [name, frame] of p.scene.layout.frames) {
    if (!meets(frame, seen)) continue
    context.beginPath()
    context.roundRect(frame.x, frame.y, frame.width, frame.height, 12)
    context.globalAlpha = 0.55
    context.fillStyle = palette.surface
    context.fill()
    context.globalAlpha = 1
    context.strokeStyle = palette.hairline
    context.stroke()
    // Captions keep a readable size on screen; when far they may use the whole frame.
    const px = far ? Math.min(12 / zoom, frame.width / 5, 64) : Math.max(12, 11 / zoom)
    if (px * zoom < 6) continue
    context.font = `500 ${px}px ${FONT}`
    context.textBaseline = 'middle'
    context.fillStyle = palette['ink-2']
    const left = frame.x + 30
    if (!far) {
      paintBrackets(context, frame.x + 13, frame.y + 19, palette['ink-3'])
      context.fillText(name, left, frame.y + 19.5, frame.width - 40)
    }
    if (frame.rule !== undefined && !far) paintRule(context, frame, frame.rule, palette, px)
  }
}

function paintBrackets(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  colour: string,
): void {
  context.strokeStyle = colour
  context.lineWidth = 1.2
  context.beginPath()
  context.moveTo(x + 2.6, y - 4.6)
  context.lineTo(x + 0.8, y - 4.6)
  context.lineTo(x + 0.8, y + 4.6)
  context.lineTo(x + 2.6, y + 4.6)
  context.moveTo(x + 8.4, y - 4.6)
  context.lineTo(x + 10.2, y - 4.6)
  context.lineTo(x + 10.2, y + 4.6)
  context.lineTo(x + 8.4, y + 4.6)
  context.stroke()
}

function paintRule(
  context: CanvasRenderingContext2D,
  frame: Rect,
  y: number,
  palette: Palette,
  px: number,
): void {
  context.strokeStyle = palette.border
  context.lineWidth = 1
  context.setLineDash([3, 3])
  context.beginPath()
  context.moveTo(frame.x + 14, y + 0.5)
  context.lineTo(frame.x + frame.width - 14, y + 0.5)
  context.stroke()
  context.setLineDash([])
  const text = 'No caller stated'
  context.fillText(text, frame.x + 15, y + 18)
  const after = context.measureText(text).width + 8
  const rest = 'Nothing in the cluster says who calls these.'
  context.font = `400 ${px}px ${FONT}`
  context.fillStyle = palette['ink-3']
  if (after + context.measureText(rest).width < frame.width - 28)
    context.fillText(rest, frame.x + 15 + after, y + 18)
}

function paintLines(
  context: CanvasRenderingContext2D,
  p: Picture,
  seen: Rect,
  zoom: number,
): number {
  let painted = 0
  const far = p.level === 'far'
  // Dim ones first, so that what is lit and what is wrong lies above them.
  const order = [...p.scene.links].filter((l) => meets(l.bounds, seen))
  const weight = (link: SceneLink) => (isLit(p, link) ? 2 : 0) + (lookOf(link).exception ? 1 : 0)
  if (order.length < 3000) order.sort((a, b) => weight(a) - weight(b))
  for (const link of order) {
    const look = lookOf(link)
    if (far && look.line === 'edge-faint') continue
    const lit = isLit(p, link)
    const dark = (p.lit !== undefined && !p.lit.links.has(link.id)) || isUnfound(p, link)
    // From afar ordinary lines step back behind names and exceptions.
    context.globalAlpha = look.exception || lit ? 1 : dark ? 0.38 : far ? 0.5 : 1
    const colour =
      lit && !look.exception && look.line !== 'unknown' ? p.palette.accent : p.palette[look.line]
    paintLine(context, link, look, colour, p, zoom, far)
    painted += 1
  }
  context.globalAlpha = 1
  context.setLineDash([])
  return painted
}

const isLit = (p: Picture, link: SceneLink): boolean =>
  p.hover === link.id || (p.lit?.links.has(link.id) ?? false)
const isUnfound = (p: Picture, link: SceneLink): boolean =>
  p.found !== undefined && !p.found.links.has(link.id)

function paintLine(
  context: CanvasRenderingContext2D,
  link: SceneLink,
  look: EdgeLook,
  colour: string,
  p: Picture,
  zoom: number,
  far: boolean,
): void {
  const { steps, head } = link.path
  const width = (far ? Math.max(1 / zoom, look.width) : look.width) + (p.hover === link.id ? 1 : 0)
  context.strokeStyle = colour
  context.lineWidth = width
  context.lineCap = look.dash[0] === 1 ? 'round' : 'butt'
  // Thick lines stretch their pattern a little, so that it stays the same pattern.
  const stretch = look.dash[0] === 1 ? 1 : 1 + Math.max(0, look.width - 1.5) * 0.25
  context.setLineDash(
    far && !look.exception
      ? []
      : look.dash.map((d) => (d * stretch) / (far ? Math.min(1, zoom * 1.5) : 1)),
  )
  context.beginPath()
  for (const step of steps) {
    if (step[0] === 'C') context.bezierCurveTo(step[1], step[2], step[3], step[4], step[5], step[6])
    else if (step[0] === 'M') context.moveTo(step[1], step[2])
    else context.lineTo(step[1], step[2])
  }
  if (look.double && !far) {
    context.lineWidth = width + 3
    context.stroke()
    context.strokeStyle = p.palette.canvas
    context.lineWidth = 2
    context.stroke()
    context.strokeStyle = colour
    context.lineWidth = width
  } else context.stroke()
  if (far) return
  context.setLineDash([])
  if (head.way === 'right' && look.head !== 'none' && look.line !== 'unknown') {
    // The last stretch before the head is solid, whatever the pattern says.
    context.beginPath()
    context.moveTo(head.x - 15, head.y)
    context.lineTo(head.x - (look.head === 'bar' ? 1 : 6), head.y)
    context.stroke()
  }
  paintHead(context, link, look, colour, p.palette.canvas)
}

function paintHead(
  context: CanvasRenderingContext2D,
  link: SceneLink,
  look: EdgeLook,
  colour: string,
  ground: string,
): void {
  const { x, y, way } = link.path.head
  if (look.head === 'none') return
  context.save()
  context.translate(x, y)
  if (way === 'down') context.rotate(Math.PI / 2)
  context.strokeStyle = colour
  if (look.head === 'bar') {
    context.lineWidth = 2.5
    context.beginPath()
    context.moveTo(-1.5, -7)
    context.lineTo(-1.5, 7)
    context.stroke()
    context.restore()
    return
  }
  const half = 4.2 + Math.max(0, look.width - 2.5) * 0.6
  context.beginPath()
  context.moveTo(-7.5, -half)
  context.lineTo(-0.5, 0)
  context.lineTo(-7.5, half)
  context.closePath()
  context.fillStyle = look.head === 'open' ? ground : colour
  context.fill()
  if (look.head === 'open') {
    context.lineWidth = 1.25
    context.stroke()
  }
  const mark = look.mtls?.key
  if (mark === 'tls' || look.head === 'observed') {
    context.lineWidth = 1.5
    context.beginPath()
    context.moveTo(-11, -6)
    context.lineTo(-11, 6)
    context.stroke()
  }
  context.restore()
}

/** Far away things are boxes with the colour of their worst; their names would be too small to read. */
function paintThings(
  context: CanvasRenderingContext2D,
  p: Picture,
  seen: Rect,
  zoom: number,
): number {
  let painted = 0
  for (const card of p.scene.cards) {
    const rect = p.scene.layout.boxes.get(card.id)
    if (!rect || !meets(rect, seen)) continue
    if (card.kind === 'namespace' && p.scene.cards.length <= 400) continue
    const dark = p.lit !== undefined && !p.lit.cards.has(card.id)
    const { error, warning } = card.node.findings
    context.globalAlpha = dark && !error && !warning ? 0.5 : 1
    context.beginPath()
    context.roundRect(rect.x, rect.y, rect.width, rect.height, card.kind === 'client' ? 16 : 8)
    context.fillStyle = p.palette.card
    context.fill()
    context.lineWidth = Math.max(1, 1 / zoom) * (p.lit?.cards.has(card.id) ? 2 : 1)
    context.strokeStyle = p.lit?.cards.has(card.id)
      ? p.palette.accent
      : error
        ? p.palette.bad
        : warning
          ? p.palette.warn
          : p.palette.hairline
    context.stroke()
    painted += 1
  }
  context.globalAlpha = 1
  // Names of namespaces over everything, at a size that can be read.
  context.textBaseline = 'middle'
  context.textAlign = 'center'
  for (const [name, frame] of p.scene.layout.frames) {
    if (!meets(frame, seen)) continue
    const px = 12 / zoom
    const room = frame.width * zoom
    if (room < 36) continue
    context.font = `600 ${px}px ${FONT}`
    context.lineWidth = 4 / zoom
    context.lineJoin = 'round'
    context.strokeStyle = p.palette.canvas
    const x = frame.x + frame.width / 2
    const y = frame.y + Math.min(frame.height / 2, 26 / zoom)
    context.strokeText(name, x, y, frame.width)
    context.fillStyle = p.palette.ink
    context.fillText(name, x, y, frame.width)
  }
  context.textAlign = 'start'
  return painted
}
