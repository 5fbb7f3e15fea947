import type { Report } from '#components/query/report.ts'
import { type ControlPlane, type ProxyGroup, proxiesOf, type Workload } from './control-plane.ts'

export type PlaneRow = { readonly plane: ControlPlane; readonly group: ProxyGroup | undefined }

/** One row for each version of the proxies that ask it; a control plane that none asks has one of its own. */
export function planeRows(
  plane: ControlPlane,
  planes: readonly ControlPlane[],
  workloads: readonly Workload[],
  tags: ReadonlyMap<string, string>,
): readonly PlaneRow[] {
  const groups = proxiesOf(plane, planes, workloads, tags)
  return groups.length > 0
    ? groups.map((group) => ({ plane, group }))
    : [{ plane, group: undefined }]
}

export const PLANE_COLUMNS: Report<PlaneRow>['columns'] = [
  ['Mesh', ({ plane }) => plane.mesh],
  ['Namespace', ({ plane }) => plane.namespace],
  ['Revision', ({ plane }) => plane.revision],
  ['Version', ({ plane }) => plane.version ?? 'unknown'],
  ['Root namespace', ({ plane }) => plane.rootNamespace ?? 'unknown'],
  ['Trust domain', ({ plane }) => plane.trustDomain ?? 'unknown'],
  ['Proxy version', ({ group }) => (group ? (group.version ?? 'unknown') : 'no proxy')],
  ['Pods', ({ group }) => group?.pods ?? 0],
  ['Skew', ({ group }) => group?.skew.kind ?? ''],
]
