import type { MtlsReport } from '#lib/model/mtls-report.ts'

export type MtlsRow = MtlsReport['rows'][number]

/** What a port accepts, in the words of the page. */
export type Accepts = 'enforced' | 'accepted' | 'plaintext' | 'bypass' | 'listener' | 'unknown'

export function acceptsOf(row: Pick<MtlsRow, 'mode' | 'inMesh' | 'bypasses' | 'port'>): Accepts {
  switch (row.mode) {
    case 'STRICT':
      return 'enforced'
    case 'PERMISSIVE':
      return 'accepted'
    case 'DISABLE':
      return 'plaintext'
    case 'n/a':
      // A gateway's ports are its listeners: each ends what comes from outside by its own TLS settings.
      if (row.inMesh === 'gateway') return 'listener'
      return row.inMesh === 'none' ? 'plaintext' : 'bypass'
    case 'unknown':
      return 'unknown'
  }
}

const isException = (row: MtlsRow): boolean => {
  const accepts = acceptsOf(row)
  return (
    accepts === 'plaintext' ||
    accepts === 'bypass' ||
    accepts === 'unknown' ||
    row.callers.conflict > 0 ||
    row.callers.plaintext > 0 ||
    row.callers.unknown > 0
  )
}

/** `workload:shop/Deployment/web` → shop. */
export const namespaceOf = (workload: string): string =>
  workload.replace(/^[a-z]+:/, '').split('/')[0] ?? ''
export const nameOf = (workload: string): string => workload.split('/').at(-1) ?? workload

export type RowGroup = { readonly title: string; readonly rows: readonly MtlsRow[] }

const weight = (row: MtlsRow): number =>
  row.callers.conflict > 0
    ? 0
    : { plaintext: 1, bypass: 2, unknown: 3, listener: 4, accepted: 5, enforced: 6 }[acceptsOf(row)]

/** What needs a look first, in one group; then each namespace with the rest. */
export function exceptionsFirst(rows: readonly MtlsRow[]): readonly RowGroup[] {
  const odd = rows.filter(isException).sort((a, b) => weight(a) - weight(b) || byPlace(a, b))
  const rest = rows.filter((r) => !isException(r))
  return [...(odd.length ? [{ title: 'Exceptions', rows: odd }] : []), ...byNamespace(rest)]
}

export function byNamespace(rows: readonly MtlsRow[]): readonly RowGroup[] {
  const groups = new Map<string, MtlsRow[]>()
  for (const row of [...rows].sort(byPlace)) {
    const name = namespaceOf(row.workload)
    const list = groups.get(name)
    if (list) list.push(row)
    else groups.set(name, [row])
  }
  return [...groups].map(([title, own]) => ({ title, rows: own }))
}

export function byDecider(rows: readonly MtlsRow[]): readonly RowGroup[] {
  const groups = new Map<string, MtlsRow[]>()
  for (const row of [...rows].sort(byPlace)) {
    const name = row.decidedBy[0] ?? 'unknown'
    const list = groups.get(name)
    if (list) list.push(row)
    else groups.set(name, [row])
  }
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([title, own]) => ({ title, rows: own }))
}

/** A row of the table: what a group is, or one of its ports. */
export type PostureLine =
  | { readonly kind: 'group'; readonly key: string; readonly group: RowGroup }
  | { readonly kind: 'port'; readonly key: string; readonly row: MtlsRow }

export const linesOf = (groups: readonly RowGroup[]): readonly PostureLine[] =>
  groups.flatMap((group): readonly PostureLine[] => [
    { kind: 'group', key: `group ${group.title}`, group },
    ...group.rows.map((row) => ({
      kind: 'port' as const,
      key: `${group.title} ${row.workload} ${row.port}`,
      row,
    })),
  ])

const byPlace = (a: MtlsRow, b: MtlsRow) =>
  a.workload < b.workload ? -1 : a.workload > b.workload ? 1 : a.port - b.port
