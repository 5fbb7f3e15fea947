'use client'
import { diffLines } from 'diff'
import { useMemo, useState } from 'react'
import { Segmented } from '#components/ui/segmented.tsx'
import { TextDiff } from './lazy.tsx'

/** What a draft changes in the text: how many lines, and which, beside each other or in one column. */
export function DiffPane({
  before,
  after,
  beforeLabel,
  afterLabel,
}: {
  before: string
  after: string
  beforeLabel: string
  afterLabel: string
}) {
  const [view, setView] = useState('side')
  const { added, removed } = useMemo(() => lineCounts(before, after), [before, after])
  return (
    <section aria-label="Text" className="flex min-w-0 flex-1 flex-col bg-card">
      <div className="flex h-9.5 flex-none items-center gap-2.5 border-b border-hairline px-4 text-12">
        <span className="font-semibold text-remove">− {removed}</span>
        <span className="font-semibold text-add">+ {added}</span>
        <span className="mr-auto text-ink-3">lines</span>
        <Segmented
          label="Layout of the diff"
          value={view}
          onChange={setView}
          segments={[
            { value: 'inline', label: 'Inline' },
            { value: 'side', label: 'Side by side' },
          ]}
        />
      </div>
      <div className="min-h-0 flex-1">
        <TextDiff
          original={before}
          modified={after}
          originalLabel={beforeLabel}
          modifiedLabel={afterLabel}
          sideBySide={view === 'side'}
        />
      </div>
    </section>
  )
}

const GIVE_UP_AFTER = 5_000

function lineCounts(before: string, after: string): { added: number; removed: number } {
  const parts = diffLines(before, after, { maxEditLength: GIVE_UP_AFTER }) ?? []
  const sum = (of: 'added' | 'removed') =>
    parts.reduce((total, part) => total + (part[of] ? part.count : 0), 0)
  return { added: sum('added'), removed: sum('removed') }
}
