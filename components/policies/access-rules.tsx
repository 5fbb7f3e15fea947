'use client'
import { nodeWords } from '#components/query/names.ts'
import { NodeLink, ObjectLink, ObjectLinks } from '#components/query/place.tsx'
import { Td, Th } from '#components/ui/table.tsx'
import { VerdictMark } from '#components/ui/verdict-mark.tsx'
import { VirtualTable } from '#components/ui/virtual-table.tsx'
import { conditionOf } from './condition.ts'
import { type AccessRow, fromWords } from './who-may-call.ts'

const keyOf = (row: AccessRow): string => `${row.from} ${row.to} ${row.port ?? ''}`

/** The same as the matrix in rows: complete, at any size. */
export function AccessRules({ rows }: { rows: readonly AccessRow[] }) {
  return (
    <VirtualTable
      label="Who may call whom"
      columns={7}
      items={rows}
      keyOf={keyOf}
      head={
        <>
          <Th>From</Th>
          <Th>To</Th>
          <Th numeric>Port</Th>
          <Th>Access</Th>
          <Th>If</Th>
          <Th>Decided by</Th>
          <Th>Does not decide</Th>
        </>
      }
    >
      {(row, line) => {
        const condition = conditionOf(row)
        return (
          <tr aria-rowindex={line} className="hover:bg-hover">
            <Td className="max-w-64 truncate font-medium" title={fromWords(row.from)}>
              {fromWords(row.from)}
            </Td>
            <Td className="max-w-64 truncate">
              {row.to === '*' ? (
                'everything without rows of its own'
              ) : (
                <NodeLink id={row.to} words={nodeWords(row.to)} />
              )}
            </Td>
            <Td numeric>{row.port ?? <span className="text-ink-3">any</span>}</Td>
            <Td title={row.because}>
              <VerdictMark verdict={row.verdict} />
            </Td>
            <Td className="max-w-80 truncate" title={condition}>
              {condition ?? <span className="text-ink-3">always</span>}
            </Td>
            <Td className="max-w-80 truncate">
              <ObjectLinks of={row.by} none={row.because} />
            </Td>
            <Td className="max-w-64 truncate">
              {row.shadows?.length ? (
                row.shadows.map(({ by, precedence }, i) => (
                  <span key={by}>
                    {i > 0 ? ', ' : ''}
                    <s className="decoration-ink-3">
                      <ObjectLink of={by} />
                    </s>{' '}
                    <span className="text-ink-3">
                      {precedence}
                      {row.precedence === undefined ? '' : ` after ${row.precedence}`}
                    </span>
                  </span>
                ))
              ) : (
                <span className="text-ink-3">nothing</span>
              )}
            </Td>
          </tr>
        )
      }}
    </VirtualTable>
  )
}
