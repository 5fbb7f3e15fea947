'use client'
import { lazy, Suspense, useEffect, useMemo } from 'react'
import { ExportMenu } from '#components/query/export-menu.tsx'
import { useMtls } from '#components/query/hooks.ts'
import { answerFind } from '#components/query/page-find.ts'
import { PartialNotice } from '#components/query/partial-notice.tsx'
import { ClusterPlace } from '#components/query/place.tsx'
import type { Report } from '#components/query/report.ts'
import { useUrlState } from '#components/query/url-state.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/class-names.ts'
import { counted, digits } from '#components/ui/count.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { TONE_TEXT } from '#components/ui/mtls-mark.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { density } from '#components/ui/preferences.ts'
import { Segmented } from '#components/ui/segmented.tsx'
import { MOST_ROOMY, Th } from '#components/ui/table.tsx'
import { VirtualTable } from '#components/ui/virtual-table.tsx'
import type { MtlsReport } from '#lib/model/mtls-report.ts'
import { parseRef } from '#lib/resources/reference.ts'
import { decider, LOOK } from './accepts-look.ts'
import { PortRow } from './port-row.tsx'
import {
  type Accepts,
  acceptsOf,
  byDecider,
  byNamespace,
  exceptionsFirst,
  linesOf,
  type MtlsRow,
  namespaceOf,
} from './posture-order.ts'
import { askedOf, askFor } from './strict-edit.ts'

const KEYS = Object.keys(LOOK) as Accepts[]

export function MtlsPage({ cluster }: { cluster: string }) {
  const report = useMtls(cluster)
  return (
    <AsyncPanel value={report} label="mTLS">
      {(data) => (
        <ClusterPlace cluster={cluster}>
          <Posture cluster={cluster} report={data} />
        </ClusterPlace>
      )}
    </AsyncPanel>
  )
}

const WhatIfStrict = lazy(async () => ({ default: (await import('./what-if.tsx')).WhatIfStrict }))
const READS = ['peerauthentications', 'destinationrules', 'pods', 'services', 'namespaces']
const NONE: readonly never[] = []

type Answer = MtlsReport & NonNullable<Report<MtlsRow>['head']>

