'use client'
import { type ComponentType, useState } from 'react'
import { Banner } from '#components/ui/banner.tsx'
import { Button } from '#components/ui/button.tsx'
import { Segmented } from '#components/ui/segmented.tsx'

/** Draws two texts side by side; given by the page, since the editor is another feature. */
export type DiffView = ComponentType<{
  original: string
  modified: string
  originalLabel: string
  modifiedLabel: string
}>

export type Conflict = {
  /** What the draft was written against. */
  readonly base: string
  readonly baseVersion: string
  /** `undefined`: somebody deleted the object. */
  readonly live: string | undefined
  readonly liveVersion: string | undefined
  readonly yours: string
}

/** Both sides of a change that happened twice. Nothing is lost: the text of the draft stays as it is. */
export function ConflictPanel({
  conflict,
  Diff,
  onRebase,
  onKeepLive,
}: {
  conflict: Conflict
  Diff: DiffView
  onRebase: () => void
  onKeepLive: () => void
}) {
  const [sides, setSides] = useState('yours')
  const { base, live, yours } = conflict
  const isDeleted = live === undefined
  return (
    <section aria-label="Conflict" className="flex min-h-0 flex-1 flex-col">
      <Banner
        look="warn"
        assertive
        title={
          isDeleted
            ? 'The object was deleted while you were editing.'
            : 'The object changed while you were editing.'
        }
      >
        Your text is kept. Nothing was applied.
      </Banner>
      <div className="flex flex-none items-center gap-3 border-b border-hairline bg-surface px-4 py-2 text-12 text-ink-3">
        <Segmented
          label="Compare"
          value={sides}
          onChange={setSides}
          segments={[
            { value: 'yours', label: 'Live and yours' },
            { value: 'theirs', label: 'What they changed' },
          ]}
        />
        <span>
          {sides === 'yours'
            ? `Left: live now, ${version(conflict.liveVersion)}. Right: your draft.`
            : `Left: before, ${version(conflict.baseVersion)}. Right: live now, ${version(conflict.liveVersion)}.`}
        </span>
      </div>
      <div className="min-h-0 flex-1 bg-card">
        {sides === 'yours' ? (
          <Diff
            key="yours"
            original={live ?? ''}
            modified={yours}
            originalLabel="Live now"
            modifiedLabel="Your draft"
          />
        ) : (
          <Diff
            key="theirs"
            original={base}
            modified={live ?? ''}
            originalLabel="Before"
            modifiedLabel="Live now"
          />
        )}
      </div>
      <footer className="flex flex-none items-center gap-2 border-t border-hairline bg-card px-5 py-3">
        <p className="min-w-0 flex-1 text-ink-2">
          Nothing is applied yet. The review then shows all that your text changes in the live
          version.
        </p>
        <Button size="primary" onClick={onKeepLive}>
          Keep live, drop mine
        </Button>
        <Button look="primary" size="primary" onClick={onRebase}>
          Take the live version as base and review again
        </Button>
      </footer>
    </section>
  )
}

const version = (text: string | undefined): string =>
  text ? `version ${text}` : 'no longer in the cluster'
