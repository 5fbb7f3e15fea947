'use client'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/class-names.ts'
import { Glyph } from '#components/ui/glyph.tsx'
import type { Sample, SamplesAnswer } from './answers.ts'
import { lostObjects } from './words.ts'

/** Each sample with what it shows and where it comes from; below, what was changed in the one that is open. */
export function SampleList({
  answer: { current, samples, changed },
  isReadOnly,
  opening,
  onOpen,
  onReset,
}: {
  answer: SamplesAnswer
  isReadOnly: boolean
  /** Id of the sample that is on its way. */
  opening: string | undefined
  onOpen: (id: string) => void
  onReset: () => void
}) {
  const { sum, named, more } = lostObjects(changed)
  const isBusy = opening !== undefined
  return (
    <>
      <h2 className="px-2 text-11 font-medium text-ink-3">Samples, inside this process</h2>
      <ul className="mt-1 grid grid-cols-1 gap-px">
        {samples.map((sample) => (
          <li key={sample.id}>
            <Row
              sample={sample}
              isCurrent={sample.id === current.id}
              isOpening={sample.id === opening}
              isOff={isReadOnly || isBusy}
              onOpen={onOpen}
            />
          </li>
        ))}
      </ul>
      <div className="tint-card sticky -bottom-3 mt-2 flex items-start gap-3 border-t border-hairline bg-card px-2 py-2.5">
        <p className="min-w-0 flex-1">
          {isReadOnly ? (
            'Meshwright runs read-only: it stays with this one, as it is.'
          ) : changed.length === 0 ? (
            'Nothing is changed in it. What is applied changes only what is inside this process.'
          ) : (
            <>
              <b className="text-ink">{sum} changed since it was loaded.</b>{' '}
              <span className="break-words">
                {named.join(', ')}
                {more > 0 ? ` and ${more} more` : ''}
              </span>
            </>
          )}
        </p>
        <Button disabled={isReadOnly || isBusy} onClick={onReset}>
          Reset {current.title}
        </Button>
      </div>
      <p role="status" className="sr-only">
        {isBusy ? `Opening ${samples.find(({ id }) => id === opening)?.title ?? opening}` : ''}
      </p>
    </>
  )
}

function Row({
  sample: { id, title, shows, mesh, origin, licence },
  isCurrent,
  isOpening,
  isOff,
  onOpen,
}: {
  sample: Sample
  isCurrent: boolean
  isOpening: boolean
  isOff: boolean
  onOpen: (id: string) => void
}) {
  return (
    <button
      type="button"
      aria-current={isCurrent}
      // The one that is open is no choice; it stays in the order of keys, so that it is read.
      aria-disabled={isCurrent || isOff}
      onClick={() => (isCurrent || isOff ? undefined : onOpen(id))}
      className={cx(
        'flex w-full items-start gap-2 rounded-[4px] px-2 py-1.5 text-left',
        isCurrent ? 'bg-selected' : isOff ? '' : 'hover:bg-hover',
      )}
    >
      <span className="grid size-4 flex-none translate-y-px place-items-center">
        {isCurrent ? <Glyph name="check" className="text-accent" /> : null}
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2 text-13 text-ink">
          <span className={isCurrent ? 'font-semibold' : 'font-medium'}>{title}</span>
          <span className="text-11 text-ink-3">{isOpening ? 'opening' : mesh}</span>
        </span>
        <span className="block">{shows}</span>
        <span className="block truncate text-11 leading-4 text-ink-3" title={origin}>
          {licence ? `${licence} · ` : ''}
          {origin}
        </span>
      </span>
    </button>
  )
}
