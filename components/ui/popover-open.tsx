'use client'
import * as Radix from 'radix-ui/popover'
import { useState } from 'react'
import type { PopoverProps } from './popover.tsx'

/** A popover from its first use on; it is open when it comes. */
export default function OpenedPopover({
  trigger,
  label,
  children,
  align = 'start',
  width = 280,
}: PopoverProps) {
  const [open, setOpen] = useState(true)
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          style={{ width }}
          className="tint-card z-50 max-h-[80vh] overflow-y-auto rounded-card bg-card p-3 text-12 leading-[18px] text-ink-2 shadow-menu outline-none forced-outline"
        >
          {typeof children === 'function' ? children(() => setOpen(false)) : children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
