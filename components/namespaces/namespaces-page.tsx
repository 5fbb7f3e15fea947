'use client'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import type { MtlsAnswer, PartialKind } from '#components/query/answers.ts'
import { ExportMenu } from '#components/query/export-menu.tsx'
import { findingsQuery, useMtls } from '#components/query/hooks.ts'
import { NAMESPACES, useObjects } from '#components/query/kind-hooks.ts'
import { useFindAnswerOf, usePageFilter } from '#components/query/page-filter.ts'
import { PartialNotice } from '#components/query/partial-notice.tsx'
import type { Report } from '#components/query/report.ts'
import {
  type ServicesAnswer,
  useServices,
  useWorkloads,
  type WorkloadsAnswer,
} from '#components/query/report-hooks.ts'
import { AsyncPanel } from '#components/ui/async-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { counted, digits } from '#components/ui/count.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Glyph, type GlyphName } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { FindingBadge } from '#components/ui/severity.tsx'
import { type SortOrder, Td, Th } from '#components/ui/table.tsx'
import { VirtualTable } from '#components/ui/virtual-table.tsx'
import type { Finding } from '#lib/findings/finding.ts'
import { pages } from '#lib/paths.ts'
import { type Asked, type NamespaceRow, namespaceRows } from './namespace-rows.ts'

/** Every report that a row is made of; what cannot be read says so in its own words. */
export function NamespacesPage({ cluster }: { cluster: string }) {
  const namespaces = useObjects(cluster, NAMESPACES)
  const workloads = useWorkloads(cluster)
  const services = useServices(cluster)
  const mtls = useMtls(cluster)
  const findings = useQuery(findingsQuery(cluster)).data?.findings ?? NO_FINDINGS
  return (
    <AsyncPanel value={namespaces} label="namespaces">
      {(own) => (
        <AsyncPanel value={workloads} label="workloads">
          {(work) => (
            <AsyncPanel value={services} label="services">
              {(serve) => (
                <AsyncPanel value={mtls} label="mTLS">
                  {(posture) => (
                    <Namespaces
                      cluster={cluster}
                      namespaces={own.items}
                      partial={own.partial}
                      head={own}
                      workloads={work.workloads}
                      services={serve.services}
                      summary={posture.summary}
                      findings={findings}
                    />
                  )}
                </AsyncPanel>
              )}
            </AsyncPanel>
          )}
        </AsyncPanel>
      )}
    </AsyncPanel>
  )
}

const READS = ['namespaces', 'pods', 'services', 'peerauthentications']
const NO_FINDINGS: readonly Finding[] = []

const MODE: Record<Asked['mode'], { glyph: GlyphName; word: string; tone: string }> = {
  sidecar: { glyph: 'sidecar', word: 'sidecar', tone: 'text-ink-2' },
  ambient: { glyph: 'ambient', word: 'ambient', tone: 'text-ink-2' },
  off: { glyph: 'minus', word: 'off', tone: 'text-ink-3' },
  'not-asked': { glyph: 'minus', word: 'not asked', tone: 'text-ink-3' },
  unknown: { glyph: 'unknown', word: 'unknown', tone: 'text-unknown' },
}

type Column = {
  readonly name: string
  readonly numeric?: boolean
  readonly key: (row: NamespaceRow) => number | string
  readonly show: (row: NamespaceRow) => ReactNode
}

