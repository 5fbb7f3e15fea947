'use client'
import { useEffect, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Moment } from '#components/ui/moment.tsx'
import { Segmented } from '#components/ui/segmented.tsx'

/** Title, Edit and Review, and what becomes of the draft. */
export function DeskBar({
  title,
  tab,
  onTab,
  touched,
  keptAt,
  isKept,
  baseVersion,
  onDiscard,
}: {
  title: string
  tab: 'edit' | 'review'
  onTab: (tab: 'edit' | 'review') => void
  touched: boolean
  keptAt: number | undefined
  isKept: boolean
  baseVersion: string
  onDiscard: () => void
}) {
  const [asking, setAsking] = useState(false)
  const canReview = tab === 'edit' && touched
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isReview = event.key === 'Enter' && (event.metaKey || event.ctrlKey)
      if (!canReview || !isReview || event.defaultPrevented) return
      event.preventDefault()
      onTab('review')
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [canReview, onTab])
  return (
    <div className="flex h-11 flex-none items-center gap-2 border-b border-hairline bg-surface pr-3 pl-4">
      <h1 className="mr-2 truncate text-15 font-semibold">{inWords(title)}</h1>
      <Segmented
        label="View"
        value={tab}
        onChange={(next) => onTab(next === 'review' ? 'review' : 'edit')}
        segments={[
          { value: 'edit', label: 'Edit', glyph: 'edit' },
          {
            value: 'review',
            label: 'Review',
            glyph: 'changes',
            disabled: !touched && tab === 'edit',
          },
        ]}
      />
      <span className="ml-auto truncate text-ink-3">
        {tab === 'review' && baseVersion ? `Based on resource version ${baseVersion}` : null}
        {tab === 'edit' && keptAt !== undefined ? <Kept at={keptAt} isKept={isKept} /> : null}
      </span>
      {touched ? (
        <Button look="ghost" onClick={() => setAsking(true)}>
          Discard draft
        </Button>
      ) : null}
      {tab === 'edit' ? (
        <Button disabled={!touched} onClick={() => onTab('review')}>
          Review 1 change
          <span aria-hidden="true" className="text-11 text-ink-3">
            ⌘↵
          </span>
        </Button>
      ) : null}
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Discard your draft?"
        description={`The text of ${inWords(title)} goes back to what the cluster holds. Nothing was applied.`}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Keep draft</Button>
            <Button
              look="danger"
              onClick={() => {
                setAsking(false)
                onDiscard()
              }}
            >
              Discard draft
            </Button>
          </>
        }
      />
    </div>
  )
}

/** `VirtualService/default/demoapp` → `VirtualService default/demoapp`. */
export const inWords = (ref: string): string => ref.replace('/', ' ')

const Kept = ({ at, isKept }: { at: number; isKept: boolean }) =>
  isKept ? (
    <>
      Draft kept in this browser, <Moment at={at} seconds={false} />
    </>
  ) : (
    'This browser does not keep drafts: leaving the page loses the text.'
  )
