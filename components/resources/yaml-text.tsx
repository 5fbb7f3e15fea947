'use client'
import { Fragment, useEffect, useRef } from 'react'
import { cx } from '#components/ui/class-names.ts'

/** `- key: value`, with what stands before the key kept apart. A line without a key is all value. */
const LINE = /^([ -]*)("[^"]*"|[^\s:#"'][^:#]*):(?=\s|$)(.*)$/

/** The text of an object, for reading. Lines are numbered outside of what is copied. */
export function YamlText({
  text,
  label,
  mark,
}: {
  text: string
  label: string
  /** Lines that somebody asked for, counted from 1. */
  mark?: { readonly line: number; readonly endLine: number } | undefined
}) {
  const marked = useRef<HTMLElement>(null)
  const line = mark?.line
  useEffect(() => {
    if (line !== undefined) marked.current?.scrollIntoView({ block: 'center' })
  }, [line])
  const lines = text.replace(/\n$/, '').split('\n')
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto bg-sunken py-3 font-code text-12 leading-[18px] -outline-offset-2"
    >
      <pre className="grid w-max min-w-full grid-cols-[auto_1fr] pr-6">
        {lines.map((line, at) => {
          const [, before = '', key, value = ''] = LINE.exec(line) ?? []
          const isMarked = mark !== undefined && at + 1 >= mark.line && at + 1 <= mark.endLine
          return (
            // Lines have no name but their number.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Fragment key={at}>
              <span
                aria-hidden="true"
                className={cx(
                  'pr-4 pl-4 text-right select-none',
                  isMarked
                    ? 'bg-selected text-ink shadow-[inset_2px_0_var(--accent)]'
                    : 'text-ink-3',
                )}
              >
                {at + 1}
              </span>
              <code
                ref={mark?.line === at + 1 ? marked : undefined}
                className={isMarked ? 'bg-selected' : undefined}
              >
                {key === undefined ? (
                  line
                ) : (
                  <>
                    {before}
                    <span className="text-accent">{key}</span>:{value}
                  </>
                )}
                {'\n'}
              </code>
            </Fragment>
          )
        })}
      </pre>
    </section>
  )
}
