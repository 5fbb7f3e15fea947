import type { ReactNode } from 'react'

/** One component in each of its states; `*.gallery.tsx` files export these. */
export type GalleryEntry = {
  readonly title: string
  /** Height of a stage for what fills its parent; absent: as high as it is. */
  readonly height?: number
  /** Takes the whole width, one theme above the other. */
  readonly wide?: boolean
  readonly states: Readonly<Record<string, () => ReactNode>>
}
