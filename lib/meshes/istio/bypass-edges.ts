import type { StatedEdge } from '#lib/model/stated-edge.ts'
import type { Workload } from '#lib/model/workload.ts'
import { variantsOf } from './receivers.ts'
import { isLoopback, type ServiceEntry } from './service-entry.ts'
import type { IstioView } from './view.ts'

/** Addresses that an annotation on running pods takes out of their proxy: calls there are past the mesh. */
export function bypassEdges(view: IstioView, workload: Workload): readonly StatedEdge[] {
  const ranges = new Set(
    variantsOf(workload.pods, view).flatMap(({ membership }) =>
      membership.bypasses.flatMap((b) => (b.direction === 'outbound' ? (b.ranges ?? []) : [])),
    ),
  )
  return [...ranges].map((range): StatedEdge => {
    const because = `The annotation traffic.sidecar.istio.io/excludeOutboundIPRanges takes ${range} out of the sidecar.`
    return {
      key: `bypass ${range}`,
      from: workload.id,
      to: `external:${range}`,
      kind: 'bypass',
      via: [workload.ref],
      because,
      mtls: { state: 'bypass', because, decidedBy: [workload.ref] },
    }
  })
}

/** An entry whose endpoint is a loopback address leads each caller back to its own pod. */
export function loopbackEdges(
  calls: () => readonly StatedEdge[],
  entries: readonly ServiceEntry[],
): readonly StatedEdge[] {
  const looping = new Map(
    entries.filter((e) => e.endpoints.some((p) => isLoopback(p.address))).map((e) => [e.id, e]),
  )
  if (looping.size === 0) return []
  const edges = new Map<string, StatedEdge>()
  for (const call of calls()) {
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
