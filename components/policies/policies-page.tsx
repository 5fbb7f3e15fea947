'use client'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { ExportMenu } from '#components/query/export-menu.tsx'
import { topologyQuery } from '#components/query/hooks.ts'
import { useFindAnswerOf, usePageFilter } from '#components/query/page-filter.ts'
import { PartialNotice } from '#components/query/partial-notice.tsx'
import { ClusterPlace, ObjectLinks } from '#components/query/place.tsx'
import type { Report } from '#components/query/report.ts'
import { type AccessAnswer, useAccess, useWorkloads } from '#components/query/report-hooks.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/class-names.ts'
import { counted, digits } from '#components/ui/count.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { VerdictMark } from '#components/ui/verdict-mark.tsx'
import type { GraphEdge } from '#lib/graph/graph.ts'
import { callWords, ruleWordsOf } from './found-words.ts'
import { Matrix } from './matrix.tsx'
import {
  type Caller,
  type Cell,
  callersOf,
  mayCall,
  rowsByTarget,
  type Target,
  targetsOf,
  type Workload,
} from './who-may-call.ts'

// At first the matrix is shown, and no pair is chosen.
const loadPane = async () => ({ default: (await import('./access-pane.tsx')).AccessPane })
const AccessPane = lazy(loadPane)
const warmPane = () => void loadPane().catch(() => undefined)
const AccessRules = lazy(async () => ({
  default: (await import('./access-rules.tsx')).AccessRules,
}))
const StatedCalls = lazy(async () => ({
  default: (await import('./stated-calls.tsx')).StatedCalls,
}))

export function PoliciesPage({ cluster }: { cluster: string }) {
  const access = useAccess(cluster)
  const workloads = useWorkloads(cluster)
  const edges = useQuery(topologyQuery(cluster)).data?.edges
  return (
    <ClusterPlace cluster={cluster}>
      <AsyncPanel value={access} label="policies">
        {(answer) => (
          <AsyncPanel value={workloads} label="workloads">
            {({ workloads }) => (
              <Policies answer={answer} workloads={workloads} edges={edges ?? NO_EDGES} />
            )}
          </AsyncPanel>
        )}
      </AsyncPanel>
    </ClusterPlace>
  )
}

const NO_EDGES: readonly GraphEdge[] = []
const READS = ['authorizationpolicies', 'requestauthentications', 'peerauthentications']
/** A larger matrix is no longer read; the list holds the same. */
const MOST = 30

