'use client'
import { useMemo } from 'react'
import { ExportMenu } from '#components/query/export-menu.tsx'
import type { ListAnswer } from '#components/query/object-hooks.ts'
import { useFindAnswerOf, usePageFilter } from '#components/query/page-filter.ts'
import type { Report } from '#components/query/report.ts'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/class-names.ts'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { digits } from '#components/ui/count.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Glyph } from '#components/ui/glyph.tsx'
import { Link } from '#components/ui/link.tsx'
import { Menu } from '#components/ui/menu.tsx'
import { PageBar } from '#components/ui/page-bar.tsx'
import { SeverityGlyph } from '#components/ui/severity.tsx'
import { Td, Th } from '#components/ui/table.tsx'
import { VirtualTable } from '#components/ui/virtual-table.tsx'
import { type KindAddress, pages } from '#lib/paths.ts'
import { ageWords } from './age.ts'
import { listCommand } from './commands.ts'
import type { FindingCount } from './finding-count.ts'
import { useHiddenColumns } from './kept-columns.ts'
import {
  type ListColumn,
  type ListRow,
  nextSort,
  type ShownRow,
  saidBy,
  shownRows,
  sortRows,
} from './list-rows.ts'
import { factColumns } from './mesh-facts.ts'
import { useNow } from './use-now.ts'

/** Objects of one kind, line by line, as kubectl prints them, with what the mesh knows of them. */
export function ObjectList({
  cluster,
  address,
  answer,
  findings,
  facts,
  printing = 'done',
}: {
  cluster: string
  address: KindAddress
  answer: Pick<ListAnswer, 'kind' | 'scope'> & {
    readonly columns: readonly (ListColumn & { readonly wide?: boolean | undefined })[]
    readonly rows: readonly ListRow[]
  } & Pick<Report<never>, 'head'>
  findings: ReadonlyMap<string, FindingCount>
  facts: ReadonlyMap<string, readonly string[]>
  /** Whether cells that only the API server prints are still to come. */
  printing?: 'running' | 'done'
}) {
  const { text, namespaces, holds, inScope, clear, get, set } = usePageFilter()
  const now = useNow()
  const { kind, scope } = answer
  const { hidden, show } = useHiddenColumns(
    `${address.group || 'core'}/${address.plural}`,
    answer.columns.filter((column) => column.wide).map((column) => column.name),
  )
  const own = answer.columns.map((column) => column.name)
  const extra = factColumns(kind)
  const isNamespaced = scope === 'Namespaced'
  const choices = [...(isNamespaced ? ['Namespace'] : []), ...own, ...extra, 'Findings', 'Age']
  const shown = (name: string) => !hidden.has(name)
  const sort = get('sort')

  const all = useMemo(
    () => shownRows(kind, answer.rows, findings, facts),
    [kind, answer.rows, findings, facts],
  )
  const inside = isNamespaced ? all.filter((row) => inScope(row.namespace)) : all
  const found = text ? inside.filter((row) => holds(saidBy(row))) : inside
  const rows = sortRows(found, sort, own, extra)
  useFindAnswerOf(`Filter ${address.plural}`, text, rows.length, inside.length, address.plural)

  const head = (name: string, numeric = false, className?: string) => (
    <Th
      key={name}
      numeric={numeric}
      className={className ?? ''}
      sort={sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : undefined}
      onSort={() => set({ sort: nextSort(sort, name) }, 'replace')}
    >
      {name}
    </Th>
  )
  const columns = 1 + choices.filter(shown).length
  const report = (): Report<ShownRow> => ({
    file: address.plural,
    title: kind,
    reads: [address.plural],
    ...(answer.head ? { head: answer.head } : {}),
    rows,
    columns: [
      ['Name', (row) => row.name],
      ...(isNamespaced ? [['Namespace', (row: ShownRow) => row.namespace ?? ''] as const] : []),
      ...own.map((name, i) => [name, (row: ShownRow) => row.cells[i] ?? 'unknown'] as const),
      ...extra.map((name, i) => [name, (row: ShownRow) => row.facts[i] ?? ''] as const),
      ...SEVERITIES.map(
        (severity) => [`${severity}s`, (row: ShownRow) => row.findings[severity]] as const,
      ),
      ['Created', (row) => row.created ?? row.age ?? ''],
    ],
  })
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <PageBar
        title={kind}
        actions={
          <>
            <Menu
              label="Columns"
              align="end"
              trigger={
                <Button look="ghost" glyph="table">
                  Columns
                </Button>
              }
              entries={choices.map((name) => ({
                label: name,
                checked: shown(name),
                onChange: (on: boolean) => show(name, on),
              }))}
            />
            <ExportMenu cluster={cluster} report={report} />
            <CopyButton text={listCommand(address, scope, namespaces)} label="Copy as kubectl" />
            <CopyButton text={() => window.location.href} label="Copy link" glyph="link" />
          </>
        }
      >
        <span className="text-ink-2">
          {digits(inside.length)}
          {isNamespaced && namespaces.length > 0
            ? ` in ${namespaces.length === 1 ? namespaces[0] : `${namespaces.length} namespaces`}`
            : ''}
        </span>
        <span className="font-code text-[11.5px] text-ink-3 max-md:hidden">
          {[address.group, address.version].filter(Boolean).join('/')}
        </span>
      </PageBar>
      {rows.length === 0 ? (
        <div className="flex-1 bg-surface">
          {inside.length > 0 ? (
            <EmptyState
              title={`Nothing matches ${text} in ${digits(inside.length)} ${address.plural}.`}
              actions={<Button onClick={clear}>Clear filter</Button>}
            />
          ) : (
            <EmptyState
              title={`No ${kind} ${namespaces.length > 0 && isNamespaced ? 'in this scope' : 'in this cluster'}.`}
              body="It appears here as soon as somebody creates one."
              actions={
                all.length > 0 ? (
                  <Button onClick={() => set({ ns: undefined })}>Show all namespaces</Button>
                ) : undefined
              }
            />
          )}
        </div>
      ) : (
        <VirtualTable
          label={kind}
          columns={columns}
          items={rows}
          keyOf={(row) => `${row.namespace ?? ''}/${row.name}`}
          head={
            <>
              {head('Name')}
              {isNamespaced && shown('Namespace') ? head('Namespace') : null}
              {answer.columns.map(({ name, numeric }) =>
                shown(name) ? head(name, numeric) : null,
              )}
              {extra.map((name) => (shown(name) ? head(name) : null))}
              {shown('Findings') ? head('Findings') : null}
              {shown('Age') ? head('Age', true, 'pr-4') : null}
            </>
          }
        >
          {(row, line) => (
            <tr aria-rowindex={line} className="hover:bg-hover">
              <Td className="max-w-90 truncate">
                <Link
                  href={pages.resource(cluster, {
                    ...address,
                    namespace: row.namespace,
                    name: row.name,
                  })}
                  className="font-medium text-accent hover:underline"
                  title={row.name}
                >
                  {row.name}
                </Link>
              </Td>
              {isNamespaced && shown('Namespace') ? <Td>{row.namespace}</Td> : null}
              {answer.columns.map(({ name, numeric }, i) =>
                shown(name) ? (
                  <Cell
                    key={name}
                    value={row.cells[i] ?? null}
                    numeric={numeric ?? false}
                    isOld={row.isOld ?? false}
                    isComing={printing === 'running'}
                  />
                ) : null,
              )}
              {extra.map((name, i) =>
                shown(name) ? <Cell key={name} value={row.facts[i] ?? ''} /> : null,
              )}
              {shown('Findings') ? (
                <Td>
                  <Findings of={row.findings} />
                </Td>
              ) : null}
              {shown('Age') ? (
                <Td numeric className="pr-4 text-ink-2" title={row.created ?? ''}>
                  {row.created ? ageWords(row.created, now) : (row.age ?? '<unknown>')}
                </Td>
              ) : null}
            </tr>
          )}
        </VirtualTable>
      )}
    </div>
  )
}

