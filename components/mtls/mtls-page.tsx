'use client'
import { Fragment, useEffect, useMemo, useState } from 'react'
import { useMtls } from '#components/query/hooks.ts'
import { answerFind } from '#components/query/page-find.ts'
import { useUrlState } from '#components/query/url-state.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/class-names.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Glyph, type GlyphName } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { MtlsMark, TONE_TEXT, type Tone } from '#components/ui/mtls-mark.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Table, Td, Th } from '#components/ui/table.tsx'
import type { MtlsReport } from '#lib/model/mtls-report.ts'
import { pages } from '#lib/paths.ts'
import { parseRef } from '#lib/resources/reference.ts'
import {
  type Accepts,
  acceptsOf,
  byDecider,
  byNamespace,
  exceptionsFirst,
  type MtlsRow,
  nameOf,
  namespaceOf,
} from './posture-order.ts'

const LOOK: Record<Accepts, { glyph: GlyphName; tone: Tone; word: string; bar: string }> = {
  enforced: { glyph: 'lock', tone: 'safe', word: 'mTLS only', bar: 'mw-mix-enforced' },
  accepted: {
    glyph: 'lockHalf',
    tone: 'safe',
    word: 'plaintext accepted too',
    bar: 'mw-mix-accepted',
  },
  plaintext: { glyph: 'lockOpen', tone: 'warn', word: 'plaintext only', bar: 'mw-mix-plaintext' },
  bypass: { glyph: 'bypass', tone: 'warn', word: 'bypasses the proxy', bar: 'mw-mix-bypass' },
  listener: { glyph: 'gateway', tone: 'plain', word: 'as its listener says', bar: 'mw-mix-tls' },
  unknown: { glyph: 'unknown', tone: 'unknown', word: 'unknown', bar: 'mw-mix-unknown' },
}
const KEYS = Object.keys(LOOK) as Accepts[]

const decider = (of: string): string => {
  if (of === 'default') return 'mesh default'
  if (of === 'unknown') return 'a policy you may not read'
  const ref = parseRef(of)
  return ref ? `${ref.kind} ${ref.namespace ? `${ref.namespace}/` : ''}${ref.name}` : of
}

export function MtlsPage({ cluster }: { cluster: string }) {
  const report = useMtls(cluster)
  return (
    <AsyncPanel value={report} label="mTLS">
      {(data) => <Posture cluster={cluster} report={data} />}
    </AsyncPanel>
  )
}