export function Posture({
  cluster,
  report,
}: {
  cluster: string
  report: MtlsReport & Partial<Answer>
}) {
  const { get, all, set } = useUrlState()
  const namespaces = all('ns')
  const text = (get('find') ?? '').trim().toLowerCase()
  const order = get('order') ?? 'exceptions'
  const dense = density.use()
  const open = get('row')
  const scope = report.rows.filter(
    (r) => namespaces.length === 0 || namespaces.includes(namespaceOf(r.workload)),
  )
  const rows = scope.filter((r) => !text || textOf(r).includes(text))
  const compact = dense === 'compact' || (dense === 'auto' && rows.length > MOST_ROOMY)
  const groups =
    order === 'namespace'
      ? byNamespace(rows)
      : order === 'decided'
        ? byDecider(rows)
        : exceptionsFirst(rows)
  const lines = linesOf(groups)
  const asked = askedOf(get('if'))
  const places = [...new Set(report.rows.map((r) => namespaceOf(r.workload)))].sort()
  useEffect(() => {
    answerFind({
      placeholder: 'Filter ports, for example permissive',
      ...(text ? { summary: `${digits(rows.length)} of ${counted(scope.length, 'port')}` } : {}),
    })
    return () => answerFind({})
  }, [text, rows.length, scope.length])
  const reasons = useMemo(() => reasonsOf(report.posture), [report.posture])
  const shownReport = async (): Promise<Report<MtlsRow>> => ({
    file: 'mtls',
    title: 'mTLS posture of ports',
    rows: groups.flatMap((group) => group.rows),
    sum: `${digits(scope.filter((row) => acceptsOf(row) === 'enforced').length)} of ${counted(scope.length, 'port')} accept only mTLS.`,
    reads: READS,
    columns: (await import('./posture-report.ts')).COLUMNS,
    ...(report.revision === undefined ? {} : { head: report as Answer }),
  })
  const workloads = new Set(scope.map((r) => r.workload)).size
  const spaces = new Set(scope.map((r) => namespaceOf(r.workload))).size

  return (
    <>
      <PageBar
        title="mTLS"
        actions={
          <>
            <Menu
              label="What if STRICT"
              align="end"
              trigger={
                <Button look="ghost" glyph="lock">
                  What if STRICT
                </Button>
              }
              entries={[
                { label: 'In the whole mesh', onSelect: () => set({ if: askFor(undefined) }) },
                { heading: 'In one namespace' },
                ...places.map((name) => ({
                  label: name,
                  onSelect: () => set({ if: askFor(name) }),
                })),
              ]}
            />
            <ExportMenu cluster={cluster} report={shownReport} />
          </>
        }
      >
        <span className="text-ink-2">
          {counted(scope.length, 'port')} of {counted(workloads, 'workload')} in{' '}
          {counted(spaces, 'namespace')}
        </span>
      </PageBar>
      <PartialNotice
        partial={report.partial ?? NONE}
        of={READS}
        means="What they would decide is unknown."
      />
      <Summary rows={scope} />
      <div className="flex h-11.5 flex-none items-center gap-2.5 border-b border-hairline px-4">
        <Segmented
          label="Order"
          value={order}
          onChange={(v) => set({ order: v === 'exceptions' ? undefined : v })}
          segments={[
            { value: 'exceptions', label: 'Exceptions first' },
            { value: 'namespace', label: 'By namespace' },
            { value: 'decided', label: 'By deciding object' },
          ]}
        />
        <span className="ml-auto text-12 text-ink-3">{counted(rows.length, 'row')}</span>
        <Segmented
          label="Density"
          value={compact ? 'compact' : 'roomy'}
          onChange={(v) => density.set(v === 'compact' ? 'compact' : 'roomy')}
          segments={[
            { value: 'compact', label: 'Compact' },
            { value: 'roomy', label: 'Roomy' },
          ]}
        />
      </div>
      {asked ? (
        <Suspense fallback={null}>
          <WhatIfStrict
            key={asked.namespace ?? ''}
            cluster={cluster}
            namespace={asked.namespace}
            onClose={() => set({ if: undefined })}
          />
        </Suspense>
      ) : null}
      {rows.length === 0 ? (
        <div className="min-h-0 flex-1 overflow-auto bg-surface">
          {scope.length === 0 ? (
            <EmptyState
              title="No workload port in this scope."
              body="Nothing here accepts connections that Kubernetes knows of."
              actions={
                namespaces.length > 0 ? (
                  <Button onClick={() => set({ ns: undefined })}>Show all namespaces</Button>
                ) : undefined
              }
            />
          ) : (
            <EmptyState
              title={`Nothing matches ${text} in ${counted(scope.length, 'port')}.`}
              actions={<Button onClick={() => set({ find: undefined })}>Clear filter</Button>}
            />
          )}
        </div>
      ) : (
        <VirtualTable
          label="Ports and what they accept"
          columns={8}
          items={lines}
          keyOf={(line) => line.key}
          height={compact ? 28 : 32}
          head={
            <>
              <Th>Workload</Th>
              <Th numeric>Port</Th>
              <Th>In mesh</Th>
              <Th>Accepts</Th>
              <Th>Decided by</Th>
              <Th>Callers</Th>
              <Th>Bypasses</Th>
              <Th>Service account</Th>
            </>
          }
        >
          {(line, at) =>
            line.kind === 'group' ? (
              <tr aria-rowindex={at}>
                <th
                  colSpan={8}
                  scope="colgroup"
                  className="h-7 border-b border-hairline bg-sunken px-4 text-left text-12 font-normal text-ink-2"
                >
                  <b className="text-ink">
                    {order === 'decided' ? decider(line.group.title) : line.group.title}
                  </b>{' '}
                  {counted(line.group.rows.length, 'port')}
                  {line.group.title === 'Exceptions' ? '' : acceptSum(line.group.rows)}
                </th>
              </tr>
            ) : (
              <PortRow
                cluster={cluster}
                row={line.row}
                line={at}
                compact={compact}
                isOpen={open === `${line.row.workload}:${line.row.port}`}
                onToggle={(next) =>
                  set(
                    { row: next ? `${line.row.workload}:${line.row.port}` : undefined },
                    'replace',
                  )
                }
                because={reasonOf(line.row, reasons)}
              />
            )
          }
        </VirtualTable>
      )}
    </>
  )
}

