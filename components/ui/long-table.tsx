'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { Table } from './table.tsx'
import type { VirtualTableProps } from './virtual-table.tsx'

/** A table that holds in the page only the rows one sees. */
export default function LongTable<T>({
  label,
  head,
  columns,
  items,
  keyOf,
  height = 28,
  children,
}: VirtualTableProps<T>) {
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    getItemKey: (i) => keyOf(items[i] as T),
    overscan: 24,
  })
  const shown = virtual.getVirtualItems()
  const above = shown[0]?.start ?? 0
  const below = virtual.getTotalSize() - (shown[shown.length - 1]?.end ?? 0)
  return (
    <div ref={scroll} className="stand sideways min-h-0 flex-1 overflow-auto bg-surface">
      <Table aria-label={label} aria-rowcount={items.length + 1}>
        <thead>
          <tr aria-rowindex={1}>{head}</tr>
        </thead>
        <Space height={above} columns={columns} />
        {shown.map(({ index, key }) => {
          const item = items[index]
          return item === undefined ? null : (
            <tbody key={key} ref={virtual.measureElement} data-index={index}>
              {children(item, index + 2)}
            </tbody>
          )
        })}
        <Space height={below} columns={columns} />
      </Table>
    </div>
  )
}

function Space({ height, columns }: { height: number; columns: number }) {
  return height > 0 ? (
    <tbody>
      <tr>
        <td colSpan={columns} className="p-0" style={{ height }} />
      </tr>
    </tbody>
  ) : null
}
