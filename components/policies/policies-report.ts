import { nodeWords } from '#components/query/names.ts'
import type { Report } from '#components/query/report.ts'
import { VERDICTS } from '#components/ui/verdict-mark.tsx'
import type { GraphEdge } from '#lib/graph/graph.ts'
import { conditionOf } from './condition.ts'
import {
  type AccessRow,
  type Caller,
  type Cell,
  decidersOf,
  fromWords,
  type Target,
} from './who-may-call.ts'

export const RULE_COLUMNS: Report<AccessRow>['columns'] = [
  ['From', (row) => fromWords(row.from)],
  ['To', (row) => (row.to === '*' ? 'everything without rows of its own' : nodeWords(row.to))],
  ['Port', (row) => row.port ?? 'any'],
  ['Access', (row) => VERDICTS[row.verdict].word],
  ['If', (row) => conditionOf(row) ?? 'always'],
  ['Decided by', (row) => row.by.join(', ') || row.because],
  ['Does not decide', (row) => (row.shadows ?? []).map(({ by }) => by).join(', ')],
]

export const CALL_COLUMNS: Report<GraphEdge>['columns'] = [
  ['From', (edge) => nodeWords(edge.from)],
  ['To', (edge) => nodeWords(edge.to)],
  ['Port', (edge) => edge.port ?? ''],
  ['Access', (edge) => (edge.verdict ? VERDICTS[edge.verdict].word : '')],
  ['Policies', (edge) => (edge.policies ?? []).join(', ')],
  ['Because', (edge) => edge.because ?? ''],
]

export type CellRow = { readonly from: Caller; readonly to: Target; readonly cell: Cell }
const placed = ({ namespace, name }: { namespace?: string | undefined; name: string }) =>
  namespace ? `${namespace}/${name}` : name

export const CELL_COLUMNS: Report<CellRow>['columns'] = [
  ['From', ({ from }) => placed(from)],
  ['To', ({ to }) => placed(to)],
  ['Access', ({ cell }) => VERDICTS[cell.verdict].word],
  ['Decided by', ({ cell }) => decidersOf(cell).join(', ')],
]
