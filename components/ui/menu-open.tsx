'use client'
import * as Radix from 'radix-ui/dropdown-menu'
import { type ReactNode, useEffect, useRef } from 'react'
import { Glyph, type GlyphName } from './glyph.tsx'
import type { MenuEntry, MenuProps } from './menu.tsx'

const ROW =
  'flex h-7 items-center gap-2 rounded-[4px] px-2 text-13 outline-none select-none data-[highlighted]:bg-selected data-[disabled]:text-ink-3'

/** A menu from its first use on; it is open when it comes. */
export default function OpenedMenu({
  trigger,
  entries,
  align = 'start',
  side = 'bottom',
  label,
  byKeyboard = false,
}: MenuProps & { byKeyboard?: boolean }) {
  const content = useRef<HTMLDivElement>(null)
  // Radix has not seen the key that brought this: the first entry gets the focus here, once.
  useEffect(() => {
    if (!byKeyboard) return
    const frame = requestAnimationFrame(() =>
      content.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus(),
    )
    return () => cancelAnimationFrame(frame)
  }, [byKeyboard])
  return (
    <Radix.Root defaultOpen modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          ref={content}
          align={side === 'right' ? 'end' : align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className="tint-card z-50 max-h-[min(420px,var(--radix-dropdown-menu-content-available-height))] min-w-44 overflow-y-auto rounded-card bg-card p-1 shadow-menu forced-outline"
        >
          {entries.map((entry, at) => (
            // Entries have no name of their own, and keep their places while the menu is open.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Entry key={at} entry={entry} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Entry({ entry }: { entry: MenuEntry }) {
  if ('heading' in entry)
    return (
      <Radix.Label className="px-2 pt-1.5 pb-1 text-11 font-medium text-ink-3">
        {entry.heading}
      </Radix.Label>
    )
  if ('note' in entry)
    return (
      <Radix.Label className="max-w-64 px-2 pt-1.5 pb-1 text-12 text-ink-3">
        {entry.note}
      </Radix.Label>
    )
  if ('line' in entry) return <Radix.Separator className="mx-1 my-1 h-px bg-hairline" />
  if ('choices' in entry)
    return (
      <Radix.RadioGroup value={entry.value} onValueChange={entry.onChange}>
        {entry.choices.map((choice) => (
          <Radix.RadioItem key={choice.value} value={choice.value} className={ROW}>
            <Tick on={choice.value === entry.value} />
            <Words glyph={choice.glyph} label={choice.label} hint={choice.hint} />
          </Radix.RadioItem>
        ))}
      </Radix.RadioGroup>
    )
  if ('checked' in entry)
    return (
      <Radix.CheckboxItem
        className={ROW}
        checked={entry.checked}
        onCheckedChange={entry.onChange}
        onSelect={(event) => event.preventDefault()}
      >
        <Tick on={entry.checked} />
        <Words label={entry.label} hint={entry.hint} />
      </Radix.CheckboxItem>
    )
  return (
    <Radix.Item className={ROW} disabled={entry.disabled} onSelect={entry.onSelect}>
      <Words glyph={entry.glyph} label={entry.label} hint={entry.hint} />
    </Radix.Item>
  )
}

const Tick = ({ on }: { on: boolean }) => (
  <span className="grid size-4 flex-none place-items-center">
    {on ? <Glyph name="check" className="text-accent" /> : null}
  </span>
)

function Words({
  glyph,
  label,
  hint,
}: {
  glyph?: GlyphName | undefined
  label: ReactNode
  hint?: ReactNode
}) {
  return (
    <>
      {glyph ? <Glyph name={glyph} className="text-ink-3" /> : null}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {hint ? <span className="text-11 text-ink-3">{hint}</span> : null}
    </>
  )
}
