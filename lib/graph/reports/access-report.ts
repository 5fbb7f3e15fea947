import { explainersOf } from '#lib/meshes/explain.ts'
import type { AccessReport } from '#lib/model/access-report.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import { nodeOfWorkload } from './node-of.ts'
import { inScope, type ReportScope } from './scope.ts'

const NO_MESH: AccessReport = { default: { verdict: 'allow', decidedBy: ['default'] }, rows: [] }

const namespaceOf = (id: string): string | undefined =>
  id === '*' ? undefined : id.slice(id.indexOf(':') + 1).split('/')[0]

/** Who may call whom. Rows for every target (`*`) stay in every scope, as they hold there too. */
export function accessReportOf(model: MeshModel, scope: ReportScope = {}): AccessReport {
  const nodeOf = nodeOfWorkload(model)
  const reports = [...explainersOf(model).values()].flatMap(
    (e) => e.access?.(nodeOf, (id, namespace) => inScope(scope, namespace, id)) ?? [],
  )
  const [first = NO_MESH] = reports
  return {
    default: first.default,
    ...(first.defaults ? { defaults: first.defaults } : {}),
    rows: reports
      .flatMap((r) => r.rows)
      .filter(({ to }) => to === '*' || inScope(scope, namespaceOf(to), to)),
  }
}
