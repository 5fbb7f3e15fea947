'use client'
import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'

/** In which way the picture is not all of it, or not as it comes by itself, and the way back. */
export function Limit({
  what,
  title,
  undo,
  onUndo,
  children,
}: {
  what: string
  title?: string
  undo: string
  onUndo: () => void
  children?: ReactNode
}) {
  return (
    <span className="inline-flex flex-none items-center gap-1.5 text-12 text-ink-2">
      <span className="max-w-56 truncate" title={title ?? what}>
        {what}
      </span>
      {children}
      <Button look="ghost" onClick={onUndo}>
        {undo}
      </Button>
    </span>
  )
}
