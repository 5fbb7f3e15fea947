'use client'
import { lazy, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { FirstUse } from '#components/ui/first-use.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import type { Graph } from '#lib/graph/graph.ts'

export type HideMenuProps = {
  /** All that could be shown, hidden or not. */
  readonly graph: Graph
  readonly hide: readonly string[]
  /** The text of the find box. */
  readonly found: string
  readonly selected: { readonly name: string; readonly query: string } | undefined
  readonly onChange: (hide: readonly string[]) => void
}

const load = () => import('./hide-menu-open.tsx')
const OpenedHideMenu = lazy(load)

/** Takes out of the picture what is not looked for: what is often in the way, what is selected, what was found. */
export function HideMenu(props: HideMenuProps) {
  const [byKeyboard, setByKeyboard] = useState(false)
  const trigger = (
    <Button look="ghost">
      Hide…
      <Glyph name="chevronDown" className="text-ink-3" />
    </Button>
  )
  return (
    <FirstUse trigger={trigger} popup="menu" load={load} onKeyboard={setByKeyboard}>
      <OpenedHideMenu {...props} trigger={trigger} byKeyboard={byKeyboard} />
    </FirstUse>
  )
}
