import { saveFile } from '#components/ui/save-file.ts'
import type { Graph } from '#lib/graph/graph.ts'
import { svgOf } from './export-svg.ts'
import { type Palette, readPalette } from './palette.ts'
import type { Scene } from './scene.ts'

export type Exported = {
  readonly cluster: string
  readonly revision: string
  readonly graph: Graph
  readonly scene: Scene
}

/** No side of a PNG is longer: browsers refuse canvases that are. */
const LONGEST = 8192

function nameOf({ cluster, revision }: Exported, ending: string): string {
  const name = `${cluster}-${revision}`.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 80)
  return `${name}.${ending}`
}

/** The graph as the API gives it, as far as it is shown. */
export function saveJson(what: Exported): void {
  const { cluster, revision, graph } = what
  const { nodes, edges } = graph
  saveFile(
    nameOf(what, 'json'),
    `${JSON.stringify({ cluster, revision, nodes, edges }, null, 2)}\n`,
    'application/json',
  )
}

export function saveSvg(what: Exported): void {
  saveFile(nameOf(what, 'svg'), draw(what), 'image/svg+xml')
}

export async function savePng(what: Exported): Promise<void> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(draw(what))}`
  await image.decode()
  const longest = Math.max(image.naturalWidth, image.naturalHeight)
  const scale = Math.min(2, LONGEST / longest)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(image.naturalWidth * scale)
  canvas.height = Math.round(image.naturalHeight * scale)
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('The browser made no picture of this size.')
  saveFile(nameOf(what, 'png'), blob)
}

function draw({ cluster, revision, scene }: Exported): string {
  const at = new Date().toISOString().slice(0, 16).replace('T', ' ')
  return svgOf(scene, plainPalette(), `${cluster} · revision ${revision} · ${at} UTC`)
}

/** Colours in the notation that every program reads. */
function plainPalette(): Palette {
  const canvas = document.createElement('canvas')
  canvas.width = 1
  canvas.height = 1
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const palette = { ...readPalette(document.body) }
  if (!context) return palette
  for (const token of Object.keys(palette) as (keyof Palette)[]) {
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = palette[token]
    context.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data
    palette[token] = `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`
  }
  return palette
}
