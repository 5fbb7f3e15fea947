'use client'
import { useState } from 'react'
import { type ChangeSummary, useChange, useObjectChanges } from '#components/query/change-hooks.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Say } from '#components/ui/facts.tsx'
import { Glyph, type GlyphName } from '#components/ui/glyph.tsx'
import { api, type ResourceAddress } from '#lib/paths.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { parseRef, type Ref } from '#lib/resources/reference.ts'
import { ageWords } from './age.ts'
import { deleteCommand } from './commands.ts'
import { DiffText } from './diff-text.tsx'
import { useNow } from './use-now.ts'

/** Opens a review of the way back: the object as it was before a change. Nothing is applied by it. */
export type Revert = (before: KubernetesObject, title: Ref) => void

const STATE: Record<ChangeSummary['state'], { glyph: GlyphName; tone: string; word: string }> = {
  applied: { glyph: 'check', tone: 'text-safe', word: 'applied' },
  failed: { glyph: 'error', tone: 'text-bad', word: 'failed' },
  'partly-applied': { glyph: 'warning', tone: 'text-warn', word: 'partly applied' },
  'rolled-back': { glyph: 'revert', tone: 'text-ink-2', word: 'rolled back' },
  intended: { glyph: 'unknown', tone: 'text-unknown', word: 'begun, outcome not known' },
  unknown: { glyph: 'unknown', tone: 'text-unknown', word: 'outcome not known' },
}

/** What was changed through Meshwright; what others change stands in the managed fields of the text. */
export function ObjectHistory({
  cluster,
  address,
  object,
  revert,
}: {
  cluster: string
  address: ResourceAddress
  /** `Kind/namespace/name` */
  object: Ref
  revert: Revert | undefined
}) {
  const changes = useObjectChanges(cluster, object)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
      <h2 className="sr-only">History</h2>
      <AsyncPanel value={changes} label="history">
        {(list) => (
          <ChangeLines
            list={list}
            detail={(change) => (
              <ChangeDetail
                cluster={cluster}
                address={address}
                object={object}
                change={change}
                revert={revert}
              />
            )}
            cluster={cluster}
          />
        )}
      </AsyncPanel>
    </div>
  )
}

export function ChangeLines({
  list,
  detail,
  cluster,
}: {
  list: readonly ChangeSummary[]
  detail: (change: ChangeSummary) => React.ReactNode
  cluster: string
}) {
  const now = useNow()
  const [open, setOpen] = useState<string | undefined>(list[0]?.id)
  if (list.length === 0)
    return (
      <EmptyState
        title="No change of this object was made through Meshwright."
        body="Who else wrote it, and when, stands above its YAML."
      />
    )
  return (
    <ol>
      {list.map((change) => {
        const look = STATE[change.state]
        const isOpen = open === change.id
        return (
          <li key={change.id} className="border-b border-hairline">
            <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5">
              <button
                type="button"
                aria-expanded={isOpen}
                onClick={() => setOpen(isOpen ? undefined : change.id)}
                className="inline-flex min-h-6 min-w-0 items-center gap-2 text-left font-medium"
              >
                <Glyph
                  name={isOpen ? 'chevronDown' : 'chevronRight'}
                  size={12}
                  className="text-ink-3"
                />
                {change.summary}
              </button>
              <span className="inline-flex items-center gap-1 text-12 text-ink-2">
                <Glyph name={look.glyph} size={13} className={look.tone} />
                {look.word}
              </span>
              <span className="ml-auto text-12 text-ink-3" title={change.at}>
                {change.who}, {ageWords(change.at, now)} ago
                {change.revertOf ? ', a way back' : ''}
              </span>
              <CopyButton
                text={() => window.location.origin + api.change(cluster, change.id)}
                label={`Copy link to the record of ${change.summary}`}
                glyph="link"
              />
            </div>
            {isOpen ? <div className="px-4 pb-3 pl-9">{detail(change)}</div> : null}
          </li>
        )
      })}
    </ol>
  )
}

function ChangeDetail({
  cluster,
  address,
  object,
  change,
  revert,
}: {
  cluster: string
  address: ResourceAddress
  object: Ref
  change: ChangeSummary
  revert: Revert | undefined
}) {
  const whole = useChange(cluster, change.id)
  return (
    <AsyncPanel value={whole} label="the change" loading={<Say quiet>Reading the change…</Say>}>
      {({ results }) => {
        const own = results.find((result) => result.resource === object)
        if (!own) return <Say quiet>The record says nothing of this object.</Say>
        const others = results.length - 1
        const before = own.before as KubernetesObject | null | undefined
        const wasWritten = own.outcome === 'applied' || own.outcome === 'unchanged'
        return (
          <>
            {own.problem ? <Say>{own.problem.detail}</Say> : null}
            <DiffText diff={own.diff} />
            <div className="mt-2 flex flex-wrap items-center gap-2">
              {wasWritten && before && revert ? (
                <Button glyph="revert" onClick={() => revert(before, object)}>
                  Review the way back
                </Button>
              ) : null}
              {wasWritten && before === null ? (
                <span className="flex items-center gap-1 text-12 text-ink-2">
                  This change created it, so the way back is to delete it.
                  <CopyButton text={deleteCommand(address)} label="Copy kubectl delete" />
                </span>
              ) : null}
              {others > 0 ? (
                <span className="text-12 text-ink-3">
                  {others} more {others === 1 ? 'object' : 'objects'} in the same change:{' '}
                  {results
                    .filter((result) => result.resource !== object)
                    .slice(0, 3)
                    .map((result) => parseRef(result.resource)?.name ?? result.resource)
                    .join(', ')}
                </span>
              ) : null}
            </div>
          </>
        )
      }}
    </AsyncPanel>
  )
}
