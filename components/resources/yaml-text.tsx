import { Fragment } from 'react'

/** `- key: value`, with what stands before the key kept apart. A line without a key is all value. */
const LINE = /^([ -]*)("[^"]*"|[^\s:#"'][^:#]*):(?=\s|$)(.*)$/

/** The text of an object, for reading. Lines are numbered outside of what is copied. */
export function YamlText({ text, label }: { text: string; label: string }) {
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
          return (
            // Lines have no name but their number.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Fragment key={at}>
              <span aria-hidden="true" className="pr-4 pl-4 text-right text-ink-3 select-none">
                {at + 1}
              </span>
              <code>
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
