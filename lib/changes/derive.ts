import type { Finding } from '#lib/findings/finding.ts'
import { findingsOf } from '#lib/findings/run.ts'
import { graphOf } from '#lib/graph/build.ts'
import type { Graph } from '#lib/graph/graph.ts'
import { mtlsReportOf } from '#lib/graph/mtls-report.ts'
import { meshModelOf } from '#lib/meshes/index.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { MtlsReport } from '#lib/model/mtls-report.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'

export type Derived = {
  readonly snapshot: Snapshot
  readonly model: MeshModel
  readonly graph: Graph
  readonly findings: readonly Finding[]
  readonly mtls: MtlsReport
}

/**
 * Steps 3 to 5 of the river: all that follows from one snapshot. The server calls it for each revision, the
 * preview once more for the snapshot as it would be; `previous` lets unchanged parts be taken over.
 */
export function derive(snapshot: Snapshot, previous?: Derived): Derived {
  const model = meshModelOf(snapshot, previous?.model)
  const findings = findingsOf(model, previous?.findings)
  const graph = graphOf(model, findings, previous?.graph)
  return { snapshot, model, graph, findings, mtls: mtlsReportOf(model, graph, previous?.mtls) }
}
