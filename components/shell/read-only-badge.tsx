'use client'
import { Glyph } from '#components/ui/glyph.tsx'
import { Popover } from '#components/ui/popover.tsx'

/** Nothing can be applied from here, and why. */
export function ReadOnlyBadge() {
  return (
    <Popover
      label="Why read-only"
      align="end"
      trigger={
        <button
          type="button"
          className="inline-flex h-6.5 flex-none items-center gap-1.5 rounded-control border border-border px-2 font-medium whitespace-nowrap text-ink-2 hover:bg-hover data-[state=open]:bg-hover"
        >
          <Glyph name="eye" />
          <span className="max-md:sr-only">Read-only</span>
        </button>
      }
    >
      <p className="text-ink">Meshwright was started with --read-only.</p>
      <p className="mt-1">
        Its API refuses every change, whoever asks. Drafts, previews and dry runs work; nothing is
        applied. Start it without --read-only to change that.
      </p>
    </Popover>
  )
}
