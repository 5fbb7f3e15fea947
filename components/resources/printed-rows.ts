import type { ListAnswer, PrintedList } from '#components/query/object-hooks.ts'
import type { ListColumn, ListRow } from './list-rows.ts'

type Own = Pick<ListAnswer, 'columns' | 'rows'>
export type Printed = Pick<PrintedList, 'columns' | 'rows'>

const keyOf = (row: { readonly namespace?: string | undefined; readonly name: string }) =>
  `${row.namespace ?? ''}/${row.name}`

/**
 * Lines of the snapshot, which follow the cluster, with what only the API server prints of them. What it printed of
 * an older version of an object is marked as old; what it has not printed stays open.
 */
export function withPrinted(
  own: Own,
  printed: Printed | undefined,
): {
  readonly columns: readonly (ListColumn & { readonly wide?: boolean | undefined })[]
  readonly rows: readonly ListRow[]
  /** Whether asking again would tell more. */
  readonly isBehind: boolean
} {
  if (!printed) return { columns: own.columns, rows: own.rows, isBehind: false }
  const at = new Map(printed.columns.map(({ name }, i) => [name.toLowerCase(), i]))
  const known = new Set(own.columns.map(({ name }) => name.toLowerCase()))
  const added = printed.columns.filter(({ name }) => !known.has(name.toLowerCase()))
  const columns = [...own.columns, ...added]
  const source = columns.map(({ name }) => at.get(name.toLowerCase()))
  const lines = new Map(printed.rows.map((row) => [keyOf(row), row]))
  let isBehind = false
  const rows = own.rows.map((row): ListRow => {
    const line = lines.get(keyOf(row))
    const isOld = line !== undefined && line.version !== row.version
    if (!line || isOld) isBehind = true
    return {
      ...row,
      cells: columns.map((_, i) => {
        const told = source[i] === undefined ? undefined : line?.cells[source[i]]
        return row.cells[i] ?? told ?? null
      }),
      ...(isOld ? { isOld } : {}),
    }
  })
  return { columns, rows, isBehind }
}
