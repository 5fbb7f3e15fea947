import { VERDICTS } from '#components/ui/verdict-mark.tsx'
import type { GraphEdge } from '#lib/graph/graph.ts'
import { conditionOf } from './condition.ts'
import { type AccessRow, fromWords } from './who-may-call.ts'

/** What the find box looks through in a rule. */
export const ruleWordsOf = (row: AccessRow): string =>
  [
    fromWords(row.from),
    row.to,
    row.port ?? '',
    VERDICTS[row.verdict].word,
    ...row.by,
    ...(row.shadows ?? []).map((s) => s.by),
    conditionOf(row) ?? '',
  ].join(' ')

/** What the find box looks through in a stated call. */
export const callWords = (edge: GraphEdge): string =>
  [
    edge.from,
    edge.to,
    edge.host ?? '',
    edge.verdict ? VERDICTS[edge.verdict].word : '',
    edge.because ?? '',
    ...(edge.policies ?? []),
  ].join(' ')
