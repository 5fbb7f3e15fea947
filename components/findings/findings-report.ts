import type { Report } from '#components/query/report.ts'
import type { Finding } from '#lib/findings/finding.ts'

export const FINDING_COLUMNS: Report<Finding>['columns'] = [
  ['Severity', (f) => f.severity],
  ['Code', (f) => f.code],
  ['Also known as', (f) => f.aliases.join(', ')],
  ['Object', (f) => f.resource],
  ['Field', (f) => f.path ?? ''],
  ['Message', (f) => f.message],
  ['Fix', (f) => f.fix ?? ''],
  ['Mentions', (f) => f.mentions.join(', ')],
  ['Suppressed', (f) => (f.suppressed ? `${f.suppressed.by}: ${f.suppressed.reason}` : '')],
]
