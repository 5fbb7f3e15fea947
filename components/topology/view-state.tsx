'use client'
import { createContext, useContext } from 'react'
import type { Marks } from './live-marks.ts'
import type { Level } from './picture.ts'
import type { Lit } from './selection.ts'

/** What cards and labels need to know of the picture they stand in. */
export type ViewState = {
  readonly level: Level
  readonly zoom: number
  readonly selected: string | undefined
  readonly focused: string | undefined
  readonly lit: Lit | undefined
  readonly found: Lit | undefined
  readonly marks: Marks
  readonly select: (id: string) => void
}

const NONE: ViewState = {
  level: 'near',
  zoom: 1,
  selected: undefined,
  focused: undefined,
  lit: undefined,
  found: undefined,
  marks: new Map(),
  select: () => undefined,
}

const ViewContext = createContext<ViewState>(NONE)
export const ViewProvider = ViewContext.Provider
export const useView = (): ViewState => useContext(ViewContext)
