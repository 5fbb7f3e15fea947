'use client'
import * as Radix from 'radix-ui/dialog'
import type { ReactNode } from 'react'
import { useFocusBack } from './focus-back.ts'

/** Only for a typed confirmation, for losing work, and for signing in again. Reading never opens one. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  children,
  actions,
  width = 440,
}: {
  open: boolean
  /** Absent: the dialog stays until its question is answered. */
  onClose?: () => void
  title: string
  description?: ReactNode
  children?: ReactNode
  actions?: ReactNode
  width?: number
}) {
  const focusBack = useFocusBack()
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next ? undefined : onClose?.())}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[oklch(0_0_0/.35)]" />
        <Radix.Content
          onCloseAutoFocus={focusBack}
          style={{ width: `min(${width}px, calc(100vw - 32px))` }}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className="tint-card fixed top-[18vh] left-1/2 z-50 max-h-[74vh] -translate-x-1/2 overflow-y-auto rounded-card bg-card p-5 shadow-menu outline-none forced-outline"
        >
          <Radix.Title className="text-18 font-semibold">{title}</Radix.Title>
          {description ? (
            <Radix.Description asChild>
              <div className="mt-1 text-ink-2">{description}</div>
            </Radix.Description>
          ) : null}
          {children}
          {actions ? <div className="mt-4 flex justify-end gap-2">{actions}</div> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
