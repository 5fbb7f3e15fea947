'use client'
import { Chip } from '#components/ui/chip.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { FindingBadge, SeverityGlyph } from '#components/ui/severity.tsx'
import { countOf, type Problem } from './problem.ts'

/** What stands against the text: consequence, then where; whether the draft brings it or it was there. */
export function ProblemsList({
  problems,
  note,
  onGo,
}: {
  problems: readonly Problem[]
  /** What was checked and how long it took. */
  note?: string
  onGo: (problem: Problem) => void
}) {
  const counts = {
    error: countOf(problems, 'error'),
    warning: countOf(problems, 'warning'),
    info: countOf(problems, 'info'),
  }
  return (
    <section aria-label="Problems" className="flex max-h-full min-h-0 flex-col bg-surface">
      <header className="flex h-8.5 flex-none items-center gap-3 border-b border-hairline px-4 text-12">
        <h2 className="font-semibold">Problems</h2>
        <FindingBadge findings={counts} />
        {note ? <span className="ml-auto text-ink-3">{note}</span> : null}
      </header>
      {problems.length === 0 ? (
        <p className="flex items-center gap-2 px-4 py-2 text-12 text-ink-2">
          <Glyph name="check" className="text-safe" />
          No problems in this document
        </p>
      ) : (
        <ul className="min-h-0 flex-1 overflow-y-auto">
          {problems.map((problem) => (
            <li key={problem.id} className="border-b border-hairline last:border-b-0">
              <button
                type="button"
                disabled={!problem.range}
                onClick={() => onGo(problem)}
                className="flex w-full items-start gap-2.5 px-4 py-2.5 text-left -outline-offset-2 enabled:hover:bg-hover"
              >
                <span className="pt-0.5">
                  <SeverityGlyph severity={problem.severity} />
                </span>
                <span className="min-w-0 flex-1">
                  <span className="block text-13">
                    <span className="sr-only">{problem.severity}: </span>
                    {problem.message}
                  </span>
                  {problem.fix ? (
                    <span className="block text-12 text-ink-2">{problem.fix}</span>
                  ) : null}
                  <span className="block truncate font-code text-12 text-ink-3">
                    {placeOf(problem)}
                  </span>
                </span>
                <Chip tone={problem.origin === 'added' ? 'draft' : 'plain'}>
                  {problem.origin === 'added' ? 'added by this draft' : 'already there'}
                </Chip>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const placeOf = ({ range, path, code }: Problem): string =>
  [range ? `Line ${range.line}` : undefined, path, code].filter(Boolean).join(' · ')
