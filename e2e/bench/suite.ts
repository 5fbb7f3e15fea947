/** One measured quantity against what it should be. A missed aim is a fact to report, never a failure. */
export type Aim = {
  readonly name: string
  readonly aim: string
  readonly measured: string
  /** undefined: it could not be measured here, or not with these options. */
  readonly isMet: boolean | undefined
}

export type Table = {
  readonly title: string
  readonly rows: readonly Readonly<Record<string, string | number>>[]
}

export type Report = {
  readonly tables: readonly Table[]
  readonly aims: readonly Aim[]
  /** Everything that was measured, for a file; the tables are for people. */
  readonly measured: unknown
}

export type Suite = {
  readonly name: string
  readonly title: string
  /** Seconds, not minutes: part of a run without `--suite`. */
  readonly isCheap: boolean
  /** What may follow `--suite <name>`, in words. */
  readonly options?: string
  run(options: ReadonlyMap<string, string>): Promise<Report>
}

export function print({ tables, aims }: Report): void {
  for (const { title, rows } of tables) {
    if (rows.length === 0) continue
    console.log(`\n${title}`)
    console.table(rows)
  }
  if (aims.length > 0) console.log('\nAims')
  for (const { name, aim, measured, isMet } of aims) {
    const verdict = isMet === undefined ? 'unknown' : isMet ? 'met' : 'MISSED'
    console.log(`  ${verdict.padEnd(8)}${name}: ${measured} (aim ${aim})`)
  }
}
