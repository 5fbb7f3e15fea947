'use client'
import { type ReactNode, useEffect, useState } from 'react'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Banner } from '#components/ui/banner.tsx'
import type { Loadable, Trouble } from '#components/ui/loadable.ts'
import type { Plan } from '#lib/changes/plan.ts'
import type { GraphEdge } from '#lib/graph/graph.ts'
import { ApplyBar } from './apply-bar.tsx'
import { effectGroups } from './effect-groups.ts'
import { EffectsList } from './effects-list.tsx'
import { ownerLine } from './owner-line.ts'
import { applyRefusal, verdictHead } from './verdict.ts'
import { VerdictHead } from './verdict-head.tsx'

/** What a plan does and whether it may be applied; the foot writes it. */
export function ReviewPane({
  plan,
  cluster,
  before,
  readOnly,
  connected,
  hold,
  applying,
  trouble,
  onApply,
  onAgain,
}: {
  plan: Loadable<Plan>
  cluster: string
  before: ReadonlyMap<string, GraphEdge>
  readOnly: boolean
  connected: boolean
  /** Why this plan is not to be applied, known to the page alone. */
  hold?: string | undefined
  applying: boolean
  /** Why the last attempt to apply did not succeed. */
  trouble?: Trouble | undefined
  onApply: (plan: Plan, confirm: string) => void
  onAgain: () => void
}) {
  return (
    <section
      aria-label="What this changes"
      className="tint-surface flex min-h-0 flex-1 flex-col bg-surface"
    >
      <AsyncPanel value={plan} label="what this changes" loading={<Asking />}>
        {(ready) => (
          <Reviewed
            key={ready.hash}
            plan={ready}
            effects={<EffectsList groups={effectGroups(ready, before)} cluster={cluster} />}
            around={{ readOnly, connected }}
            {...{ hold, applying, trouble, onApply, onAgain }}
          />
        )}
      </AsyncPanel>
    </section>
  )
}

const Asking = () => (
  <p role="status" className="px-5 py-4.5 text-ink-3">
    Asking the API server for a dry run…
  </p>
)

function Reviewed({
  plan,
  effects,
  around,
  hold,
  applying,
  trouble,
  onApply,
  onAgain,
}: {
  plan: Plan
  effects: ReactNode
  around: { readOnly: boolean; connected: boolean }
  hold: string | undefined
  applying: boolean
  trouble: Trouble | undefined
  onApply: (plan: Plan, confirm: string) => void
  onAgain: () => void
}) {
  const [typed, setTyped] = useState('')
  const refusal = hold ?? applyRefusal(plan, { ...around, typed })
  const owner = plan.changes.map((change) => ownerLine(change.owner)).find(Boolean)
  const isFree = refusal === undefined && !applying

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || !isFree) return
      event.preventDefault()
      onApply(plan, typed)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [isFree, onApply, plan, typed])

  return (
    <>
      <VerdictHead head={verdictHead(plan)} />
      {owner ? <Banner look="warn" title={owner} /> : null}
      <div className="min-h-0 flex-1 overflow-y-auto">{effects}</div>
      <ApplyBar
        plan={plan}
        typed={typed}
        onType={setTyped}
        refusal={refusal}
        applying={applying}
        trouble={trouble}
        onApply={() => onApply(plan, typed)}
        onAgain={onAgain}
      />
    </>
  )
}
