'use client'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { ApplyProgress, progressLines } from './apply-progress.tsx'
import { ConflictPanel } from './conflict-panel.tsx'
import { effectGroups } from './effect-groups.ts'
import { EffectsList } from './effects-list.tsx'
import {
  beforeEdges,
  blockedPlan,
  confirmPlan,
  okPlan,
  unchangedPlan,
  warnPlan,
} from './example-plans.ts'
import { PreviewPane } from './preview-pane.tsx'
import { ReviewPane } from './review-pane.tsx'
import { verdictHead } from './verdict.ts'
import { VerdictHead } from './verdict-head.tsx'

const nothing = () => {}
const REF = 'VirtualService/default/demoapp'

const review = (plan: typeof okPlan, over: Partial<Parameters<typeof ReviewPane>[0]> = {}) => (
  <div className="flex h-150 w-160 flex-col">
    <ReviewPane
      plan={{ state: 'ready', data: plan }}
      cluster="sandbox"
      before={beforeEdges}
      readOnly={false}
      connected
      applying={false}
      onApply={nothing}
      onAgain={nothing}
      {...over}
    />
  </div>
)

/** Stands for the editor's diff, which is another feature and needs no second copy here. */
const PlainDiff = ({ original, modified }: { original: string; modified: string }) => (
  <div className="grid grid-cols-2 gap-4 p-4">
    <pre className="text-12 text-remove">{original}</pre>
    <pre className="text-12 text-add">{modified}</pre>
  </div>
)

const conflict = {
  base: 'spec:\n  weight: 80\n',
  baseVersion: '48090',
  live: 'spec:\n  weight: 70\n' as string | undefined,
  liveVersion: '48127' as string | undefined,
  yours: 'spec:\n  weight: 50\n',
}

const conflictPanel = (over: Partial<typeof conflict> = {}) => (
  <div className="flex h-80 flex-col">
    <ConflictPanel
      conflict={{ ...conflict, ...over }}
      Diff={PlainDiff}
      onRebase={nothing}
      onKeepLive={nothing}
    />
  </div>
)

const progress = (
  results: Parameters<typeof progressLines>[1],
  seen: boolean,
  refs: string[] = [REF],
) => (
  <ApplyProgress
    lines={progressLines(refs, results, seen)}
    topologyHref="/sandbox/topology"
    onEdit={nothing}
  />
)

const applied = { resource: REF, outcome: 'applied', resourceVersion: '48128' } as const
const refused = {
  resource: 'PeerAuthentication/shop/default',
  outcome: 'failed',
  problem: {
    type: 'about:blank',
    title: 'Refused',
    status: 422,
    detail: 'portLevelMtls needs a selector.',
    code: 'plan/blocked',
    fix: '',
  },
} as const

export default {
  title: 'Changes',
  states: [
    ...(
      [
        ['ready', okPlan],
        ['with a warning', warnPlan],
        ['needs a confirmation', confirmPlan],
        ['blocked', blockedPlan],
        ['nothing to write', unchangedPlan],
      ] as const
    ).map(([name, plan]) => ({
      name: `Verdict: ${name}`,
      element: <VerdictHead head={verdictHead(plan)} />,
    })),
    {
      name: 'Effects: shares move',
      element: <EffectsList groups={effectGroups(okPlan)} cluster="sandbox" />,
    },
    {
      name: 'Effects: a hop leads nowhere',
      element: <EffectsList groups={effectGroups(confirmPlan, beforeEdges)} cluster="sandbox" />,
    },
    {
      name: 'Effects: none',
      element: <EffectsList groups={effectGroups(unchangedPlan)} cluster="sandbox" narrow />,
    },
    {
      name: 'Preview: untouched',
      element: (
        <PreviewPane
          plan={{ state: 'loading' }}
          old={false}
          touched={false}
          cluster="sandbox"
          before={beforeEdges}
        />
      ),
    },
    { name: 'Review: ready', element: review(okPlan) },
    { name: 'Review: confirmation', element: review(confirmPlan) },
    { name: 'Review: blocked by the dry run', element: review(blockedPlan) },
    { name: 'Review: read-only', element: review(okPlan, { readOnly: true }) },
    { name: 'Review: connection lost', element: review(okPlan, { connected: false }) },
    {
      name: 'Review: not permitted to write',
      element: review(okPlan, {
        trouble: {
          title: 'Kubernetes refused access',
          detail: 'You may read but not change VirtualServices in default. Nothing was applied.',
          fix: 'Ask for a Role in default that allows "update" on virtualservices.',
          status: 403,
        },
      }),
    },
    { name: 'Review: asking', element: review(okPlan, { plan: { state: 'loading' } }) },
    {
      name: 'Review: failed',
      element: (
        <AsyncPanel
          label="what this changes"
          value={{
            state: 'failed',
            trouble: {
              title: 'The cluster does not answer',
              detail: 'https://127.0.0.1:6443: connection refused',
              status: 502,
            },
            retry: nothing,
          }}
        >
          {() => null}
        </AsyncPanel>
      ),
    },
    { name: 'Conflict: changed', element: conflictPanel() },
    {
      name: 'Conflict: deleted',
      element: conflictPanel({ live: undefined, liveVersion: undefined }),
    },
    { name: 'Apply: waiting', element: progress(undefined, false) },
    { name: 'Apply: applied', element: progress([applied], false) },
    { name: 'Apply: seen live', element: progress([applied], true) },
    {
      name: 'Apply: stopped',
      element: progress([applied, refused], true),
    },
  ],
}
