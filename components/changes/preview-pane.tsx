import { AsyncPanel } from '#components/ui/async-panel.tsx'
import type { Loadable } from '#components/ui/loadable.ts'
import type { Plan } from '#lib/changes/plan.ts'
import type { GraphEdge } from '#lib/graph/graph.ts'
import { effectGroups } from './effect-groups.ts'
import { EffectsList } from './effects-list.tsx'
import { verdictHead } from './verdict.ts'
import { VerdictHead } from './verdict-head.tsx'

const UNTOUCHED = {
  tone: 'plain',
  title: 'Nothing changes yet',
  body: 'Change the text: what that does to the mesh appears here.',
} as const

/** What the text changes, beside the text, while it is typed. */
export function PreviewPane({
  plan,
  old,
  touched,
  cluster,
  before,
}: {
  plan: Loadable<Plan>
  /** The plan of an earlier text, until the next one is there. */
  old: boolean
  touched: boolean
  cluster: string
  before: ReadonlyMap<string, GraphEdge>
}) {
  return (
    <section
      aria-label="What this changes"
      className="tint-surface flex min-h-0 flex-1 flex-col bg-surface"
    >
      {touched ? (
        <AsyncPanel value={plan} label="what this changes">
          {(ready) => (
            <>
              <VerdictHead head={verdictHead(ready)} old={old} />
              <div className="min-h-0 flex-1 overflow-y-auto">
                <EffectsList
                  groups={effectGroups(ready, before)}
                  cluster={cluster}
                  old={old}
                  narrow
                />
              </div>
            </>
          )}
        </AsyncPanel>
      ) : (
        <VerdictHead head={UNTOUCHED} />
      )}
    </section>
  )
}
