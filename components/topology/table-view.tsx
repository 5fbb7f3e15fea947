'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/class-names.ts'
import { digits } from '#components/ui/count.ts'
import { csvOf } from '#components/ui/csv.ts'
import { MtlsMark, mtlsLook, postureLook } from '#components/ui/mtls-mark.tsx'
import { saveFile } from '#components/ui/save-file.ts'
import { FindingBadge } from '#components/ui/severity.tsx'
import { type SortOrder, Th } from '#components/ui/table.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { basisOf } from '#lib/graph/basis.ts'
import type { Graph, GraphEdge, GraphNode } from '#lib/graph/graph.ts'
import type { Marks } from './live-marks.ts'
import { inMeshWord, kindWord, percent, readyWord, refWords, subtitle } from './words.ts'

type Column<T> = {
  readonly name: string
  /** What is sorted, exported and read; `show` draws it where words alone are not enough. */
  readonly text: (row: T) => string
  readonly show?: (row: T) => ReactNode
  readonly sort?: (row: T) => number | string
  readonly numeric?: boolean
  /** Share of the width, in percent, of what may be long: the others take what their words need. */
  readonly grow?: number
}

export type TableViewProps = {
  readonly graph: Graph
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
  readonly marks: Marks
  readonly tab: string
  readonly onTab: (tab: string) => void
}

/** The same graph in rows: complete, for eyes and ears, with the same filter and selection. */
export function TableView({ graph, selected, onSelect, marks, tab, onTab }: TableViewProps) {
  const byId = useMemo(() => new Map(graph.nodes.map((n) => [n.id, n])), [graph.nodes])
  const hops = useMemo(() => hopColumns(byId), [byId])
  const current = tab === 'things' ? 'things' : 'hops'
  const save = () =>
    current === 'hops'
      ? saveFile(
          'hops.csv',
          csvOf(
            hops.map((c) => [c.name, c.text] as const),
            graph.edges,
          ),
        )
      : saveFile(
          'things.csv',
          csvOf(
            THINGS.map((c) => [c.name, c.text] as const),
            graph.nodes,
          ),
        )
  return (
    <Tabs
      label="Table of"
      value={current}
      onChange={onTab}
      aside={
        <Button look="ghost" glyph="download" onClick={save}>
          CSV
        </Button>
      }
      tabs={[
        {
          value: 'hops',
          label: `Hops ${digits(graph.edges.length)}`,
          content: (
            <Grid
              label="Hops"
              columns={hops}
              rows={graph.edges}
              selected={selected}
              onSelect={onSelect}
              marks={marks}
            />
          ),
        },
        {
          value: 'things',
          label: `Things ${digits(graph.nodes.length)}`,
          content: (
            <Grid
              label="Things"
              columns={THINGS}
              rows={graph.nodes}
              selected={selected}
              onSelect={onSelect}
              marks={marks}
            />
          ),
        },
      ]}
    />
  )
}

const ACCESS = {
  allow: 'allowed',
  deny: 'denied',
  conditional: 'conditional',
  unknown: 'unknown',
} as const

const placeWords = (node: GraphNode | undefined, id: string): string =>
  node ? (node.namespace ? `${node.namespace}/${node.name}` : node.name) : id

function hopColumns(byId: ReadonlyMap<string, GraphNode>): readonly Column<GraphEdge>[] {
  return [
    { name: 'From', text: (e) => placeWords(byId.get(e.from), e.from), grow: 17 },
    {
      name: 'Rule',
      text: (e) => (e.order === undefined ? '' : String(e.order)),
      sort: (e) => e.order ?? 0,
      numeric: true,
    },
    {
      name: 'Condition',
      text: (e) => (e.kind === 'selects' ? 'selects' : (e.when ?? 'any request')),
      grow: 18,
    },
    {
      name: 'To',
      text: (e) =>
        placeWords(byId.get(e.to), e.to) +
        (e.port === undefined ? '' : `:${e.port}`) +
        (e.subset ? ` ${e.subset}` : ''),
      grow: 19,
    },
    {
      name: 'Share',
      text: (e) => (e.share === undefined ? '' : percent(e.share)),
      sort: (e) => e.share ?? -1,
      numeric: true,
    },
    {
      name: 'Written',
      text: (e) => (e.written === undefined ? '' : String(e.written)),
      sort: (e) => e.written ?? -1,
      numeric: true,
    },
    {
      name: 'mTLS',
      text: (e) => (e.mtls ? mtlsLook(e.mtls.state, e.mtls.enforced).word : ''),
      show: (e) => (e.mtls ? <MtlsMark state={e.mtls.state} enforced={e.mtls.enforced} /> : null),
    },
    {
      name: 'Access',
      text: (e) => (e.verdict === undefined ? '' : ACCESS[e.verdict]),
    },
    { name: 'Basis', text: (e) => basisOf(e) },
    {
      name: 'Stated by',
      text: (e) => e.via.map(refWords).join(', ') || (e.because ?? ''),
      grow: 28,
    },
  ]
}

