'use client'
import * as Radix from 'radix-ui/dialog'
import type { ReactNode } from 'react'
import { useFocusBack } from './focus-back.ts'

/** A box over the page for what is typed and chosen at once; it begins near the top and grows downwards. */
export function CommandDialog({
  title,
  onClose,
  children,
}: {
  /** Read out only. */
  title: string
  onClose: () => void
  children: ReactNode
}) {
  const focusBack = useFocusBack()
  return (
    <Radix.Root open onOpenChange={(next) => (next ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[oklch(0_0_0/.35)]" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={focusBack}
          className="tint-card fixed top-[max(12px,9vh)] left-1/2 z-50 flex max-h-[min(560px,calc(100dvh-24px-9vh))] w-[min(640px,calc(100vw-24px))] -translate-x-1/2 flex-col overflow-hidden rounded-card bg-card shadow-menu outline-none forced-outline"
        >
          <Radix.Title className="sr-only">{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
