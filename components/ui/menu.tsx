'use client'
import { lazy, type ReactNode, useState } from 'react'
import { FirstUse, type Trigger } from './first-use.tsx'
import type { GlyphName } from './glyph.tsx'

export type MenuChoice = {
  readonly value: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly glyph?: GlyphName
}

export type MenuEntry =
  /** A heading over what follows. */
  | { readonly heading: string }
  /** Something to read. */
  | { readonly note: ReactNode }
  | { readonly line: true }
  /** An action. */
  | {
      readonly label: ReactNode
      readonly onSelect: () => void
      readonly glyph?: GlyphName
      readonly hint?: ReactNode
      readonly disabled?: boolean
    }
  /** One of several that may all be on; the menu stays open. */
  | {
      readonly label: ReactNode
      readonly checked: boolean
      readonly onChange: (checked: boolean) => void
      readonly hint?: ReactNode
    }
  /** Several of which one is on. */
  | {
      readonly value: string
      readonly onChange: (value: string) => void
      readonly choices: readonly MenuChoice[]
    }

export type MenuProps = {
  readonly trigger: Trigger
  readonly entries: readonly MenuEntry[]
  readonly align?: 'start' | 'end'
  readonly side?: 'bottom' | 'right'
  readonly label: string
}

const load = () => import('./menu-open.tsx')
const OpenedMenu = lazy(load)

/** A button's list of actions or choices. */
export function Menu(props: MenuProps) {
  const [byKeyboard, setByKeyboard] = useState(false)
  return (
    <FirstUse trigger={props.trigger} popup="menu" load={load} onKeyboard={setByKeyboard}>
      <OpenedMenu {...props} byKeyboard={byKeyboard} />
    </FirstUse>
  )
}