export function Policies({
  answer,
  workloads,
  edges,
}: {
  answer: Pick<AccessAnswer, 'default' | 'defaults' | 'rows' | 'partial'> & Partial<AccessAnswer>
  workloads: readonly Workload[]
  edges: readonly GraphEdge[]
}) {
  const { text, holds, inScope, isFiltered, clear, get, set } = usePageFilter()
  const { rows } = answer
  const byTarget = useMemo(() => rowsByTarget(rows), [rows])
  const callers = useMemo(() => callersOf(workloads, rows), [workloads, rows])
  const targets = useMemo(() => targetsOf(workloads, rows), [workloads, rows])
  const inScopeTargets = targets.filter((t) => inScope(t.namespace))
  const found = kept(inScopeTargets, (t) => holds(`${t.namespace}/${t.name}`))
  const foundCallers = kept(callers, (c) => holds(`${c.namespace ?? ''}/${c.name}`))
  const isTooLarge = found.all.length > MOST || foundCallers.all.length > MOST
  const view = get('view') ?? (isTooLarge || targets.length === 0 ? 'rules' : 'matrix')
  const ids = new Set(inScopeTargets.map((t) => t.id))
  const scopedRows = rows.filter((r) => r.to === '*' || ids.has(r.to))
  const shownRows = scopedRows.filter((r) => holds(ruleWordsOf(r)))
  const calls = edges.filter((e) => e.verdict)
  const shownCalls = calls.filter((e) => holds(callWords(e)))
  const denied = calls.filter((e) => e.verdict === 'deny').length
  const counts: readonly [number, number, string] =
    view === 'matrix'
      ? [
          found.some || !foundCallers.some ? found.count : inScopeTargets.length,
          inScopeTargets.length,
          'targets',
        ]
      : view === 'calls'
        ? [shownCalls.length, calls.length, 'stated calls']
        : [shownRows.length, scopedRows.length, 'rules']
  useFindAnswerOf('Filter by name, for example nginx', text, ...counts)

  const cellOf = (caller: Caller, target: Target): Cell =>
    mayCall(byTarget, answer.default, caller, target)
  const callsOf = (caller: Caller, target: Target) => {
    const services = workloads.find((w) => w.id === target.id)?.services ?? []
    return calls.filter(
      (e) =>
        caller.workloads.includes(e.from) &&
        (e.to === target.id || services.some((s) => s.id === e.to)),
    )
  }
  const from = callerOf(get('from'), callers, workloads)
  const to = targetsAt(get('to'), targets, workloads)
  const isNothing = isFiltered && counts[0] === 0 && !(view === 'matrix' && foundCallers.some)
  const report = async (): Promise<Report<unknown>> => {
    const { CALL_COLUMNS, CELL_COLUMNS, RULE_COLUMNS } = await import('./policies-report.ts')
    const of = {
      reads: READS,
      head: answer.revision === undefined ? undefined : (answer as AccessAnswer),
      sum: `Without a policy: ${answer.default.verdict}, decided by ${answer.default.decidedBy.join(', ')}.`,
    }
    if (view === 'matrix')
      return {
        ...of,
        file: 'access-matrix',
        title: 'Who may call whom',
        columns: CELL_COLUMNS,
        rows: foundCallers.all.flatMap((caller) =>
          found.all.map((target) => ({ from: caller, to: target, cell: cellOf(caller, target) })),
        ),
      } as Report<unknown>
    return (
      view === 'calls'
        ? {
            ...of,
            file: 'stated-calls',
            title: 'Stated calls and access',
            columns: CALL_COLUMNS,
            rows: shownCalls,
          }
        : {
            ...of,
            file: 'access-rules',
            title: 'Rules of access',
            columns: RULE_COLUMNS,
            rows: shownRows,
          }
    ) as Report<unknown>
  }
  const policies = new Set(rows.flatMap((r) => [...r.by, ...(r.shadows ?? []).map((s) => s.by)]))
  return (
    <>
      <PageBar title="Policies" actions={<ExportMenu report={report} />}>
        <span className="text-ink-2">
          {counted(policies.size, 'policy', 'policies')}, {counted(callers.length, 'caller')},{' '}
          {counted(inScopeTargets.length, 'target')}
        </span>
      </PageBar>
      <PartialNotice
        partial={answer.partial}
        of={READS}
        means="Verdicts that need them are unknown."
      />
      <div className="flex min-h-12 flex-none flex-wrap items-center gap-x-6 gap-y-1 border-b border-hairline bg-surface px-4 py-2">
        <p className="flex items-center gap-2">
          <VerdictMark verdict={answer.default.verdict} word={false} size={16} />
          <span>
            {answer.default.verdict === 'allow'
              ? 'What no policy selects, everyone in the mesh may call.'
              : answer.default.verdict === 'deny'
                ? 'What no rule allows is denied.'
                : answer.default.verdict === 'unknown'
                  ? 'The default is unknown: policies of the root namespace may not be read.'
                  : 'What no other policy selects is allowed under conditions.'}{' '}
            <span className="text-12 text-ink-3">
              Decided by <ObjectLinks of={answer.default.decidedBy} />
              {answer.defaults
                ?.filter((d) => d.verdict !== answer.default.verdict)
                .map(({ controlPlane, verdict }) => (
                  <span key={controlPlane}>
                    {`. For proxies of ${controlPlane.slice(controlPlane.indexOf(':') + 1)}: ${verdict}`}
                  </span>
                ))}
            </span>
          </span>
        </p>
        <p className="ml-auto flex items-center gap-1.5">
          <Glyph name="deny" size={15} className={denied ? 'text-bad' : 'text-ink-3'} />
          <span>
            <b>{digits(denied)}</b> of {counted(calls.length, 'stated call')}{' '}
            {denied === 1 ? 'is' : 'are'} denied
          </span>
        </p>
      </div>
      <div className="flex h-11.5 flex-none items-center gap-2.5 border-b border-hairline px-4">
        <Segmented
          label="View"
          value={view}
          onChange={(v) => set({ view: v })}
          segments={[
            {
              value: 'matrix',
              label: 'Matrix',
              disabled: isTooLarge || targets.length === 0,
              ...(isTooLarge ? { title: `For at most ${MOST} × ${MOST}` } : {}),
            },
            { value: 'rules', label: `Rules ${digits(scopedRows.length)}` },
            { value: 'calls', label: `Stated calls ${digits(calls.length)}` },
          ]}
        />
        {isTooLarge ? (
          <span className="text-12 text-ink-3">
            {digits(foundCallers.all.length)} × {digits(found.all.length)} is too large for the
            matrix. Choose namespaces or find a name.
          </span>
        ) : null}
      </div>
      <div className="stand flex min-h-0 flex-1">
        <div
          className={cx(
            'flex min-h-0 min-w-0 flex-1 flex-col bg-surface',
            // On a small screen the pair stands in place of all pairs.
            (from || to.length > 0) && 'max-md:hidden',
          )}
        >
          {isNothing ? (
            <EmptyState
              title={`Nothing matches ${text} in ${counts[1]} ${counts[2]}.`}
              actions={<Button onClick={clear}>Clear filter</Button>}
            />
          ) : view === 'matrix' && !isTooLarge ? (
            found.all.length === 0 ? (
              <NoTargets />
            ) : (
              <Matrix
                callers={foundCallers.all}
                targets={found.all}
                cellOf={cellOf}
                from={from?.id}
                to={to.length === 1 ? to[0]?.id : undefined}
                onSelect={(caller, target) => set({ from: caller, to: target })}
                onNear={warmPane}
              />
            )
          ) : view === 'calls' ? (
            <Suspense fallback={<Opening />}>
              <StatedCalls calls={shownCalls} from={get('from')} to={get('to')} />
            </Suspense>
          ) : scopedRows.length === 0 ? (
            <EmptyState
              title="No policy speaks about anything in this scope."
              body="Everyone in the mesh may call everything here."
              actions={
                inScopeTargets.length > 0 && !isTooLarge ? (
                  <Button onClick={() => set({ view: 'matrix' })}>Show the matrix</Button>
                ) : undefined
              }
            />
          ) : (
            <Suspense fallback={<Opening />}>
              <AccessRules rows={shownRows} />
            </Suspense>
          )}
        </div>
        {from || to.length > 0 ? (
          <Suspense fallback={<PanePlace />}>
            <AccessPane
              from={from}
              to={to}
              callers={callers}
              targets={inScopeTargets}
              cellOf={cellOf}
              callsOf={callsOf}
              onSelect={(caller, target) => set({ from: caller, to: target })}
              onClose={() => set({ from: undefined, to: undefined })}
            />
          </Suspense>
        ) : null}
      </div>
    </>
  )
}

