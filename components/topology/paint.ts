import type { Rect } from '#lib/graph/layout/layout.ts'
import { isSum, paintEach, paintTogether } from './paint-lines.ts'
import type { Palette } from './palette.ts'
import { FONT, meets, type Picture, type View } from './picture.ts'
import type { Scene, SceneLink } from './scene.ts'

/** More lines than this are drawn together. */
const CROWD = 600
/** Namespaces that all call each other: so many sums of hops are told from each other only when one is lit. */
const MANY_SUMS = 60

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
  const links = picture.scene.links.filter((link) => meets(link.bounds, seen))
  const isFar = picture.level === 'far'
  const hasManySums = links.filter(isSum).length > MANY_SUMS
  const isCrowd = links.length > CROWD || hasManySums
  // Among this many only those are followed that begin or end here; what merely passes steps back until it is lit.
  const own =
    isFar || hasManySums ? [] : isCrowd ? links.filter(endsIn(picture.scene, seen)) : links
  const each = own.length > CROWD ? [] : own
  if (each.length < links.length) {
    const followed = new Set(each)
    const passing = links.filter((link) => !followed.has(link))
    paintTogether(context, picture, passing, view.zoom)
  }
  if (each.length > 0) paintEach(context, picture, each, seen, view.zoom)
  const things = isFar ? (farPaint?.paintThings(context, picture, seen, view.zoom) ?? 0) : 0
  return { lines: links.length, things }
}

const endsIn = (scene: Scene, seen: Rect) => (link: SceneLink) => {
  const [from, to] = [scene.layout.boxes.get(link.from), scene.layout.boxes.get(link.to)]
  return (from !== undefined && meets(from, seen)) || (to !== undefined && meets(to, seen))
}

let farPaint: typeof import('./paint-far.ts') | undefined

/** Comes with the first picture that is looked at from afar; until it is here, that has only its lines. */
export function loadFarPaint(): Promise<unknown> | undefined {
  if (farPaint) return undefined
  return import('./paint-far.ts').then(
    (loaded) => {
      farPaint = loaded
    },
    () => undefined, // the next picture asks again
  )
}

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
    if (far) continue
    // Captions keep a readable size on screen.
    const px = Math.max(12, 11 / zoom)
    context.font = `500 ${px}px ${FONT}`
    context.textBaseline = 'middle'
    context.fillStyle = palette['ink-2']
    paintBrackets(context, frame.x + 13, frame.y + 19, palette['ink-3'])
    context.fillText(name, frame.x + 30, frame.y + 19.5, frame.width - 40)
    if (frame.rule !== undefined) paintRule(context, frame, frame.rule, palette, px)
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
