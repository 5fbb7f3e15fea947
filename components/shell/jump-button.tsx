'use client'
import { useSyncExternalStore } from 'react'
import { Kbd } from '#components/ui/badge.tsx'
import { Glyph } from '#components/ui/glyph.tsx'

const never = () => () => undefined
/** The server does not know whose keyboard it is. */
const useIsApple = (): boolean =>
  useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => false,
  )

/** Opens the palette; `onNear` when a pointer or the focus arrives, so that its code is there by then. */
export function JumpButton({ onJump, onNear }: { onJump: () => void; onNear: () => void }) {
  const isApple = useIsApple()
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={onJump}
      onPointerEnter={onNear}
      onFocus={onNear}
      className="inline-flex h-7.5 flex-none items-center gap-2 rounded-control px-2 text-ink-2 hover:bg-hover"
    >
      <Glyph name="search" className="text-ink-3 lg:hidden" />
      <span className="max-lg:sr-only">Jump to…</span>
      <span className="max-md:hidden" aria-hidden="true">
        <Kbd>{isApple ? '⌘K' : 'Ctrl K'}</Kbd>
      </span>
    </button>
  )
}
