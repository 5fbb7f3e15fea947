import type { Rect } from '#lib/graph/layout/layout.ts'
import { SUM_PREFIX } from '#lib/graph/layout/namespaces.ts'
import { type EdgeLook, edgeLook } from './edge-look.ts'
import { paintException } from './paint-exception.ts'
import type { Picture } from './picture.ts'
import type { SceneLink } from './scene.ts'
import { traceSeen } from './trace.ts'

const looks = new WeakMap<SceneLink, EdgeLook>()
export const lookOf = (link: SceneLink): EdgeLook => {
  const known = looks.get(link)
  if (known) return known
  const look = edgeLook(link)
  looks.set(link, look)
  return look
}

const isLit = (p: Picture, link: SceneLink): boolean =>
  p.hover === link.id || (p.lit?.links.has(link.id) ?? false)
const isDark = (p: Picture, link: SceneLink): boolean =>
  (p.lit !== undefined && !p.lit.links.has(link.id)) ||
  (p.found !== undefined && !p.found.links.has(link.id))
const isMarked = (p: Picture, link: SceneLink): boolean =>
  p.marks.size > 0 && link.edges.some((e) => p.marks.has(e.id))

/** Whether a line stands for all hops between two namespaces. */
export const isSum = (link: SceneLink): boolean => lookOf(link).worst.id.startsWith(SUM_PREFIX)

/** Every line by itself, with its pattern and head. */
export function paintEach(
  context: CanvasRenderingContext2D,
  p: Picture,
  links: readonly SceneLink[],
  seen: Rect,
  zoom: number,
): void {
  // Dim ones first, so that what is lit and what is wrong lies above them.
  const weight = (link: SceneLink) => (isLit(p, link) ? 2 : 0) + (lookOf(link).exception ? 1 : 0)
  for (const link of links.toSorted((a, b) => weight(a) - weight(b))) {
    const look = lookOf(link)
    const lit = isLit(p, link)
    context.globalAlpha = look.exception || lit ? 1 : isDark(p, link) ? 0.38 : 1
    const colour =
      lit && !look.exception && look.line !== 'unknown' ? p.palette.accent : p.palette[look.line]
    paintLine(context, link, look, colour, p, seen, zoom)
  }
  context.globalAlpha = 1
  context.setLineDash([])
}

function paintLine(
  context: CanvasRenderingContext2D,
  link: SceneLink,
  look: EdgeLook,
  colour: string,
  p: Picture,
  seen: Rect,
  zoom: number,
): void {
  const { steps, head } = link.path
  const width = look.width + (p.hover === link.id ? 1 : 0)
  context.strokeStyle = colour
  context.lineWidth = Math.max(width, 1 / zoom)
  context.lineCap = look.dash[0] === 1 ? 'round' : 'butt'
  // Thick lines stretch their pattern a little, so that it stays the same pattern.
  const stretch = look.dash[0] === 1 ? 1 : 1 + Math.max(0, look.width - 1.5) * 0.25
  context.setLineDash(look.dash.map((d) => d * stretch))
  context.beginPath()
  context.lineDashOffset = traceSeen(context, steps, seen, 4 * width)
  if (look.double) {
    context.lineWidth = width + 3
    context.stroke()
    context.strokeStyle = p.palette.canvas
    context.lineWidth = 2
    context.stroke()
    context.strokeStyle = colour
    context.lineWidth = width
  } else context.stroke()
  context.lineDashOffset = 0
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

/** Above this many lines a curve is no longer told from the straight line, and costs ten times as much. */
const MOST_CURVES = 900
/** More glyphs than this would hide what they stand for. */
const MOST_GLYPHS = 80
/** Widths on the screen that far lines come in. */
const WIDTHS = [1, 1.5, 2.25, 3.25]

type Pen = { colour: string; alpha: number; width: number; links: SceneLink[] }

/**
 * From afar, and where there are very many: ordinary lines together, one stroke for each colour and width, and
 * stepping back the more there are; what is wrong, lit or new by itself and over them.
 */
export function paintTogether(
  context: CanvasRenderingContext2D,
  p: Picture,
  inView: readonly SceneLink[],
  zoom: number,
): void {
  const links = inView.filter((link) => lookOf(link).line !== 'edge-faint')
  const curved = links.length <= MOST_CURVES
  const enough = links.some(isSum) ? 90 : 330
  const quiet = Math.max(0.14, Math.min(0.55, enough / links.length))
  const pens = new Map<string, Pen>()
  const above: SceneLink[] = []
  for (const link of links) {
    const look = lookOf(link)
    if (look.exception || isLit(p, link) || isMarked(p, link)) {
      above.push(link)
      continue
    }
    const alpha = isDark(p, link) ? quiet * 0.5 : quiet
    const wanted = look.width * Math.max(zoom, 0.5)
    const width = curved ? (WIDTHS.findLast((w) => w <= wanted) ?? 1) : 1
    const key = `${look.line} ${alpha} ${width}`
    const pen = pens.get(key)
    if (pen) pen.links.push(link)
    else pens.set(key, { colour: p.palette[look.line], alpha, width, links: [link] })
  }
  context.lineCap = 'butt'
  context.setLineDash([])
  for (const { colour, alpha, width, links: own } of pens.values()) {
    context.globalAlpha = alpha
    context.strokeStyle = colour
    context.lineWidth = width / zoom
    context.beginPath()
    for (const link of own) trace(context, link, curved)
    context.stroke()
  }
  paintAbove(context, p, above, zoom, curved)
  context.globalAlpha = 1
  context.setLineDash([])
}

function paintAbove(
  context: CanvasRenderingContext2D,
  p: Picture,
  links: readonly SceneLink[],
  zoom: number,
  curved: boolean,
): void {
  const patterned = links.length <= MOST_GLYPHS * 4
  for (const link of links) {
    const look = lookOf(link)
    const [lit, marked] = [isLit(p, link), isMarked(p, link)]
    context.globalAlpha = look.exception || lit || marked ? 1 : 0.6
    context.strokeStyle = marked
      ? p.palette.draft
      : lit && !look.exception
        ? p.palette.accent
        : p.palette[look.line]
    const width = marked ? 2.5 : lit ? 2 : Math.max(1.25, look.width * zoom)
    context.lineWidth = width / zoom
    context.setLineDash(patterned && look.exception ? look.dash.map((d) => d / zoom) : [])
    context.beginPath()
    trace(context, link, curved || links.length < 200)
    context.stroke()
  }
  context.setLineDash([])
  const exceptions = links.filter((link) => lookOf(link).exception)
  if (exceptions.length <= MOST_GLYPHS)
    for (const link of exceptions) paintException(context, link, lookOf(link), p.palette, zoom)
}

function trace(context: CanvasRenderingContext2D, { path }: SceneLink, curved: boolean): void {
  const [first] = path.steps
  if (!curved && first?.[0] === 'M') {
    context.moveTo(first[1], first[2])
    context.lineTo(path.head.x, path.head.y)
    return
  }
  for (const step of path.steps) {
    if (step[0] === 'C') context.bezierCurveTo(step[1], step[2], step[3], step[4], step[5], step[6])
    else if (step[0] === 'M') context.moveTo(step[1], step[2])
    else context.lineTo(step[1], step[2])
  }
}
