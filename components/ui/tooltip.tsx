'use client'
import * as Radix from 'radix-ui/tooltip'
import type { ReactNode } from 'react'

/** More words on a thing that has a word already. Never the only place of a fact. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={400}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={8}
            className="tint-card z-50 max-w-80 rounded-control bg-card px-2 py-1.5 text-12 text-ink-2 shadow-menu forced-outline"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  )
}
