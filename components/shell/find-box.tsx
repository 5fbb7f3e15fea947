'use client'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { type Completion, useFindAnswer } from '#components/query/page-find.ts'
import { useUrlState } from '#components/query/url-state.ts'
import { Kbd } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/class-names.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import { FindSuggestions } from './find-suggestions.tsx'

const NOTHING: Completion = { from: 0, to: 0, options: [] }

/** One box, always about the page below it. What it holds stands in the address as `find`. */
export function FindBox() {
  const { get, set } = useUrlState()
  const inAddress = get('find') ?? ''
  const [text, setText] = useState(inAddress)
  const [caret, setCaret] = useState(0)
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const { placeholder, summary, error, next, action, complete, onFocus } = useFindAnswer()
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

  const type = (value: string, at: number) => {
    setText(value)
    setCaret(at)
    setActive(-1)
    set({ find: value }, 'replace')
  }
  const completion = isOpen ? (complete?.(text, caret) ?? NOTHING) : NOTHING
  const { options } = completion
  const take = (chosen: string) => {
    const whole = chosen.endsWith(':') ? chosen : `${chosen} `
    const rest = text.slice(completion.to).trimStart()
    const at = completion.from + whole.length
    type(text.slice(0, completion.from) + whole + rest, at)
    // A field asks for its value next; a whole word is done.
    setOpen(chosen.endsWith(':'))
    requestAnimationFrame(() => box.current?.setSelectionRange(at, at))
  }
  const step = (by: number) => {
    setOpen(true)
    const count = (complete?.(text, caret) ?? NOTHING).options.length
    if (count) setActive(active < 0 ? (by > 0 ? 0 : count - 1) : (active + by + count) % count)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const option = options[active]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      step(event.key === 'ArrowDown' ? 1 : -1)
    else if ((event.key === 'Enter' || event.key === 'Tab') && option) take(option.text)
    else if (event.key === 'Enter') {
      setOpen(false)
      next?.()
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      if (options.length) setOpen(false)
      else if (text) type('', 0)
      else box.current?.blur()
    } else return
    event.preventDefault()
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
        role="combobox"
        aria-label="Find"
        aria-autocomplete="list"
        aria-expanded={options.length > 0}
        aria-controls={options.length > 0 ? `${id}-list` : undefined}
        aria-activedescendant={options[active] ? `${id}-list-${active}` : undefined}
        aria-describedby={below ? id : undefined}
        aria-invalid={error && text ? true : undefined}
        spellCheck={false}
        autoComplete="off"
        placeholder={placeholder ?? 'Find'}
        value={text}
        onFocus={onFocus}
        onBlur={() => setOpen(false)}
        onChange={({ target }) => {
          setOpen(target.value !== '')
          type(target.value, target.selectionStart ?? target.value.length)
        }}
        onKeyDown={onKeyDown}
        className={cx(
          'h-7.5 w-full rounded-control border border-border bg-card pr-8 pl-8 max-sm:pr-2 placeholder:font-ui aria-invalid:border-bad',
          text && 'font-code text-12',
        )}
      />
      <span className="pointer-events-none absolute top-[5px] right-1.5 max-sm:hidden">
        <Kbd>/</Kbd>
      </span>
      <div className="absolute top-full left-0 z-30 mt-1 grid min-w-full justify-items-start gap-1">
        {options.length > 0 ? (
          <div className="w-full">
            <FindSuggestions
              id={`${id}-list`}
              options={options}
              active={active}
              onTake={(option) => take(option.text)}
            />
          </div>
        ) : null}
        {below ? (
          <div
            className={cx(
              'flex max-w-full items-center gap-2 rounded-control bg-card px-2 py-1 text-12 shadow-menu',
              error ? 'text-bad' : 'not-group-focus-within:hidden text-ink-2',
            )}
          >
            <p id={id} role="status">
              {below}
            </p>
            {action && !error ? (
              <button
                type="button"
                className="min-h-6 flex-none font-medium whitespace-nowrap text-accent hover:underline"
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => {
                  action.run()
                  setText('')
                }}
              >
                {action.label}
              </button>
            ) : null}
          </div>
        ) : null}
      </div>
    </div>
  )
}
