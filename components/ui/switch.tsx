'use client'
import * as Radix from 'radix-ui/switch'
import { type ReactNode, useId } from 'react'

/** On or off, at once. */
export function Switch({
  checked,
  onChange,
  children,
  disabled,
}: {
  checked: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
  disabled?: boolean
}) {
  const id = useId()
  return (
    <span className="inline-flex items-center gap-2">
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        className="h-4.5 w-8 flex-none rounded-pill border border-border bg-card p-0.5 transition-colors duration-(--quick) data-[state=checked]:border-accent-fill data-[state=checked]:bg-accent-fill disabled:opacity-50"
      >
        <Radix.Thumb className="block size-3 rounded-pill bg-border forced-fill transition-transform duration-(--quick) data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-on-accent" />
      </Radix.Root>
      <label htmlFor={id}>{children}</label>
    </span>
  )
}
