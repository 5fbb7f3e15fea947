import type { Rect } from '#lib/graph/layout/layout.ts'
import type { Marks } from './live-marks.ts'
import type { Palette } from './palette.ts'
import type { Scene } from './scene.ts'
import type { Lit } from './selection.ts'

export type Level = 'near' | 'middle' | 'far'

/** Everything the canvas shows apart from where it is looked at from. */
export type Picture = {
  readonly scene: Scene
  readonly palette: Palette
  readonly lit: Lit | undefined
  readonly found: Lit | undefined
  readonly hover: string | undefined
  readonly focused: string | undefined
  readonly marks: Marks
  readonly level: Level
}

export type View = { readonly x: number; readonly y: number; readonly zoom: number }

export const meets = (a: Rect, b: Rect) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

export const FONT = '"Inter Variable", Inter, system-ui, sans-serif'
