import type { StatedEdge } from '#lib/model/stated-edge.ts'
import { variantsOf } from './receivers.ts'
import { isLoopback, type ServiceEntry } from './service-entry.ts'
import type { IstioView } from './view.ts'

/** Addresses that an annotation on running pods takes out of their proxy: calls there are past the mesh. */
export function bypassEdges(view: IstioView): readonly StatedEdge[] {
  const edges: StatedEdge[] = []
  for (const workload of view.cluster.workloads()) {
    const ranges = new Set(
      variantsOf(workload.pods, view).flatMap(({ membership }) =>
        membership.bypasses.flatMap((b) => (b.direction === 'outbound' ? (b.ranges ?? []) : [])),
      ),
    )
    for (const range of ranges) {
      const because = `The annotation traffic.sidecar.istio.io/excludeOutboundIPRanges takes ${range} out of the sidecar.`
      edges.push({
        key: `bypass ${range}`,
        from: workload.id,
        to: `external:${range}`,
        kind: 'bypass',
        via: [workload.ref],
        because,
        mtls: { state: 'bypass', because, decidedBy: [workload.ref] },
      })
    }
  }
  return edges
}

/** An entry whose endpoint is a loopback address leads each caller back to its own pod. */
export function loopbackEdges(
  calls: readonly StatedEdge[],
  entries: readonly ServiceEntry[],
): readonly StatedEdge[] {
  const looping = new Map(
    entries.filter((e) => e.endpoints.some((p) => isLoopback(p.address))).map((e) => [e.id, e]),
  )
  const edges = new Map<string, StatedEdge>()
  for (const call of calls) {
    const entry = looping.get(call.to)
    if (!entry || !/^(gateway|workload):/.test(call.from)) continue
    edges.set(`${entry.id} ${call.from}`, {
      key: 'loopback',
      from: entry.id,
      to: call.from,
      kind: 'loopback',
      via: [entry.ref],
      because: 'The endpoint is a loopback address, so it is the caller’s own pod.',
      mtls: {
        state: 'loopback',
        because: 'Stays inside one pod.',
        decidedBy: [entry.ref],
      },
    })
  }
  return [...edges.values()]
}
