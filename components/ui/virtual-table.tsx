'use client'
import { lazy, type ReactNode, Suspense } from 'react'
import { Table } from './table.tsx'

export type VirtualTableProps<T> = {
  readonly label: string
  /** The cells of the head. */
  readonly head: ReactNode
  readonly columns: number
  readonly items: readonly T[]
  readonly keyOf: (item: T) => string
  /** Of an item, until it is measured. */
  readonly height?: number
  /** The `tr`s of one item; `line` is for their `aria-rowindex`. */
  readonly children: (item: T, line: number) => ReactNode
}

/** Up to here all rows are in the page; what measures and recycles them comes with longer tables only. */
const MOST_WHOLE = 120

type TableOf = <T>(props: VirtualTableProps<T>) => ReactNode
// `lazy` knows no type parameters.
const LongTable = lazy(() => import('./long-table.tsx')) as unknown as TableOf

/**
 * A real table of any length. Each item is a body of its own, so that it may have several lines, of any height.
 */
export function VirtualTable<T>(props: VirtualTableProps<T>) {
  const { label, head, items, keyOf, children } = props
  if (items.length > MOST_WHOLE)
    return (
      <Suspense fallback={<div aria-busy="true" className="min-h-0 flex-1 bg-surface" />}>
        <LongTable {...props} />
      </Suspense>
    )
  return (
    <div className="stand sideways min-h-0 flex-1 overflow-auto bg-surface">
      <Table aria-label={label} aria-rowcount={items.length + 1}>
        <thead>
          <tr aria-rowindex={1}>{head}</tr>
        </thead>
        {items.map((item, at) => (
          <tbody key={keyOf(item)}>{children(item, at + 2)}</tbody>
        ))}
      </Table>
    </div>
  )
}
