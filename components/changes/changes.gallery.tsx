'use client'
import type { GalleryEntry } from '#components/ui/gallery.ts'
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
  <div className="flex h-150 max-w-160 flex-col">
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

const untouched = (
  <PreviewPane
    plan={{ state: 'loading' }}
    old={false}
    touched={false}
    cluster="sandbox"
    before={beforeEdges}
  />
)

const denied = {
  title: 'Kubernetes refused access',
  detail: 'You may read but not change VirtualServices in default. Nothing was applied.',
  fix: 'Ask for a Role in default that allows "update" on virtualservices.',
  status: 403,
}

const unreachable = {
  title: 'The cluster does not answer',
  detail: 'https://127.0.0.1:6443: connection refused',
  status: 502,
}

export const changesGallery: readonly GalleryEntry[] = [
  {
    title: 'Verdict',
    states: {
      ready: () => <VerdictHead head={verdictHead(okPlan)} />,
      'with a warning': () => <VerdictHead head={verdictHead(warnPlan)} />,
      'needs a confirmation': () => <VerdictHead head={verdictHead(confirmPlan)} />,
      blocked: () => <VerdictHead head={verdictHead(blockedPlan)} />,
      'nothing to write': () => <VerdictHead head={verdictHead(unchangedPlan)} />,
    },
  },
  {
    title: 'Effects',
    states: {
      'shares move': () => <EffectsList groups={effectGroups(okPlan)} cluster="sandbox" />,
      'a hop leads nowhere': () => (
        <EffectsList groups={effectGroups(confirmPlan, beforeEdges)} cluster="sandbox" />
      ),
      none: () => <EffectsList groups={effectGroups(unchangedPlan)} cluster="sandbox" narrow />,
    },
  },
  {
    title: 'Review',
    wide: true,
    states: {
      untouched: () => untouched,
      ready: () => review(okPlan),
      confirmation: () => review(confirmPlan),
      'blocked by the dry run': () => review(blockedPlan),
      'read-only': () => review(okPlan, { readOnly: true }),
      'connection lost': () => review(okPlan, { connected: false }),
      'not permitted to write': () => review(okPlan, { trouble: denied }),
      asking: () => review(okPlan, { plan: { state: 'loading' } }),
      failed: () =>
        review(okPlan, { plan: { state: 'failed', trouble: unreachable, retry: nothing } }),
    },
  },
  {
    title: 'Conflict',
    wide: true,
    states: {
      changed: () => conflictPanel(),
      deleted: () => conflictPanel({ live: undefined, liveVersion: undefined }),
    },
  },
  {
    title: 'Apply',
    states: {
      waiting: () => progress(undefined, false),
      applied: () => progress([applied], false),
      'seen live': () => progress([applied], true),
      stopped: () => progress([applied, refused], true),
    },
  },
]
