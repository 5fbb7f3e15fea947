import type { ServicePosture } from '#lib/model/inbound.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { Decider, InboundMode, MtlsReport, PostureRow } from '#lib/model/mtls-report.ts'
import { samplePod } from '#lib/model/workload.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import type { Graph, GraphEdge } from './graph.ts'
import { CLIENT, serviceId } from './node-id.ts'

const sameDeciders = (a: readonly Decider[], b: readonly Decider[]) =>
  [...a].sort().join() === [...b].sort().join()

/** One row for the Service; where its ports differ from each other or from it, one for each port. */
function postureRows(posture: ServicePosture): readonly PostureRow[] {
  const on = posture.service.ref
  const whole: PostureRow = {
    on,
    inbound: posture.mode,
    decidedBy: posture.decidedBy,
    because: posture.because,
    clients: posture.clients,
  }
  const differs = posture.ports.some(
    (p) =>
      p.mode !== posture.mode ||
      p.clients.state !== posture.clients.state ||
      !sameDeciders(p.clients.decidedBy, posture.clients.decidedBy),
  )
  if (!differs) return [whole]
  return [
    whole,
    ...posture.ports.map((p) => ({
      on,
      port: p.port.port,
      inbound: p.mode,
      decidedBy: p.decidedBy,
      because: p.because,
      clients: p.clients,
    })),
  ]
}

const CALLS = new Set(['route', 'split', 'mirror', 'ingress', 'upstream', 'intention'])
const NO_CALLERS = { mtls: 0, plaintext: 0, conflict: 0, unknown: 0 }

function countCallers(edges: readonly GraphEdge[]) {
  const out = { ...NO_CALLERS }
  for (const { mtls } of edges) {
    const state = mtls?.state
    if (state === 'mtls' || state === 'plaintext' || state === 'conflict' || state === 'unknown')
      out[state]++
  }
  return out
}

/** The mTLS picture as a table: per Service, per workload port, per scope and at the mesh's edge. */
export function mtlsReportOf(model: MeshModel, graph: Graph): MtlsReport {
  const contributions = [...model.contributions.values()]
  const calls = new Map<string, GraphEdge[]>()
  for (const edge of graph.edges) if (CALLS.has(edge.kind ?? 'route')) addTo(calls, edge.to, edge)
  const callersOf = (ids: readonly string[]) =>
    countCallers(ids.flatMap((id) => calls.get(id) ?? []))
  const installations = contributions.flatMap((c) => c.installations)
  const trustDomain = installations[0]?.trustDomain.value ?? 'unknown'

  const rows = contributions
    .flatMap((c) => c.workloads)
    .map(({ workload, port, mode, decidedBy }) => {
      const { inMesh, variants } = model.workload(workload)
      const services = model.cluster.servicesOf(workload).map(serviceId)
      return {
        workload: workload.id,
        port,
        inMesh,
        mode,
        decidedBy,
        callers: callersOf([...services, workload.id]),
        bypasses: variants.flatMap((v) =>
          v.membership.bypasses.map((b) => ({
            what: `${b.direction} ${[...(b.ranges ?? []), ...(b.ports ?? [])].join(',')}`,
            from: b.from,
          })),
        ),
        identity: { serviceAccount: samplePod(workload)?.serviceAccount ?? 'default', trustDomain },
      }
    })
  return {
    posture: contributions.flatMap((c) => c.services).flatMap(postureRows),
    rows,
    summary: summaries(rows, graph),
    edge: contributions.flatMap((c) => [
      ...c.gateways.flatMap((g) =>
        g.entrances.map((e) => ({
          what: e.mtls.state === 'passthrough' ? ('passthrough' as const) : ('listener' as const),
          node: g.id,
          port: e.port,
          tls: e.mtls.state,
          because: e.mtls.because,
          from: e.via[0] ?? g.workload.ref,
        })),
      ),
      ...c.edgeRows,
      ...graph.edges.flatMap((e) =>
        e.from === CLIENT && e.to.startsWith('service:') && e.mtls
          ? [
              {
                what: 'exposed-service' as const,
                node: e.to,
                port: e.port ?? 0,
                tls: e.mtls.state,
                because: e.mtls.because,
                from: e.via[0] ?? '',
              },
            ]
          : [],
      ),
    ]),
    trust: installations.map((i) => ({
      installation: i.id,
      trustDomain: i.trustDomain.value,
      roots: [],
    })),
  }
}

const WORDS: Partial<Record<InboundMode, 'strict' | 'permissive' | 'disabled' | 'unknown'>> = {
  STRICT: 'strict',
  PERMISSIVE: 'permissive',
  DISABLE: 'disabled',
  unknown: 'unknown',
}

/** Counts of workload ports by mode, and of hops that end in the scope and are not what they should be. */
function summaries(rows: MtlsReport['rows'], graph: Graph): MtlsReport['summary'] {
  const empty = () => ({
    strict: 0,
    permissive: 0,
    disabled: 0,
    unknown: 0,
    plaintextHops: 0,
    conflictHops: 0,
  })
  const scopes = new Map([['mesh', empty()]])
  const at = (scope: string) => {
    const found = scopes.get(scope) ?? empty()
    scopes.set(scope, found)
    return found
  }
  const namespaceOf = (id: string) => id.slice(id.indexOf(':') + 1).split('/')[0] ?? ''
  for (const row of rows) {
    const word = WORDS[row.mode]
    if (word) for (const scope of ['mesh', namespaceOf(row.workload)]) at(scope)[word]++
  }
  for (const { to, mtls, kind } of graph.edges) {
    if (!CALLS.has(kind ?? 'route') || !/^(service|workload|gateway):/.test(to)) continue
    const word =
      mtls?.state === 'plaintext'
        ? 'plaintextHops'
        : mtls?.state === 'conflict'
          ? 'conflictHops'
          : undefined
    if (word) for (const scope of ['mesh', namespaceOf(to)]) at(scope)[word]++
  }
  return [...scopes].map(([scope, counts]) => ({ scope, ...counts }))
}
