'use client'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import type { ChangedObject } from './answers.ts'
import { lostObjects } from './words.ts'

/** Asked before anything is lost, with what that is. */
export function ResetDialog({
  title,
  to,
  changed,
  onConfirm,
  onClose,
}: {
  title: string
  /** Another sample that is opened instead. */
  to?: string
  changed: readonly ChangedObject[]
  onConfirm: () => void
  onClose: () => void
}) {
  const { sum, named, more } = lostObjects(changed)
  return (
    <Dialog
      open
      onClose={onClose}
      title={to ? `Open ${to}?` : `Reset ${title}?`}
      description={`What was changed in ${sum} of ${title} is discarded. It cannot be brought back from the history.`}
      actions={
        <>
          <Button onClick={onClose}>Keep the changes</Button>
          <Button look="primary" onClick={onConfirm}>
            {to ? 'Discard and open' : 'Discard and reset'}
          </Button>
        </>
      }
    >
      <ul aria-label="What is discarded" className="mt-3 grid gap-1 text-12 text-ink">
        {named.map((line) => (
          <li key={line} className="break-words">
            {line}
          </li>
        ))}
        {more > 0 ? <li className="text-ink-2">and {more} more</li> : null}
      </ul>
    </Dialog>
  )
}
