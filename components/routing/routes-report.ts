import { nodeWords } from '#components/query/names.ts'
import type { Report } from '#components/query/report.ts'
import type { Destination, RouteLine, RuleRow, TableRow } from './route-tree.ts'

export type RouteRow = {
  readonly table: TableRow
  readonly rule: RuleRow
  readonly to: Destination | undefined
}

/** One row for each destination of what is shown; a rule without one has a row of its own. */
export const routeRows = (lines: readonly RouteLine[]): readonly RouteRow[] =>
  lines.flatMap((line) =>
    line.kind === 'rule'
      ? (line.rule.destinations.length > 0 ? line.rule.destinations : [undefined]).map((to) => ({
          table: line.table,
          rule: line.rule,
          to,
        }))
      : [],
  )

export const ROUTE_COLUMNS: Report<RouteRow>['columns'] = [
  ['Hosts', ({ table }) => table.hosts.join(', ')],
  ['Followed by', ({ table }) => nodeWords(table.owner)],
  ['Protocol', ({ table }) => table.protocol],
  ['Port', ({ table }) => table.port ?? ''],
  ['Rule', ({ rule }) => rule.order],
  ['Condition', ({ rule }) => rule.when ?? 'any request'],
  ['Action', ({ rule, to }) => (to?.kind === 'mirror' ? 'mirror' : rule.action)],
  ['Destination', ({ to }) => to?.host ?? ''],
  ['Destination port', ({ to }) => to?.port ?? ''],
  ['Subset', ({ to }) => to?.subset ?? ''],
  ['Share in percent', ({ to }) => to?.share ?? ''],
  ['Written weight', ({ to }) => to?.weight ?? ''],
  [
    'Reached',
    ({ rule }) => (rule.reachable ? 'yes' : `never: ${rule.shadowed?.because ?? 'unknown why'}`),
  ],
  ['Stated by', ({ rule }) => rule.resource],
  ['Field', ({ rule, to }) => to?.path ?? rule.path],
]
