'use client'
import * as Radix from 'radix-ui/dropdown-menu'
import type { ReactNode } from 'react'
import { Glyph, type GlyphName } from './glyph.tsx'

const ROW =
  'flex h-7 items-center gap-2 rounded-[4px] px-2 text-13 outline-none select-none data-[highlighted]:bg-selected data-[disabled]:text-ink-3'

/** A button's list of actions or choices. `trigger` must be a button. */
export function Menu({
  trigger,
  children,
  align = 'start',
  label,
}: {
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'end'
  label?: string
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          aria-label={label}
          className="tint-card z-50 max-h-[min(420px,80vh)] min-w-44 overflow-y-auto rounded-card bg-card p-1 shadow-menu forced-outline"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export function MenuItem({
  glyph,
  children,
  hint,
  ...rest
}: { glyph?: GlyphName; children: ReactNode; hint?: ReactNode } & Radix.DropdownMenuItemProps) {
  return (
    <Radix.Item className={ROW} {...rest}>
      {glyph ? <Glyph name={glyph} className="text-ink-3" /> : null}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {hint ? <span className="text-11 text-ink-3">{hint}</span> : null}
    </Radix.Item>
  )
}

/** One of several that may all be on. The menu stays open. */
export function MenuCheck({
  checked,
  onChange,
  children,
  hint,
}: {
  checked: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
  hint?: ReactNode
}) {
  return (
    <Radix.CheckboxItem
      className={ROW}
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
    >
      <span className="grid size-4 flex-none place-items-center">
        {checked ? <Glyph name="check" className="text-accent" /> : null}
      </span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {hint ? <span className="text-11 text-ink-3">{hint}</span> : null}
    </Radix.CheckboxItem>
  )
}

/** One of several, of which one is on. */
export function MenuChoices({
  value,
  onChange,
  choices,
}: {
  value: string
  onChange: (value: string) => void
  choices: readonly { value: string; label: ReactNode; hint?: ReactNode; glyph?: GlyphName }[]
}) {
  return (
    <Radix.RadioGroup value={value} onValueChange={onChange}>
      {choices.map((choice) => (
        <Radix.RadioItem key={choice.value} value={choice.value} className={ROW}>
          <span className="grid size-4 flex-none place-items-center">
            {choice.value === value ? <Glyph name="check" className="text-accent" /> : null}
          </span>
          {choice.glyph ? <Glyph name={choice.glyph} className="text-ink-3" /> : null}
          <span className="min-w-0 flex-1 truncate">{choice.label}</span>
          {choice.hint ? <span className="text-11 text-ink-3">{choice.hint}</span> : null}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <Radix.Label className="px-2 pt-1.5 pb-1 text-11 font-medium text-ink-3">
      {children}
    </Radix.Label>
  )
}

export function MenuSeparator() {
  return <Radix.Separator className="mx-1 my-1 h-px bg-hairline" />
}
