import type { Cluster } from '#lib/model/cluster.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import type { MeshTable } from './mesh-tables.ts'

/**
 * A route on a Service may send part of its requests to that Service's own pods. Beside other destinations that
 * part is drawn to the workloads; a rule that leads back to the Service as a whole states nothing new.
 *
 * @see gateway-api GEP-1324, the two faces of a Service
 */
export function ownSplits(
  edges: readonly StatedEdge[],
  called: MeshTable['called'],
  cluster: Cluster,
): readonly StatedEdge[] {
  if (called.kind !== 'service') return edges
  const workloads = cluster.backends(called.service).map(({ workload }) => workload)
  return edges.flatMap((edge): readonly StatedEdge[] => {
    if (edge.to !== edge.from) return [edge]
    if (edge.share === 100 && edge.kind !== 'mirror') return []
    const alone = workloads.length === 1
    return workloads.map((workload) => ({
      ...edge,
      key: `${edge.key} ${workload.id}`,
      to: workload.id,
      kind: edge.kind === 'mirror' ? 'mirror' : 'split',
      // How these requests divide over several workloads is a matter of endpoints; nothing states it.
      share: alone ? edge.share : undefined,
      because: alone
        ? edge.because
        : [edge.because, `Its ${workloads.length} workloads together get ${edge.share ?? '?'} %.`]
            .filter(Boolean)
            .join(' '),
    }))
  })
}
