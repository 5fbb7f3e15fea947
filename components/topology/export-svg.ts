import { postureLook } from '#components/ui/mtls-look.ts'
import type { Card, CardRow } from '#lib/graph/layout/cards.ts'
import type { Frame } from '#lib/graph/layout/layout.ts'
import { MEASURES as M } from '#lib/graph/layout/measures.ts'
import { edgeLook } from './edge-look.ts'
import type { Palette } from './palette.ts'
import type { Scene, SceneLink } from './scene.ts'
import {
  cutMiddle,
  hopWords,
  inMeshWord,
  percent,
  readyWord,
  subtitle,
  thingWords,
  writtenWeight,
} from './words.ts'

const PAD = 24
const FOOT = 28

/**
 * The whole picture as one SVG file that needs nothing else: everything in it is text, lines and boxes, every thing
 * and hop carries its words as a title, and no text of the cluster is anything but text.
 *
 * @param foot what this is a picture of: cluster, revision, time
 */
export function svgOf(scene: Scene, palette: Palette, foot: string): string {
  const { layout } = scene
  const top = Math.min(0, ...scene.links.map((l) => l.bounds.y)) - PAD
  const width = Math.ceil(layout.width + 2 * PAD)
  const height = Math.ceil(layout.height - top + PAD + FOOT)
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-PAD} ${number(top)} ${width} ${height}" font-family="Inter, 'Inter Variable', system-ui, sans-serif" font-size="12">`,
    `<title>${text(foot)}</title>`,
    `<rect x="${-PAD}" y="${number(top)}" width="${width}" height="${height}" fill="${palette.canvas}"/>`,
    ...[...layout.frames].map(([name, frame]) => frameOf(name, frame, palette)),
    ...scene.links.map((link) => lineOf(link, palette)),
    ...scene.cards.map((card) => cardOf(scene, card, palette)),
    ...scene.links.map((link) => labelOf(link, palette)),
    words(0, top + height - 12, foot, palette['ink-3'], { size: 11 }),
    '</svg>',
  ]
  return `${parts.filter(Boolean).join('\n')}\n`
}

const number = (value: number): string => String(Math.round(value * 10) / 10)

/** As text of XML 1.0: marks escaped, characters that it does not know left out. */
export const text = (raw: string): string =>
  [...raw]
    .filter((char) => {
      const code = char.codePointAt(0) ?? 0
      const isControl = code < 32 && code !== 9 && code !== 10 && code !== 13
      return !isControl && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff
    })
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

type Face = { size?: number; weight?: number; anchor?: 'end' | 'middle'; struck?: boolean }

const words = (x: number, y: number, raw: string, fill: string, face: Face = {}): string => {
  const { size = 12, weight, anchor, struck } = face
  const more = [
    weight ? ` font-weight="${weight}"` : '',
    anchor ? ` text-anchor="${anchor}"` : '',
    struck ? ' text-decoration="line-through"' : '',
  ].join('')
  return `<text x="${number(x)}" y="${number(y)}" fill="${fill}" font-size="${size}"${more}>${text(raw)}</text>`
}

function frameOf(name: string, { x, y, width, height, rule }: Frame, palette: Palette): string {
  const rect = `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" rx="12" fill="${palette.surface}" fill-opacity=".55" stroke="${palette.hairline}"/>`
  const caption = words(x + 14, y + 23, name, palette['ink-2'], { weight: 500 })
  if (rule === undefined) return rect + caption
  const line = `<path d="M${number(x + 14)} ${number(rule)}H${number(x + width - 14)}" stroke="${palette.border}" stroke-dasharray="3 3"/>`
  return rect + caption + line + words(x + 15, rule + 22, 'No caller stated', palette['ink-3'])
}

function lineOf(link: SceneLink, palette: Palette): string {
  const look = edgeLook(link)
  const { steps, head } = link.path
  const d = steps.map(([way, ...at]) => way + at.map(number).join(' ')).join('')
  const colour = palette[look.line]
  const dash = look.dash.length ? ` stroke-dasharray="${look.dash.join(' ')}"` : ''
  const cap = look.dash[0] === 1 ? ' stroke-linecap="round"' : ''
  const line = (width: number, stroke: string) =>
    `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${number(width)}"${dash}${cap}/>`
  const drawn = look.double
    ? line(look.width + 3, colour) + line(2, palette.canvas)
    : line(look.width, colour)
  if (look.head === 'none') return drawn
  const turn = head.way === 'down' ? ' rotate(90)' : ''
  const shape =
    look.head === 'bar'
      ? `<path d="M-1.5-7V7" stroke="${colour}" stroke-width="2.5"/>`
      : `<path d="M-7.5-4.2L-.5 0L-7.5 4.2Z" fill="${look.head === 'open' ? palette.canvas : colour}" stroke="${colour}" stroke-width="${look.head === 'open' ? 1.25 : 0}"/>`
  return `${drawn}<g transform="translate(${number(head.x)} ${number(head.y)})${turn}">${shape}</g>`
}