const textOf = (row: MtlsRow): string =>
  [
    row.workload,
    row.port,
    row.inMesh,
    row.mode,
    LOOK[acceptsOf(row)].word,
    ...row.decidedBy,
    row.identity.serviceAccount,
  ]
    .join(' ')
    .toLowerCase()

type Decided = { readonly decidedBy: readonly string[] }
const decisionOf = (namespace: string, mode: string, { decidedBy }: Decided): string =>
  [namespace, mode, ...decidedBy].join('\n')

/**
 * The report gives reasons for Services. What was decided in a namespace by the same objects with the same outcome
 * was decided for the same reason.
 */
const reasonsOf = (posture: MtlsReport['posture']): ReadonlyMap<string, string> =>
  new Map(
    posture.map((p) => [decisionOf(parseRef(p.on)?.namespace ?? '', p.inbound, p), p.because]),
  )
const reasonOf = (row: MtlsRow, reasons: ReadonlyMap<string, string>): string | undefined =>
  reasons.get(decisionOf(namespaceOf(row.workload), row.mode, row))

function acceptSum(rows: readonly MtlsRow[]): string {
  const open = rows.filter((r) => acceptsOf(r) === 'accepted').length
  return open ? `, ${counted(open, 'accepts', 'accept')} plaintext too` : ''
}

/** One number with its whole, and all others beside it with pattern, glyph and word. */
function Summary({ rows }: { rows: readonly MtlsRow[] }) {
  const counts = new Map(KEYS.map((key) => [key, rows.filter((r) => acceptsOf(r) === key).length]))
  const fails = rows.reduce((sum, r) => sum + r.callers.conflict, 0)
  const plain = rows.reduce((sum, r) => sum + r.callers.plaintext, 0)
  const present = KEYS.filter((key) => (counts.get(key) ?? 0) > 0)
  return (
    <div className="flex min-h-21 flex-none flex-wrap items-center gap-x-8 gap-y-3 border-b border-hairline bg-surface px-4 py-3">
      <p>
        <b className="block text-24 font-semibold">
          {digits(counts.get('enforced') ?? 0)} of {digits(rows.length)}
        </b>
        <span className="text-ink-2">ports accept only mTLS</span>
      </p>
      <div className="min-w-60 flex-1">
        <div className="flex h-2.5 gap-0.5 overflow-hidden rounded-chip" aria-hidden="true">
          {present.map((key) => (
            <i
              key={key}
              className={cx('min-w-1.5', LOOK[key].bar)}
              style={{ flexGrow: counts.get(key) }}
            />
          ))}
        </div>
        <dl className="mt-2.5 flex flex-wrap gap-x-5.5 gap-y-1 text-12">
          {present.map((key) => (
            <div key={key} className="flex items-center gap-1.5">
              <dt className="flex items-center gap-1.5 text-ink-2">
                <Glyph name={LOOK[key].glyph} size={14} className={TONE_TEXT[LOOK[key].tone]} />
                {LOOK[key].word}
              </dt>
              <dd className="font-semibold">{digits(counts.get(key) ?? 0)}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="grid gap-1.5 border-l border-hairline pl-6 whitespace-nowrap">
        <span className="flex items-center gap-1.5">
          <Glyph name="conflict" size={15} className={fails ? 'text-bad' : 'text-ink-3'} />
          <b>{digits(fails)}</b> stated {fails === 1 ? 'call' : 'calls'} will fail
        </span>
        <span className="flex items-center gap-1.5">
          <Glyph name="lockOpen" size={15} className={plain ? 'text-warn' : 'text-ink-3'} />
          <b>{digits(plain)}</b> stated {plain === 1 ? 'call is' : 'calls are'} plaintext
        </span>
      </div>
    </div>
  )
}
