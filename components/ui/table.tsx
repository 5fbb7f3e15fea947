import type { ComponentProps, ReactNode } from 'react'
import { cx } from './class-names.ts'

/** Up to so many rows are roomy, unless the person wants them otherwise. */
export const MOST_ROOMY = 50

/** Real table elements; rows 28, or 32 where that is known to fit or wished for; heads 30. */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  // One of them is the head.
  const isShort = Number(rest['aria-rowcount'] ?? Number.NaN) <= MOST_ROOMY + 1
  return (
    <table
      data-rows={isShort ? 'few' : undefined}
      className={cx('w-full border-collapse text-13', className)}
      {...rest}
    />
  )
}

export type SortOrder = 'ascending' | 'descending'

export function Th({
  children,
  sort,
  onSort,
  numeric,
  className,
  ...rest
}: {
  children?: ReactNode
  sort?: SortOrder | undefined
  onSort?: () => void
  numeric?: boolean
} & ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      aria-sort={sort ?? (onSort ? 'none' : undefined)}
      className={cx(
        'sticky top-0 z-10 h-7.5 border-b border-hairline bg-surface pr-3 text-left text-11 font-medium whitespace-nowrap text-ink-3 first:pl-4',
        numeric && 'text-right',
        className,
      )}
      {...rest}
    >
      {onSort ? (
        <button type="button" onClick={onSort} className="font-medium hover:text-ink">
          {children}
          <span aria-hidden="true">
            {sort === 'ascending' ? ' ↑' : sort === 'descending' ? ' ↓' : ''}
          </span>
        </button>
      ) : (
        children
      )}
    </th>
  )
}

export function Td({ numeric, className, ...rest }: { numeric?: boolean } & ComponentProps<'td'>) {
  return (
    <td
      className={cx(
        'h-(--row) border-b border-hairline pr-3 whitespace-nowrap first:pl-4',
        numeric && 'text-right',
        className,
      )}
      {...rest}
    />
  )
}

/** A line between groups of rows. */
export function GroupRow({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr>
      <th
        scope="colgroup"
        colSpan={columns}
        className="h-7 border-b border-hairline bg-sunken px-4 text-left text-12 font-normal text-ink-2"
      >
        {children}
      </th>
    </tr>
  )
}