/** Shares always; the state in words where it is not the good one, or where there is no share. */
function labelOf(link: SceneLink, palette: Palette): string {
  const look = edgeLook(link)
  const edge = look.worst
  if (edge.kind === 'selects') return ''
  const share = edge.share === undefined || link.edges.length > 1 ? '' : percent(edge.share)
  const many = link.edges.length > 1 ? `${link.edges.length} hops` : ''
  const state = look.exception || look.line === 'unknown' || !share ? (look.mtls?.word ?? '') : ''
  const said = [share || many, share ? (writtenWeight(edge) ?? '') : '', state]
    .filter(Boolean)
    .join(' ')
  if (!said) return ''
  const { x, y } = link.path.label
  const wide = said.length * 6.2 + 12
  const fill = look.line === 'edge' ? palette.ink : palette[look.line]
  return [
    `<g><title>${text(hopWords(edge))}</title>`,
    `<rect x="${number(x - wide)}" y="${number(y - 9)}" width="${number(wide)}" height="18" rx="9" fill="${palette.card}" stroke="${palette.hairline}"/>`,
    words(x - wide / 2, y + 4, said, fill, { size: 11, weight: 600, anchor: 'middle' }),
    '</g>',
  ].join('')
}

function cardOf(scene: Scene, card: Card, palette: Palette): string {
  const rect = scene.layout.boxes.get(card.id)
  if (!rect) return ''
  const { x, y, width, height } = rect
  const { error, warning } = card.node.findings
  const hops = (scene.linksOf.get(card.id) ?? []).filter((l) => l.from === card.id).length
  const stroke = error ? palette.bad : warning ? palette.warn : palette.border
  const isDashed = card.kind === 'entry' || card.kind === 'external'
  const box = `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" rx="${card.kind === 'client' ? 16 : card.kind === 'service' ? 8 : 5}" fill="${palette.card}" stroke="${stroke}"${isDashed ? ' stroke-dasharray="4 3"' : ''}/>`
  const title = `<title>${text(thingWords(card.node, hops))}</title>`
  if (card.kind === 'client')
    return `<g>${title}${box}${words(x + width / 2, y + height + 16, card.node.name, palette['ink-2'], { anchor: 'middle' })}</g>`
  const most = Math.floor((width - 24) / 7.2)
  const posture = card.node.accepts ? postureLook(card.node.accepts.mode).word : ''
  const findings = error ? `${error} error` : warning ? `${warning} warning` : ''
  const second = [subtitle(card.node), findings || posture].filter(Boolean).join(' · ')
  return [
    `<g>${title}${box}`,
    words(x + 12, y + 19, cutMiddle(card.node.name, most), palette.ink, { size: 13, weight: 600 }),
    words(x + 12, y + 35, cutMiddle(second, Math.floor((width - 24) / 5.8)), palette['ink-3'], {
      size: 11,
    }),
    ...card.rows.map((row, at) => rowOf(row, x, y + M.header + at * M.row, width, palette)),
    card.more
      ? words(
          x + 12,
          y + M.header + card.rows.length * M.row + 18,
          `and ${card.more} more`,
          palette['ink-3'],
        )
      : '',
    '</g>',
  ].join('')
}

function rowOf(row: CardRow, x: number, y: number, width: number, palette: Palette): string {
  const rule = `<path d="M${number(x)} ${number(y)}h${number(width)}" stroke="${palette.hairline}"/>`
  const most = Math.floor((width - 24) / 6.4)
  if (row.kind === 'text')
    return rule + words(x + 12, y + 18, cutMiddle(row.text, most), palette['ink-3'])
  if (row.kind === 'rule') {
    const when = row.when === undefined ? 'any request' : row.when
    return (
      rule + words(x + 12, y + 18, cutMiddle(`${row.order ?? 1}  ${when}`, most), palette['ink-2'])
    )
  }
  const share = row.share === undefined ? '' : `${percent(row.share)} `
  const aside = [readyWord(row.node), inMeshWord(row.node.inMesh)].filter(Boolean).join(' ')
  const name = cutMiddle(share + row.node.name, Math.max(8, most - aside.length))
  return (
    rule +
    words(x + 12, y + 18, name, palette.ink) +
    words(x + width - 10, y + 18, aside, palette['ink-3'], { size: 11, anchor: 'end' })
  )
}
