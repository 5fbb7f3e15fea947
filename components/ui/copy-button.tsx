'use client'
import { useEffect, useState } from 'react'
import { Glyph, type GlyphName } from './glyph.tsx'

/** Copies a text and says so for two seconds, in place. */
export function CopyButton({
  text,
  label,
  glyph = 'copy',
}: {
  /** A function is asked at the moment of the click. */
  text: string | (() => string)
  label: string
  glyph?: GlyphName
}) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () => {
    const value = typeof text === 'string' ? text : text()
    navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <button
      type="button"
      aria-label={label}
      title={copied ? 'Copied' : label}
      onClick={copy}
      className="inline-grid size-6 flex-none place-items-center rounded-control text-ink-3 hover:bg-hover"
    >
      <Glyph name={copied ? 'check' : glyph} className={copied ? 'text-safe' : undefined} />
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  )
}