export function Namespaces({
  cluster,
  partial,
  head,
  ...sources
}: {
  cluster: string
  head?: Report<NamespaceRow>['head']
  partial: readonly PartialKind[]
  namespaces: Parameters<typeof namespaceRows>[0]['namespaces']
  workloads: WorkloadsAnswer['workloads']
  services: ServicesAnswer['services']
  summary: MtlsAnswer['summary']
  findings: readonly Finding[]
}) {
  const { text, holds, inScope, clear, get, set } = usePageFilter()
  const { namespaces, workloads, services, summary, findings } = sources
  const all = useMemo(
    () => namespaceRows({ namespaces, workloads, services, summary, findings }),
    [namespaces, workloads, services, summary, findings],
  )
  const columns = useMemo(() => columnsOf(cluster), [cluster])
  const scope = all.filter((r) => inScope(r.name))
  const [by = '', way] = (get('sort') ?? '').split(' ')
  const column = columns.find((c) => c.name === by)
  const order: SortOrder = way === 'descending' ? 'descending' : 'ascending'
  const rows = scope.filter((r) => holds(textOf(r)))
  if (column) {
    const sign = order === 'descending' ? -1 : 1
    rows.sort((a, b) => {
      const [x, y] = [column.key(a), column.key(b)]
      return (x < y ? -1 : x > y ? 1 : 0) * sign
    })
  }
  useFindAnswerOf(
    'Filter namespaces, for example ambient',
    text,
    rows.length,
    scope.length,
    'namespaces',
  )
  const meshed = scope.filter((r) => r.inMesh > 0).length
  const press = (name: string) =>
    set({
      sort:
        by !== name
          ? `${name} ascending`
          : order === 'ascending'
            ? `${name} descending`
            : undefined,
    })
  return (
    <>
      <PageBar
        title="Namespaces"
        actions={
          <ExportMenu
            cluster={cluster}
            report={async () => ({
              file: 'namespaces',
              title: 'Namespaces',
              columns: (await import('./namespaces-report.ts')).NAMESPACE_COLUMNS,
              rows,
              reads: READS,
              head,
            })}
          />
        }
      >
        <span className="text-ink-2">
          {counted(scope.length, 'namespace')}, {digits(meshed)} with proxies
        </span>
      </PageBar>
      <PartialNotice partial={partial} of={READS} means="What their labels ask for is unknown." />
      {rows.length === 0 ? (
        <div className="min-h-0 flex-1 overflow-auto bg-surface">
          {text ? (
            <EmptyState
              title={`Nothing matches ${text} in ${counted(scope.length, 'namespace')}.`}
              actions={<Button onClick={clear}>Clear filter</Button>}
            />
          ) : (
            <EmptyState
              title="No namespace in this scope."
              body="Nothing that may be read is in the namespaces chosen above."
              actions={<Button onClick={() => set({ ns: undefined })}>Show all namespaces</Button>}
            />
          )}
        </div>
      ) : (
        <VirtualTable
          label="Namespaces"
          columns={columns.length}
          items={rows}
          keyOf={(row) => row.name}
          height={32}
          head={columns.map((c) => (
            <Th
              key={c.name}
              numeric={c.numeric ?? false}
              sort={by === c.name ? order : undefined}
              onSort={() => press(c.name)}
            >
              {c.name}
            </Th>
          ))}
        >
          {(row, line) => (
            <tr aria-rowindex={line} className="hover:bg-hover">
              {columns.map((c) => (
                <Td key={c.name} numeric={c.numeric ?? false} className="h-8">
                  {c.show(row)}
                </Td>
              ))}
            </tr>
          )}
        </VirtualTable>
      )}
    </>
  )
}

const textOf = (r: NamespaceRow): string =>
  [
    r.name,
    MODE[r.asked.mode].word,
    r.asked.label ?? '',
    r.asked.waypoint ?? '',
    r.asked.revision ?? '',
  ].join(' ')

const none = <span className="text-ink-3">–</span>