function Cell({
  value,
  numeric = false,
  isOld = false,
  isComing = false,
}: {
  value: string | number | null
  numeric?: boolean
  isOld?: boolean
  isComing?: boolean
}) {
  if (value === null)
    return (
      <Td numeric={numeric} className="text-ink-3">
        {isComing ? (
          <span aria-hidden="true">…</span>
        ) : (
          <span className="inline-flex items-center gap-1 align-middle">
            <Glyph name="unknown" size={13} className="text-unknown" />
            unknown
          </span>
        )}
      </Td>
    )
  const isNothing = value === '' || value === '<none>'
  const isLong = typeof value === 'string' && value.length > 30
  return (
    <Td
      numeric={numeric}
      title={isOld ? 'As it was a moment ago' : isLong ? String(value) : undefined}
      className={cx('max-w-70 truncate', isNothing && 'text-ink-3')}
    >
      {value === '' ? '–' : value}
    </Td>
  )
}

const SEVERITIES = ['error', 'warning', 'info'] as const

function Findings({ of }: { of: ShownRow['findings'] }) {
  const present = SEVERITIES.filter((severity) => of[severity] > 0)
  if (present.length === 0) return <span className="text-ink-3">none</span>
  return (
    <span className="inline-flex gap-2.5 align-middle">
      {present.map((severity) => (
        <span key={severity} className="inline-flex items-center gap-1">
          <SeverityGlyph severity={severity} size={14} />
          <span>
            {of[severity]}{' '}
            <span className="sr-only">
              {severity}
              {of[severity] === 1 ? '' : 's'}
            </span>
          </span>
        </span>
      ))}
    </span>
  )
}
