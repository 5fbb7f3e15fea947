'use client'
import { nodeWords } from '#components/query/names.ts'
import { NodeLink, ObjectLinks } from '#components/query/place.tsx'
import { cx } from '#components/ui/class-names.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Td, Th } from '#components/ui/table.tsx'
import { VerdictMark } from '#components/ui/verdict-mark.tsx'
import { VirtualTable } from '#components/ui/virtual-table.tsx'
import type { GraphEdge } from '#lib/graph/graph.ts'

const ORDER = { deny: 0, unknown: 1, conditional: 2, allow: 3 } as const

/** Hops that configuration states and what policies say about each: denied ones first. */
export function StatedCalls({
  calls,
  from,
  to,
}: {
  calls: readonly GraphEdge[]
  from: string | undefined
  to: string | undefined
}) {
  const isIt = (edge: GraphEdge) =>
    (from === undefined || edge.from === from) && (to === undefined || edge.to === to)
  const isAsked = from !== undefined || to !== undefined
  const sorted = [...calls].sort(
    (a, b) =>
      Number(isAsked && isIt(b)) - Number(isAsked && isIt(a)) ||
      ORDER[a.verdict ?? 'allow'] - ORDER[b.verdict ?? 'allow'] ||
      (a.id < b.id ? -1 : 1),
  )
  if (calls.length === 0)
    return (
      <EmptyState
        title="No stated call meets a policy."
        body="Policies speak about calls that no route states, or there are none."
      />
    )
  return (
    <VirtualTable
      label="Stated calls"
      columns={6}
      items={sorted}
      keyOf={(edge) => edge.id}
      head={
        <>
          <Th>From</Th>
          <Th>To</Th>
          <Th numeric>Port</Th>
          <Th>Access</Th>
          <Th>Policies</Th>
          <Th>Because</Th>
        </>
      }
    >
      {(edge, line) => (
        <tr
          aria-rowindex={line}
          className={cx('hover:bg-hover', isAsked && isIt(edge) && 'bg-selected')}
        >
          <Td className="max-w-64 truncate">
            <NodeLink id={edge.from} words={nodeWords(edge.from)} />
          </Td>
          <Td className="max-w-64 truncate">
            <NodeLink id={edge.to} words={nodeWords(edge.to)} />
          </Td>
          <Td numeric>{edge.port ?? ''}</Td>
          <Td>{edge.verdict ? <VerdictMark verdict={edge.verdict} /> : null}</Td>
          <Td className="max-w-90 whitespace-normal!">
            <ObjectLinks of={edge.policies ?? []} none="the default" />
          </Td>
          <Td className="max-w-100 py-1 whitespace-normal! text-ink-2">
            {edge.because ?? <span className="text-ink-3">not said</span>}
          </Td>
        </tr>
      )}
    </VirtualTable>
  )
}
