import type { Report } from '#components/query/report.ts'
import { decider, LOOK } from './accepts-look.ts'
import { acceptsOf, type MtlsRow, nameOf, namespaceOf } from './posture-order.ts'

/** What an auditor takes along of each port. */
export const COLUMNS: Report<MtlsRow>['columns'] = [
  ['Workload', (r) => `${namespaceOf(r.workload)}/${nameOf(r.workload)}`],
  ['Port', (r) => r.port],
  ['In mesh', (r) => r.inMesh],
  ['Mode', (r) => r.mode],
  ['Accepts', (r) => LOOK[acceptsOf(r)].word],
  ['Decided by', (r) => r.decidedBy.map(decider).join(', ')],
  ['Callers with mTLS', (r) => r.callers.mtls],
  ['Callers in plaintext', (r) => r.callers.plaintext],
  ['Callers that will fail', (r) => r.callers.conflict],
  ['Callers unknown', (r) => r.callers.unknown],
  ['Bypasses', (r) => r.bypasses.map((b) => b.what).join(', ')],
  ['Service account', (r) => r.identity.serviceAccount],
  ['Trust domain', (r) => r.identity.trustDomain],
]
