'use client'
import { Button } from '#components/ui/button.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Menu } from '#components/ui/menu.tsx'
import type { Grouping } from '#lib/graph/layout/cards.ts'

export const GROUPINGS: readonly Grouping[] = ['namespace', 'mesh', 'none']
const GROUP_WORD: Record<Grouping, string> = {
  namespace: 'Group by namespace',
  mesh: 'Group by mesh',
  none: 'No groups',
}

/** What the frames of the picture are. */
export function GroupMenu({
  group,
  onChange,
}: {
  group: Grouping
  onChange: (group: string) => void
}) {
  return (
    <Menu
      label="Groups"
      trigger={
        <Button look="ghost">
          {GROUP_WORD[group]}
          <Glyph name="chevronDown" className="text-ink-3" />
        </Button>
      }
      entries={[
        {
          value: group,
          onChange,
          choices: GROUPINGS.map((value) => ({ value, label: GROUP_WORD[value] })),
        },
      ]}
    />
  )
}
