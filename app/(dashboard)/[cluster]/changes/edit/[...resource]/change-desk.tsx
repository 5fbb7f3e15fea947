'use client'
import { useEffect, useMemo, useState } from 'react'
import { ApplyProgress, progressLines } from '#components/changes/apply-progress.tsx'
import {
  type Applied,
  useApply,
  useKindSchema,
  useLiveObject,
  usePlan,
  useQuiet,
} from '#components/changes/change-queries.ts'
import { ConflictPanel } from '#components/changes/conflict-panel.tsx'
import { lastWriter } from '#components/changes/last-writer.ts'
import { PreviewPane } from '#components/changes/preview-pane.tsx'
import { ReviewPane } from '#components/changes/review-pane.tsx'
import { isSeenLive } from '#components/changes/seen-live.ts'
import { DiffPane } from '#components/editor/diff-pane.tsx'
import { EditPane } from '#components/editor/edit-pane.tsx'
import { TextDiff } from '#components/editor/lazy.tsx'
import { useConnection } from '#components/query/connection.tsx'
import { useStatus, useTopology } from '#components/query/hooks.ts'
import { ProblemError } from '#components/query/problem-error.ts'
import { useUrlState } from '#components/query/url-state.ts'
import { TroubleState } from '#components/ui/async-panel.tsx'
import { Banner } from '#components/ui/banner.tsx'
import { Button } from '#components/ui/button.tsx'
import { dataOf } from '#components/ui/loadable.ts'
import type { Plan } from '#lib/changes/plan.ts'
import { pages, type ResourceAddress } from '#lib/paths.ts'
import { DeskBar, inWords } from './desk-bar.tsx'
import { useDeskText } from './desk-text.ts'

const PREVIEW_QUIET_MS = 300

type Written = {
  readonly plan: Plan
  readonly before: string
  readonly after: string
  /** Of the topology when Apply was pressed. */
  readonly revision: string | undefined
  readonly applied?: Applied
  /** When the answer was here, epoch milliseconds. */
  readonly at?: number
}

