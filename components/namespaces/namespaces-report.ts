import type { Report } from '#components/query/report.ts'
import type { NamespaceRow } from './namespace-rows.ts'

export const NAMESPACE_COLUMNS: Report<NamespaceRow>['columns'] = [
  ['Namespace', (r) => r.name],
  ['Asks for', (r) => r.asked.mode],
  ['Label', (r) => r.asked.label ?? ''],
  ['Revision', (r) => r.asked.revision ?? ''],
  ['Waypoint', (r) => r.asked.waypoint ?? ''],
  ['Workloads', (r) => r.workloads],
  ['In the mesh', (r) => r.inMesh],
  ['Not as asked', (r) => r.disagree],
  ['Services', (r) => r.services],
  ['Ports with mTLS only', (r) => r.ports.strict],
  ['Ports that take plaintext too', (r) => r.ports.permissive],
  ['Ports with plaintext only', (r) => r.ports.disabled],
  ['Ports unknown', (r) => r.ports.unknown],
  ['Plaintext calls', (r) => r.plaintextCalls],
  ['Calls that will fail', (r) => r.failingCalls],
  ['Errors', (r) => r.findings.error],
  ['Warnings', (r) => r.findings.warning],
  ['Notes', (r) => r.findings.info],
]
