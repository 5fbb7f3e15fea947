import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Glyph, type GlyphName } from '#components/ui/glyph.tsx'
import type { ApplyResult } from './change-queries.ts'

export type ProgressLine = {
  readonly resource: string
  readonly state:
    | 'waiting'
    | 'applied'
    | 'seen'
    | 'unchanged'
    | 'failed'
    | 'not-tried'
    | 'rolled-back'
  readonly version?: string
  readonly message?: string
}

/** What became of each object, in words; `seen` once the watch has brought all of it back. */
export const progressLines = (
  resources: readonly string[],
  results: readonly ApplyResult[] | undefined,
  seen: boolean,
): readonly ProgressLine[] =>
  results === undefined
    ? resources.map((resource) => ({ resource, state: 'waiting' }))
    : results.map(({ resource, outcome, resourceVersion, problem }) => ({
        resource,
        state: outcome === 'applied' && seen ? 'seen' : outcome,
        version: resourceVersion,
        message: problem?.detail,
      }))

const LOOK: Record<ProgressLine['state'], { glyph: GlyphName; tone: string; word: string }> = {
  waiting: { glyph: 'clock', tone: 'text-ink-3', word: 'waiting' },
  applied: { glyph: 'check', tone: 'text-safe', word: 'applied' },
  seen: { glyph: 'check', tone: 'text-safe', word: 'applied' },
  unchanged: { glyph: 'minus', tone: 'text-ink-3', word: 'unchanged' },
  failed: { glyph: 'error', tone: 'text-bad', word: 'refused' },
  'not-tried': { glyph: 'minus', tone: 'text-ink-3', word: 'not tried' },
  'rolled-back': { glyph: 'revert', tone: 'text-ink-2', word: 'rolled back' },
}

const words = ({ state, version }: ProgressLine): string =>
  `${LOOK[state].word}${version && (state === 'applied' || state === 'seen') ? ` (${version})` : ''}${state === 'seen' ? ', seen live' : ''}`

/** One line for each object, in order; it stays on the page. A failure says how far it came. */
export function ApplyProgress({
  lines,
  topologyHref,
  onEdit,
}: {
  lines: readonly ProgressLine[]
  /** The topology with what changed selected. */
  topologyHref: string
  onEdit: () => void
}) {
  const failed = lines.find((line) => line.state === 'failed')
  const applied = lines.filter((line) => line.state === 'applied' || line.state === 'seen').length
  const isWaiting = lines.some((line) => line.state === 'waiting')
  return (
    <section aria-label="Apply" className="px-5 py-4">
      <ol>
        {lines.map((line) => (
          <li
            key={line.resource}
            className="flex items-center gap-2 border-b border-hairline py-1.5"
          >
            <Glyph name={LOOK[line.state].glyph} className={LOOK[line.state].tone} />
            <span className="min-w-0 truncate">{line.resource.replace('/', ' ')}</span>
            <span
              className={`ml-auto flex-none text-12 ${line.state === 'failed' ? 'text-bad' : 'text-ink-3'}`}
            >
              {words(line)}
            </span>
          </li>
        ))}
      </ol>
      <p role="status" className="mt-2.5 text-ink-2">
        {failed ? (
          <>
            <b className="text-ink">
              {applied} of {lines.length} applied.
            </b>{' '}
            {failed.resource.replace('/', ' ')} was refused:{' '}
            {failed.message ?? 'no reason was given.'}
          </>
        ) : isWaiting ? (
          'Waiting for the API server.'
        ) : lines.every((line) => line.state !== 'applied') ? (
          'Existing connections are not cut; the change applies to new ones.'
        ) : (
          'Written. The map follows when the watch brings it back.'
        )}
      </p>
      {isWaiting ? null : (
        <div className="mt-3 flex gap-2">
          <ButtonLink look={failed ? 'default' : 'primary'} size="primary" href={topologyHref}>
            Show on topology
          </ButtonLink>
          <Button size="primary" onClick={onEdit}>
            {failed ? 'Correct the text' : 'Edit again'}
          </Button>
        </div>
      )}
    </section>
  )
}