/** One object, from its text to its review to what the watch brings back. */
export function ChangeDesk({ cluster, address }: { cluster: string; address: ResourceAddress }) {
  const url = useUrlState()
  const isReview = url.get('tab') === 'review'
  const { object: live, readAt } = useLiveObject(cluster, address)
  const desk = useDeskText(cluster, address, live)
  const kind = desk.title.split('/')[0]
  const schema = useKindSchema(cluster, address, desk.isKnown ? kind : undefined)
  const schemas = useMemo(
    () =>
      schema && kind ? [{ group: address.group, version: address.version, kind, schema }] : [],
    [address.group, address.version, kind, schema],
  )
  const topology = dataOf(useTopology(cluster))
  const before = useMemo(
    () => new Map(topology?.edges.map((edge) => [edge.id, edge]) ?? []),
    [topology],
  )
  const status = dataOf(useStatus(cluster))
  const readOnly = status?.readOnly ?? false
  // Either way may be cut: from here to the server, or from the server to the cluster.
  const isOld = status?.state === 'stale' || status?.freshness.state === 'stale'
  const connected = useConnection().state !== 'lost' && !isOld

  const [written, setWritten] = useState<Written>()
  const quiet = useQuiet(desk.text, PREVIEW_QUIET_MS)
  const isSettled = quiet === desk.text
  const preview = usePlan(cluster, quiet, desk.baseVersion, {
    dryRun: false,
    enabled: desk.isKnown && desk.touched && !isReview && quiet !== desk.base,
  })
  const review = usePlan(cluster, desk.text, desk.baseVersion, {
    dryRun: true,
    enabled: desk.isKnown && isReview && !written && !desk.conflict,
  })
  const apply = useApply(cluster, address, (applied) => {
    setWritten((now) => now && { ...now, applied, at: Date.now() })
    const isThrough = applied.results.every(({ outcome }) => outcome !== 'failed')
    if (isThrough) desk.discard()
  })

  // A plan against another version than the text's means that the object moved: its new state decides.
  const planned = dataOf(review.plan)
  const plannedBase = planned?.changes.find((change) => change.resource === desk.title)?.base
  const isMoved = Boolean(
    plannedBase && desk.baseVersion && plannedBase.resourceVersion !== desk.baseVersion,
  )
  const readAgain = desk.readAgain
  useEffect(() => {
    if (isMoved) readAgain()
  }, [isMoved, readAgain])

  const show = (tab: 'edit' | 'review') => {
    if (tab === 'edit') setWritten(undefined)
    apply.reset()
    url.set({ tab: tab === 'review' ? 'review' : undefined })
  }
  const write = (plan: Plan, confirm: string) => {
    setWritten({
      plan,
      before: desk.base,
      after: desk.text,
      revision: topology?.revision,
    })
    apply.mutate(
      { plan, ...(confirm ? { confirm } : {}) },
      { onError: () => setWritten(undefined) },
    )
  }
  const trouble = apply.error instanceof ProblemError ? apply.error.problem : undefined
  const findings = useMemo(() => {
    const plan = desk.touched ? dataOf(preview.plan) : undefined
    return plan && { added: plan.findings.added, kept: plan.findings.kept }
  }, [desk.touched, preview.plan])

  if (!desk.isKnown) {
    if (live.state === 'denied' || live.state === 'failed')
      return (
        <TroubleState
          trouble={live.trouble}
          label={`${address.plural} ${address.name}`}
          denied={live.state === 'denied'}
          {...(live.retry ? { retry: live.retry } : {})}
        />
      )
    return (
      <p role="status" className="px-5 py-4.5 text-ink-3">
        Reading {address.plural} {address.name}…
      </p>
    )
  }

  // An event after the write made the page read anew: the topology, or (where the graph stays) the object.
  const isHeardOf =
    topology?.revision !== written?.revision || (written?.at ?? Number.MAX_VALUE) < readAt
  const isSeen = Boolean(
    written?.applied && topology && isHeardOf && isSeenLive(written.plan.graph, topology),
  )
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <DeskBar
        title={desk.title}
        tab={isReview ? 'review' : 'edit'}
        onTab={show}
        touched={desk.touched}
        keptAt={desk.keptAt}
        isKept={desk.isKept}
        baseVersion={desk.baseVersion}
        onDiscard={() => {
          desk.discard()
          show('edit')
        }}
      />
      {desk.conflict && !isReview && !written ? (
        <Banner
          look="warn"
          title={
            desk.conflict.live === undefined
              ? 'Deleted on the server just now.'
              : `Changed on the server just now${by(lastWriter(dataOf(live)))}.`
          }
          actions={<Button onClick={() => show('review')}>Compare</Button>}
        >
          Your text is kept.
        </Banner>
      ) : null}
      {isReview && desk.conflict && !written ? (
        <ConflictPanel
          conflict={desk.conflict}
          Diff={TextDiff}
          onRebase={() => {
            apply.reset()
            desk.rebase()
          }}
          onKeepLive={() => {
            desk.discard()
            show('edit')
          }}
        />
      ) : isReview ? (
        <div className="flex min-h-0 flex-1">
          <DiffPane
            before={written?.before ?? desk.base}
            after={written?.after ?? desk.text}
            beforeLabel="Live now"
            afterLabel="Your draft"
          />
          <div className="flex w-[min(640px,50%)] flex-none flex-col border-l border-hairline bg-surface">
            {written ? (
              <ApplyProgress
                lines={progressLines(
                  written.plan.changes.map((change) => change.resource),
                  written.applied?.results,
                  isSeen,
                )}
                topologyHref={pages.topology(cluster, { sel: selectionOf(written.plan) })}
                onEdit={() => show('edit')}
              />
            ) : (
              <ReviewPane
                plan={review.plan}
                cluster={cluster}
                before={before}
                readOnly={readOnly}
                connected={connected}
                hold={isMoved ? 'The object changed on the server. Reading it again.' : undefined}
                applying={apply.isPending}
                trouble={trouble}
                onApply={write}
                onAgain={() => {
                  apply.reset()
                  review.again()
                }}
              />
            )}
          </div>
        </div>
      ) : (
        <div className="flex min-h-0 flex-1">
          <EditPane
            label={`Text of ${inWords(desk.title)}`}
            text={desk.text}
            base={desk.base}
            schemas={schemas}
            findings={findings}
            startPath={url.get('path')}
            onChange={desk.type}
            onReview={() => desk.touched && show('review')}
          />
          <div className="hidden w-[min(460px,40%)] flex-none flex-col border-l border-hairline bg-surface md:flex">
            <PreviewPane
              plan={preview.plan}
              old={!isSettled || preview.isOld}
              touched={desk.touched}
              cluster={cluster}
              before={before}
            />
          </div>
        </div>
      )}
    </div>
  )
}

const by = (manager: string | undefined): string => (manager ? ` by ${manager}` : '')

/** The first hop that changes, else the first thing: what the topology is to show. */
const selectionOf = ({ graph, effects }: Plan): string | undefined =>
  graph.edges.changed[0]?.id ??
  graph.edges.added[0]?.id ??
  graph.nodes.changed[0]?.id ??
  effects.flatMap((effect) => effect.affected)[0]