/** As wide as what comes, so that nothing moves then. */
const PanePlace = () => (
  <div
    aria-busy="true"
    className="w-[420px] flex-none border-l border-hairline bg-surface max-xl:w-[360px] max-md:w-full max-md:border-l-0"
  />
)
const Opening = () => <div aria-busy="true" className="min-h-0 flex-1 bg-surface" />

function NoTargets() {
  return (
    <EmptyState
      title="Nothing in this scope has a proxy."
      body="Policies are enforced by proxies, so nothing here can be refused."
    />
  )
}

/** What words are found on an axis; an axis without any stays whole. */
function kept<T>(all: readonly T[], holds: (one: T) => boolean) {
  const found = all.filter(holds)
  return { all: found.length > 0 ? found : all, some: found.length > 0, count: found.length }
}

/** A caller by its own id, or by the node of a workload that runs as it. */
function callerOf(
  id: string | undefined,
  callers: readonly Caller[],
  workloads: readonly Workload[],
): Caller | undefined {
  if (!id) return undefined
  const own = callers.find((c) => c.id === id || c.workloads.includes(id))
  if (own) return own
  // A workload whose proxies carry no identity calls as anyone would.
  return workloads.some((w) => w.id === id) ? callers.find((c) => c.id === 'anonymous') : undefined
}

/** A target by its node, or all workloads behind a Service. */
function targetsAt(
  id: string | undefined,
  targets: readonly Target[],
  workloads: readonly Workload[],
): readonly Target[] {
  if (!id) return []
  const behind = new Set(
    workloads.filter((w) => w.services.some((s) => s.id === id)).map((w) => w.id),
  )
  return targets.filter((t) => t.id === id || behind.has(t.id))
}
