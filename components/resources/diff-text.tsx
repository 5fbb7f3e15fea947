import { Say } from '#components/ui/facts.tsx'

const MARK = {
  '+': { tone: 'bg-add-tint text-add', word: 'added' },
  '-': { tone: 'bg-remove-tint text-remove', word: 'removed' },
} as const

/** A unified diff, without its head. The signs stand in the text, so colour is not needed. */
export function DiffText({ diff }: { diff: string }) {
  const lines = diff.split('\n').filter((line) => !/^(Index:|={3}|-{3} |\+{3} |\\ )/.test(line))
  while (lines.at(-1) === '') lines.pop()
  if (lines.length === 0) return <Say quiet>It changes nothing in the text.</Say>
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
      tabIndex={0}
      aria-label="What changed"
      className="max-h-96 overflow-auto rounded-control border border-hairline bg-sunken py-1.5 font-code text-[11.5px] leading-[17px]"
    >
      <pre>
        {lines.map((line, at) => {
          const mark = line[0] === '+' || line[0] === '-' ? MARK[line[0]] : undefined
          return (
            // Lines have no name but their number.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <code key={at} className={`block w-max min-w-full px-3 ${mark?.tone ?? 'text-ink-2'}`}>
              {line || ' '}
            </code>
          )
        })}
      </pre>
    </section>
  )
}