const columnsOf = (cluster: string): readonly Column[] => [
  {
    name: 'Namespace',
    key: (r) => r.name,
    show: (r) => (
      <Link
        href={pages.resource(cluster, { ...NAMESPACES, name: r.name })}
        className="font-medium text-accent hover:underline"
      >
        {r.name}
      </Link>
    ),
  },
  {
    name: 'Asks for',
    key: (r) => MODE[r.asked.mode].word,
    show: ({ asked }) => (
      <span className="inline-flex items-center gap-1.5 align-middle">
        <Glyph name={MODE[asked.mode].glyph} size={13} className={MODE[asked.mode].tone} />
        <span className={asked.label ? undefined : 'text-ink-3'}>{MODE[asked.mode].word}</span>
        {asked.label ? <span className="font-code text-11 text-ink-3">{asked.label}</span> : null}
      </span>
    ),
  },
  {
    name: 'Revision',
    key: (r) => r.asked.revision ?? '',
    show: ({ asked }) =>
      asked.revision ?? (asked.mode === 'sidecar' || asked.mode === 'ambient' ? 'default' : none),
  },
  { name: 'Waypoint', key: (r) => r.asked.waypoint ?? '', show: (r) => r.asked.waypoint ?? none },
  {
    name: 'Workloads',
    numeric: true,
    key: (r) => r.workloads,
    show: (r) =>
      r.workloads === 0 ? (
        none
      ) : (
        <Link
          href={pages.topology(cluster, { ns: [r.name] })}
          className="hover:underline"
          title="Show on topology"
        >
          {r.workloads}
        </Link>
      ),
  },
  {
    name: 'In the mesh',
    key: (r) => r.inMesh,
    show: (r) =>
      r.workloads === 0 ? (
        none
      ) : (
        <span className="inline-flex items-center gap-2 align-middle">
          <span>
            {r.inMesh} of {r.workloads}
          </span>
          {r.disagree > 0 ? (
            <span className="inline-flex items-center gap-1 text-12 text-warn">
              <Glyph name="warning" size={13} />
              {r.disagree} not as asked
            </span>
          ) : null}
        </span>
      ),
  },
  { name: 'Services', numeric: true, key: (r) => r.services, show: (r) => r.services || none },
  {
    name: 'Ports accept',
    key: (r) => r.ports.permissive + r.ports.disabled * 1000,
    show: (r) => <Ports row={r} cluster={cluster} />,
  },
  {
    name: 'Stated calls',
    key: (r) => r.failingCalls * 1000 + r.plaintextCalls,
    show: (r) =>
      r.failingCalls + r.plaintextCalls === 0 ? (
        none
      ) : (
        <span className="inline-flex gap-3 align-middle">
          {r.failingCalls > 0 ? (
            <span className="inline-flex items-center gap-1 align-middle">
              <Glyph name="conflict" size={13} className="text-bad" />
              {r.failingCalls} will fail
            </span>
          ) : null}
          {r.plaintextCalls > 0 ? (
            <span className="inline-flex items-center gap-1 align-middle">
              <Glyph name="lockOpen" size={13} className="text-warn" />
              {r.plaintextCalls} plaintext
            </span>
          ) : null}
        </span>
      ),
  },
  {
    name: 'Findings',
    key: (r) => -(r.findings.error * 1e6 + r.findings.warning * 1e3 + r.findings.info),
    show: (r) =>
      r.findings.error + r.findings.warning + r.findings.info === 0 ? (
        none
      ) : (
        <Link href={`${pages.findings(cluster)}?ns=${encodeURIComponent(r.name)}`}>
          <FindingBadge findings={r.findings} />
        </Link>
      ),
  },
]

const PORTS = [
  ['strict', 'lock', 'text-safe', 'mTLS only'],
  ['permissive', 'lockHalf', 'text-safe', 'plaintext too'],
  ['disabled', 'lockOpen', 'text-warn', 'plaintext only'],
  ['unknown', 'unknown', 'text-unknown', 'unknown'],
] as const

function Ports({ row, cluster }: { row: NamespaceRow; cluster: string }) {
  const present = PORTS.filter(([key]) => row.ports[key] > 0)
  if (present.length === 0) return none
  return (
    <Link
      href={`${pages.mtls(cluster)}?ns=${encodeURIComponent(row.name)}`}
      className="inline-flex gap-3 align-middle hover:underline"
    >
      {present.map(([key, glyph, tone, word]) => (
        <span key={key} className="inline-flex items-center gap-1 align-middle">
          <Glyph name={glyph} size={13} className={tone} />
          <span>
            {row.ports[key]} {word}
          </span>
        </span>
      ))}
    </Link>
  )
}