export function Posture({ cluster, report }: { cluster: string; report: MtlsReport }) {
  const { get, all, set } = useUrlState()
  const namespaces = all('ns')
  const text = (get('find') ?? '').trim().toLowerCase()
  const order = get('order') ?? 'exceptions'
  const [compact, setCompact] = useState(true)
  const open = get('row')
  const scope = report.rows.filter(
    (r) => namespaces.length === 0 || namespaces.includes(namespaceOf(r.workload)),
  )
  const rows = scope.filter((r) => !text || textOf(r).includes(text))
  const groups =
    order === 'namespace'
      ? byNamespace(rows)
      : order === 'decided'
        ? byDecider(rows)
        : exceptionsFirst(rows)
  useEffect(() => {
    answerFind({
      placeholder: 'Filter ports, for example permissive',
      ...(text ? { summary: `${rows.length} of ${scope.length} ports` } : {}),
    })
    return () => answerFind({})
  }, [text, rows.length, scope.length])
  const reasons = useMemo(
    () => new Map(report.posture.map((p) => [`${p.on}${p.port ?? ''}`, p.because])),
    [report.posture],
  )
  const workloads = new Set(scope.map((r) => r.workload)).size
  const spaces = new Set(scope.map((r) => namespaceOf(r.workload))).size

  return (
    <>
      <PageBar title="mTLS">
        <span className="text-ink-2">
          {scope.length} ports of {workloads} workloads in {spaces}{' '}
          {spaces === 1 ? 'namespace' : 'namespaces'}
        </span>
      </PageBar>
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
        <span className="ml-auto text-12 text-ink-3">{rows.length} rows</span>
        <Segmented
          label="Density"
          value={compact ? 'compact' : 'roomy'}
          onChange={(v) => setCompact(v === 'compact')}
          segments={[
            { value: 'compact', label: 'Compact' },
            { value: 'roomy', label: 'Roomy' },
          ]}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-auto bg-surface">
        {rows.length === 0 ? (
          scope.length === 0 ? (
            <EmptyState
              title="No workload port in this scope."
              body="Nothing here accepts connections that Kubernetes knows of."
            />
          ) : (
            <EmptyState
              title={`Nothing matches ${text} in ${scope.length} ports.`}
              actions={<Button onClick={() => set({ find: undefined })}>Clear filter</Button>}
            />
          )
        ) : (
          <Table aria-label="Ports and what they accept">
            <thead>
              <tr>
                <Th>Workload</Th>
                <Th numeric>Port</Th>
                <Th>In mesh</Th>
                <Th>Accepts</Th>
                <Th>Decided by</Th>
                <Th>Callers</Th>
                <Th>Bypasses</Th>
                <Th>Service account</Th>
              </tr>
            </thead>
            {groups.map((group) => (
              <tbody key={group.title}>
                <tr>
                  <th
                    colSpan={8}
                    scope="colgroup"
                    className="h-7 border-b border-hairline bg-sunken px-4 text-left text-12 font-normal text-ink-2"
                  >
                    <b className="text-ink">
                      {order === 'decided' ? decider(group.title) : group.title}
                    </b>{' '}
                    {group.rows.length} {group.rows.length === 1 ? 'port' : 'ports'}
                    {group.title === 'Exceptions' ? '' : acceptSum(group.rows)}
                  </th>
                </tr>
                {group.rows.map((row) => (
                  <Fragment key={`${row.workload} ${row.port}`}>
                    <PortRow
                      cluster={cluster}
                      row={row}
                      compact={compact}
                      isOpen={open === `${row.workload}:${row.port}`}
                      onToggle={(next) =>
                        set({ row: next ? `${row.workload}:${row.port}` : undefined }, 'replace')
                      }
                      because={reasonOf(row, reasons)}
                    />
                  </Fragment>
                ))}
              </tbody>
            ))}
          </Table>
        )}
      </div>
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

/** The report gives reasons for Services; a workload's is the same where one of its name stands beside it. */
const reasonOf = (row: MtlsRow, reasons: ReadonlyMap<string, string>): string | undefined => {
  const service = `Service/${namespaceOf(row.workload)}/${nameOf(row.workload)}`
  return reasons.get(`${service}${row.port}`) ?? reasons.get(service)
}

function acceptSum(rows: readonly MtlsRow[]): string {
  const open = rows.filter((r) => acceptsOf(r) === 'accepted').length
  return open ? `, ${open} ${open === 1 ? 'accepts' : 'accept'} plaintext too` : ''
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
          {counts.get('enforced')} of {rows.length}
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
              <dd className="font-semibold">{counts.get(key)}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="grid gap-1.5 border-l border-hairline pl-6 whitespace-nowrap">
        <span className="flex items-center gap-1.5">
          <Glyph name="conflict" size={15} className={fails ? 'text-bad' : 'text-ink-3'} />
          <b>{fails}</b> stated {fails === 1 ? 'call' : 'calls'} will fail
        </span>
        <span className="flex items-center gap-1.5">
          <Glyph name="lockOpen" size={15} className={plain ? 'text-warn' : 'text-ink-3'} />
          <b>{plain}</b> stated {plain === 1 ? 'call is' : 'calls are'} plaintext
        </span>
      </div>
    </div>
  )
}

function PortRow({
  cluster,
  row,
  compact,
  isOpen,
  onToggle,
  because,
}: {
  cluster: string
  row: MtlsRow
  compact: boolean
  isOpen: boolean
  onToggle: (open: boolean) => void
  because: string | undefined
}) {
  const look = LOOK[acceptsOf(row)]
  const shown =
    acceptsOf(row) === 'enforced' || acceptsOf(row) === 'accepted' ? row.mode : look.word
  const height = compact ? 'h-7' : 'h-8'
  const inMesh = row.inMesh === 'none' ? 'no proxy' : row.inMesh.replace('-', ' ')
  return (
    <>
      <tr className={cx('hover:bg-hover', isOpen && 'bg-selected')}>
        <Td className={height}>
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => onToggle(!isOpen)}
            className="inline-flex items-center gap-2 font-medium"
          >
            <Glyph
              name={isOpen ? 'chevronDown' : 'chevronRight'}
              size={12}
              className="text-ink-3"
            />
            {namespaceOf(row.workload)}/{nameOf(row.workload)}
          </button>
        </Td>
        <Td numeric className={height}>
          {row.port || '–'}
        </Td>
        <Td className={cx(height, row.inMesh !== 'none' && 'text-ink-2')}>{inMesh}</Td>
        <Td className={height}>
          <span className="inline-flex items-center gap-1.5 align-middle">
            <Glyph name={look.glyph} size={14} className={TONE_TEXT[look.tone]} />
            {shown}
          </span>
        </Td>
        <Td className={cx(height, 'max-w-80 truncate')}>
          {row.decidedBy.map(decider).join(', ') || (
            <span className="text-ink-3">nothing states it</span>
          )}
        </Td>
        <Td className={height}>
          <Callers row={row} />
        </Td>
        <Td className={cx(height, 'max-w-52 truncate', row.bypasses.length === 0 && 'text-ink-3')}>
          {row.bypasses.map((b) => b.what).join(', ') || 'none'}
        </Td>
        <Td className={cx(height, 'font-code text-[11.5px] text-ink-2')}>
          {row.identity.serviceAccount}
        </Td>
      </tr>
      {isOpen ? (
        <tr className="bg-selected">
          <td colSpan={8} className="border-b border-hairline pr-4 pb-2.5 pl-9 text-12 text-ink-2">
            <p>{because ?? `${row.decidedBy.map(decider).join(', ') || 'Nothing'} decides it.`}</p>
            <p className="mt-1">
              Identity{' '}
              <span className="font-code text-[11.5px]">
                {row.identity.trustDomain}/ns/{namespaceOf(row.workload)}/sa/
                {row.identity.serviceAccount}
              </span>
              {' · '}
              <Link
                href={pages.topology(cluster, { sel: row.workload })}
                className="text-accent hover:underline"
              >
                Show on topology
              </Link>
            </p>
          </td>
        </tr>
      ) : null}
    </>
  )
}

const CALLERS = [
  ['conflict', 'conflict', undefined],
  ['plaintext', 'plaintext', undefined],
  ['unknown', 'unknown', undefined],
  ['mtls', 'mtls', true],
] as const

function Callers({ row }: { row: MtlsRow }) {
  const present = CALLERS.filter(([key]) => row.callers[key] > 0)
  if (present.length === 0) return <span className="text-ink-3">none stated</span>
  return (
    <span className="inline-flex gap-2.5 align-middle">
      {present.map(([key, state, enforced]) => (
        <span key={key} className="inline-flex items-center gap-1">
          <MtlsMark state={state} enforced={enforced} word={false} />
          <span aria-hidden="true">
            {row.callers[key]} {key === 'conflict' ? 'will fail' : key === 'mtls' ? 'mTLS' : key}
          </span>
        </span>
      ))}
    </span>
  )
}
