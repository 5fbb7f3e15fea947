import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { Workload } from '#lib/model/workload.ts'

/** The node that stands for a workload in the graph: its gateway where it is one. */
export function nodeOfWorkload(model: MeshModel): (workload: Workload) => string {
  const gateways = new Map(
    [...model.contributions.values()].flatMap((c) => c.gateways.map((g) => [g.workload.id, g.id])),
  )
  return (workload) => gateways.get(workload.id) ?? workload.id
}
