'use client'
import { useEffect, useId, useRef, useState } from 'react'
import { useFindAnswer } from '#components/query/page-find.ts'
import { useUrlState } from '#components/query/url-state.ts'
import { Kbd } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/class-names.ts'
import { Glyph } from '#components/ui/glyph.tsx'

/** One box, always about the page below it. What it holds stands in the address as `find`. */
export function FindBox() {
  const { get, set } = useUrlState()
  const inAddress = get('find') ?? ''
  const [text, setText] = useState(inAddress)
  const { placeholder, summary, error, next } = useFindAnswer()
  const box = useRef<HTMLInputElement>(null)
  const id = useId()
  // Back and links change the address; while somebody types, the address follows the box and not the other way.
  useEffect(() => {
    if (document.activeElement !== box.current) setText(inAddress)
  }, [inAddress])

  useEffect(() => {
    const focus = () => {
      box.current?.focus()
      box.current?.select()
    }
    window.addEventListener('meshwright:find', focus)
    return () => window.removeEventListener('meshwright:find', focus)
  }, [])

  const type = (value: string) => {
    setText(value)
    set({ find: value }, 'replace')
  }
  const below = text ? (error ?? summary) : undefined
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not known to all readers yet
    <div
      role="search"
      className="group relative ml-2 w-100 min-w-0 max-lg:w-64 max-md:w-auto max-md:flex-1"
    >
      <Glyph name="search" className="absolute top-[7px] left-[9px] text-ink-3" />
      <input
        ref={box}
        type="text"
        aria-label="Find"
        aria-describedby={below ? id : undefined}
        aria-invalid={error && text ? true : undefined}
        spellCheck={false}
        autoComplete="off"
        placeholder={placeholder ?? 'Find'}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault()
            next?.()
          } else if (event.key === 'Escape') {
            event.preventDefault()
            event.stopPropagation()
            if (text) type('')
            else box.current?.blur()
          }
        }}
        className={cx(
          'h-7.5 w-full rounded-control border border-border bg-card pr-8 pl-8 placeholder:font-ui aria-invalid:border-bad',
          text && 'font-code text-12',
        )}
      />
      <span className="pointer-events-none absolute top-[5px] right-1.5">
        <Kbd>/</Kbd>
      </span>
      {below ? (
        <p
          id={id}
          role="status"
          className={cx(
            'absolute top-full left-0 z-30 mt-1 max-w-full rounded-control bg-card px-2 py-1 text-12 shadow-menu',
            error ? 'text-bad' : 'hidden text-ink-2 group-focus-within:block',
          )}
        >
          {below}
        </p>
      ) : null}
    </div>
  )
}
