import { csvOf } from '#components/ui/csv.ts'
import type { AnswerHead } from './answers.ts'

export type ReportColumn<T> = readonly [name: string, text: (row: T) => string | number]

/** A table that leaves the page: what stands in it, and where it comes from. */
export type Report<T> = {
  /** Name of the file, without ending. */
  readonly file: string
  readonly title: string
  /** One line of sums above the rows. */
  readonly sum?: string
  readonly columns: readonly ReportColumn<T>[]
  readonly rows: readonly T[]
  /** The answer that the rows were read from. */
  readonly head?: Pick<AnswerHead, 'revision' | 'freshness' | 'partial'> | undefined
  /** Plurals that the rows were made of; only what is missing of these is named. */
  readonly reads?: readonly string[]
}

/** What stands above the rows in every form of a report. */
export type Provenance = {
  readonly title: string
  readonly cluster: string
  readonly revision: string
  readonly state: string
  readonly time: string
  readonly scope: string
  readonly filter: string
  readonly by: string
  readonly notRead: readonly string[]
  readonly rows: number
  /** Over columns and rows: the same in CSV, JSON and print. */
  readonly hash: string
}

export type Rendered = {
  readonly provenance: Provenance
  readonly sum: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(
    await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)),
  )
  return `sha256:${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

export async function rendered<T>(
  report: Report<T>,
  about: Pick<Provenance, 'cluster' | 'time' | 'scope' | 'filter' | 'by'>,
): Promise<Rendered> {
  const columns = report.columns.map(([name]) => name)
  const rows = report.rows.map((row) => report.columns.map(([, text]) => text(row)))
  const { head, reads } = report
  const missing = (head?.partial ?? []).filter(
    (kind) => kind.reason !== 'not-served' && (!reads || reads.includes(kind.plural)),
  )
  return {
    columns,
    rows,
    sum: report.sum ?? '',
    provenance: {
      title: report.title,
      ...about,
      revision: head?.revision ?? 'not known',
      state: head ? `${head.freshness.state} since ${head.freshness.since}` : 'not known',
      notRead: missing.map(
        (kind) =>
          `${kind.plural}${kind.namespace ? ` in ${kind.namespace}` : ''}: ${kind.message || kind.reason}`,
      ),
      rows: rows.length,
      hash: await sha256(JSON.stringify([columns, rows])),
    },
  }
}

const LINES: readonly (readonly [keyof Provenance, string])[] = [
  ['cluster', 'Cluster'],
  ['revision', 'Revision'],
  ['state', 'State'],
  ['time', 'Time'],
  ['scope', 'Scope'],
  ['filter', 'Filter'],
  ['by', 'By'],
  ['rows', 'Rows'],
  ['hash', 'Content hash'],
]

export const provenanceLines = (provenance: Provenance): readonly (readonly [string, string])[] => [
  ...LINES.map(([key, name]) => [name, String(provenance[key])] as const),
  [
    'What could not be read',
    provenance.notRead.length > 0 ? provenance.notRead.join('; ') : 'nothing',
  ],
]

/** Where it comes from stands in the first lines, each after a `#`; the names of the columns follow. */
export const reportCsv = ({ provenance, columns, rows }: Rendered): string =>
  [
    `# ${provenance.title}`,
    ...provenanceLines(provenance).map(
      // A line of the head must stay one line, whatever stands in it.
      ([name, value]) => `# ${name}: ${value.replaceAll(/\s+/g, ' ')}`,
    ),
    csvOf(
      columns.map((name, i) => [name, (row: readonly (string | number)[]) => String(row[i] ?? '')]),
      rows,
    ),
  ].join('\r\n')

export const reportJson = ({ provenance, sum, columns, rows }: Rendered): string =>
  `${JSON.stringify({ ...provenance, ...(sum ? { sum } : {}), columns, rows: rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? '']))) }, null, 2)}\n`
