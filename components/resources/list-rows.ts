import { formatRef } from '#lib/resources/reference.ts'
import { type FindingCount, NO_FINDINGS } from './finding-count.ts'
import { sortKey, spanSeconds } from './sort-key.ts'

export type ListColumn = { readonly name: string; readonly numeric?: boolean | undefined }
export type ListRow = {
  readonly namespace?: string | undefined
  readonly name: string
  readonly created?: string | undefined
  /** `null` where it is not known. */
  readonly cells: readonly (string | number | null)[]
  /** As the API server wrote it, where the time itself does not come. */
  readonly age?: string | undefined
  /** What the API server printed is of an older version of the object. */
  readonly isOld?: boolean | undefined
}

/** Columns as the table shows them: those of kubectl, with what the mesh adds before the age. */
export type ShownRow = ListRow & {
  readonly findings: FindingCount
  /** Mesh facts, in the order of their columns. */
  readonly facts: readonly string[]
}
export function shownRows(
  kind: string,
  rows: readonly ListRow[],
  findings: ReadonlyMap<string, FindingCount>,
  facts: ReadonlyMap<string, readonly string[]>,
): readonly ShownRow[] {
  return rows.map((row) => {
    const ref = formatRef(kind, row.namespace, row.name)
    return { ...row, findings: findings.get(ref) ?? NO_FINDINGS, facts: facts.get(ref) ?? [] }
  })
}

/** Everything that the filter looks at. */
export const saidBy = (row: ShownRow): string =>
  [row.namespace, row.name, ...row.cells, ...row.facts].join(' ')

type Value = string | number

function cellOf(row: ShownRow, key: string, columns: readonly string[], facts: readonly string[]) {
  switch (key) {
    case 'Name':
      return row.name
    case 'Namespace':
      return row.namespace ?? ''
    case 'Age':
      // The youngest has the latest time.
      return row.created ? -Date.parse(row.created) : (spanSeconds(row.age ?? '') ?? 0)
    case 'Findings':
      return row.findings.error * 1e8 + row.findings.warning * 1e4 + row.findings.info
    default: {
      const fact = facts.indexOf(key)
      return fact >= 0 ? (row.facts[fact] ?? '') : sortKey(row.cells[columns.indexOf(key)] ?? null)
    }
  }
}

const numbers = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
/** Numbers before words, as what has none ("<none>") comes last. */
const compare = (a: Value, b: Value): number =>
  typeof a === 'number' || typeof b === 'number'
    ? typeof a === typeof b
      ? Number(a) - Number(b)
      : typeof a === 'number'
        ? -1
        : 1
    : numbers.compare(String(a), String(b)) || (a < b ? -1 : a > b ? 1 : 0)

/** `Name`, or `-Name` for the other way round. Rows alike stay in the order of namespace and name. */
export function sortRows(
  rows: readonly ShownRow[],
  sort: string | undefined,
  columns: readonly string[],
  facts: readonly string[],
): readonly ShownRow[] {
  const byName = [...rows].sort(
    (a, b) => compare(a.namespace ?? '', b.namespace ?? '') || compare(a.name, b.name),
  )
  if (!sort) return byName
  const turned = sort.startsWith('-')
  const key = turned ? sort.slice(1) : sort
  const keyed = byName.map((row) => ({ row, value: cellOf(row, key, columns, facts) }))
  keyed.sort((a, b) => compare(a.value, b.value) * (turned ? -1 : 1))
  return keyed.map(({ row }) => row)
}

/** What a click on a head asks for next: up, down, as it was. */
export const nextSort = (now: string | undefined, key: string): string | undefined =>
  now === key ? `-${key}` : now === `-${key}` ? undefined : key