const THINGS: readonly Column<GraphNode>[] = [
  { name: 'Name', text: (n) => n.name, grow: 30 },
  { name: 'Kind', text: kindWord },
  { name: 'Namespace', text: (n) => n.namespace ?? '' },
  { name: 'In mesh', text: (n) => inMeshWord(n.inMesh) },
  {
    name: 'Accepts',
    text: (n) => (n.accepts ? postureLook(n.accepts.mode).word.replace('accepts ', '') : ''),
  },
  { name: 'Ports and hosts', text: (n) => (n.kind === 'workload' ? '' : subtitle(n)), grow: 30 },
  { name: 'Ready', text: readyWord },
  {
    name: 'Findings',
    text: (n) =>
      `${n.findings.error} errors, ${n.findings.warning} warnings, ${n.findings.info} notes`,
    show: (n) => <FindingBadge findings={n.findings} />,
    sort: (n) => -(n.findings.error * 1e6 + n.findings.warning * 1e3 + n.findings.info),
  },
]

const ROW = 28

function Grid<T extends { readonly id: string }>({
  label,
  columns,
  rows,
  selected,
  onSelect,
  marks,
}: {
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  selected: string | undefined
  onSelect: (id: string) => void
  marks: Marks
}) {
  const [sort, setSort] = useState<{ by: string; order: SortOrder }>()
  const scroll = useRef<HTMLDivElement>(null)
  const ordered = useMemo(() => {
    const column = columns.find((c) => c.name === sort?.by)
    if (!column) return rows
    const key = column.sort ?? column.text
    const sign = sort?.order === 'descending' ? -1 : 1
    return [...rows].sort((a, b) => {
      const x = key(a)
      const y = key(b)
      return (x < y ? -1 : x > y ? 1 : 0) * sign
    })
  }, [rows, columns, sort])
  const virtual = useVirtualizer({
    count: ordered.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 20,
  })
  const items = virtual.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items[items.length - 1]?.end ?? 0)
  const press = (name: string) =>
    setSort((now) =>
      now?.by !== name
        ? { by: name, order: 'ascending' }
        : now.order === 'ascending'
          ? { by: name, order: 'descending' }
          : undefined,
    )
  return (
    <div ref={scroll} className="sideways min-h-0 flex-1 overflow-auto bg-surface">
      <table
        aria-label={label}
        aria-rowcount={ordered.length + 1}
        className="w-full min-w-232 border-collapse text-12"
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((c) => (
              <Th
                key={c.name}
                numeric={c.numeric ?? false}
                style={c.grow ? { width: `${c.grow}%` } : undefined}
                sort={sort?.by === c.name ? sort.order : undefined}
                onSort={() => press(c.name)}
              >
                {c.name}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 ? (
            <tr>
              <td colSpan={columns.length} className="p-0" style={{ height: above }} />
            </tr>
          ) : null}
          {items.map((item) => {
            const row = ordered[item.index]
            if (!row) return null
            const mark = marks.get(row.id)
            return (
              <tr
                key={row.id}
                data-id={row.id}
                aria-rowindex={item.index + 2}
                aria-selected={row.id === selected}
                className={cx(
                  'border-b border-hairline hover:bg-hover',
                  row.id === selected && 'bg-selected',
                  mark && 'bg-draft-tint',
                )}
                onClick={() => onSelect(row.id)}
              >
                {columns.map((c, i) => {
                  const text = c.text(row)
                  return (
                    <td
                      key={c.name}
                      title={c.grow ? text : undefined}
                      className={cx(
                        'h-7 truncate pr-3 whitespace-nowrap first:pl-4',
                        c.numeric && 'text-right',
                        c.grow !== undefined && 'max-w-0',
                      )}
                    >
                      {i === 0 ? (
                        <button
                          type="button"
                          className="max-w-full truncate text-left font-medium hover:text-accent"
                          onClick={() => onSelect(row.id)}
                        >
                          {text}
                        </button>
                      ) : c.show ? (
                        c.show(row)
                      ) : (
                        text
                      )}
                      {i === 0 && mark ? <span className="mw-chip">{mark}</span> : null}
                    </td>
                  )
                })}
              </tr>
            )
          })}
          {below > 0 ? (
            <tr>
              <td colSpan={columns.length} className="p-0" style={{ height: below }} />
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  )
}
