'use client'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { IconButton } from '#components/ui/button.tsx'
import { Glyph } from '#components/ui/glyph.tsx'

const STAYS_MS = 8000

/** What has just happened, for some seconds; the words come after the region, so that they are read out. */
export default function Toast({ words, onGone }: { words: string; onGone: () => void }) {
  const [text, setText] = useState('')
  useEffect(() => {
    setText(words)
    const timer = setTimeout(onGone, STAYS_MS)
    return () => clearTimeout(timer)
  }, [words, onGone])
  return createPortal(
    <div className="pointer-events-none fixed inset-x-0 bottom-24 z-50 flex justify-center px-4">
      <div className="tint-card pointer-events-auto flex max-w-130 items-center gap-2.5 rounded-card bg-card py-1.5 pr-1.5 pl-3 shadow-menu forced-outline">
        <Glyph name="check" className="text-safe" />
        <p role="status">{text}</p>
        <IconButton glyph="close" label="Close this message" small onClick={onGone} />
      </div>
    </div>,
    document.body,
  )
}
