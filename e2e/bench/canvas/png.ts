import { inflateSync } from 'node:zlib'

/** Pixels as the screen had them, three bytes each. */
export type Pixels = { readonly width: number; readonly height: number; readonly rgb: Uint8Array }

export type Area = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Reads what a browser writes: eight bits a channel, colour with or without alpha, not interlaced. */
export function pixelsOf(png: Uint8Array): Pixels {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const width = view.getUint32(16)
  const height = view.getUint32(20)
  const [depth, colour, , , interlaced] = png.subarray(24, 29)
  const channels = colour === 6 ? 4 : colour === 2 ? 3 : 0
  if (depth !== 8 || channels === 0 || interlaced !== 0)
    throw new Error(`This PNG is of another kind: depth ${depth}, colour ${colour}.`)
  const parts: Uint8Array[] = []
  for (let at = 8; at < png.length; ) {
    const length = view.getUint32(at)
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8))
    if (type === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  const lines = inflateSync(Buffer.concat(parts))
  return { width, height, rgb: unfiltered(lines, width, height, channels) }
}

/** @see https://www.w3.org/TR/png-3/#9Filters */
function unfiltered(lines: Uint8Array, width: number, height: number, channels: number) {
  const stride = width * channels
  const rgb = new Uint8Array(width * height * 3)
  let above = new Uint8Array(stride)
  let line = new Uint8Array(stride)
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1)
    const filter = lines[start] ?? 0
    for (let i = 0; i < stride; i++) {
      const left = i >= channels ? (line[i - channels] ?? 0) : 0
      const up = above[i] ?? 0
      const corner = i >= channels ? (above[i - channels] ?? 0) : 0
      const guess =
        filter === 1
          ? left
          : filter === 2
            ? up
            : filter === 3
              ? (left + up) >> 1
              : filter === 4
                ? paeth(left, up, corner)
                : 0
      line[i] = (lines[start + 1 + i] ?? 0) + guess
    }
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) rgb[(y * width + x) * 3 + c] = line[x * channels + c] ?? 0
    ;[above, line] = [line, above]
  }
  return rgb
}

function paeth(left: number, up: number, corner: number): number {
  const p = left + up - corner
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/**
 * How many pixels of an area are another colour than its commonest one: what is drawn on the ground.
 *
 * @param step looks at every so manieth pixel of every so manieth line only
 */
export function drawnPixels(pixels: Pixels, area: Area, step = 1): number {
  const counts = new Map<number, number>()
  let all = 0
  for (const colour of coloursIn(pixels, area, step)) {
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
    all += 1
  }
  return all - Math.max(0, ...counts.values())
}

/** How many pixels of an area differ between two pictures of the same size. */
export function changedPixels(a: Pixels, b: Pixels, area: Area): number {
  const others = coloursIn(b, area)
  let changed = 0
  for (const colour of coloursIn(a, area)) if (colour !== others.next().value) changed += 1
  return changed
}

function* coloursIn({ width, height, rgb }: Pixels, area: Area, step = 1): Generator<number> {
  const right = Math.min(width, Math.round(area.x + area.width))
  const bottom = Math.min(height, Math.round(area.y + area.height))
  for (let y = Math.max(0, Math.round(area.y)); y < bottom; y += step)
    for (let x = Math.max(0, Math.round(area.x)); x < right; x += step) {
      const at = (y * width + x) * 3
      yield ((rgb[at] ?? 0) << 16) | ((rgb[at + 1] ?? 0) << 8) | (rgb[at + 2] ?? 0)
    }
}
