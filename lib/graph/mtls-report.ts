import { isSame } from '#lib/incremental/same.ts'
import { listChanges } from '#lib/incremental/sorted.ts'
import { keptOf } from '#lib/meshes/index.ts'
import type { KeptModel } from '#lib/meshes/kept-model.ts'
import type { ServicePosture } from '#lib/model/inbound.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { Decider, MtlsReport, PostureRow } from '#lib/model/mtls-report.ts'
import { keepList } from '#lib/model/namespace-view.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import { CALLS } from './calls.ts'
import type { Graph, GraphEdge } from './graph.ts'
import { type RowFacts, reportPartsOf } from './mtls-parts.ts'
import { MtlsSummary } from './mtls-summary.ts'
import { CLIENT } from './node-id.ts'

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

type Row = MtlsReport['rows'][number]

const builders = new WeakMap<KeptModel, ReportBuilder>()

/**
 * The mTLS picture as a table: per Service, per workload port, per scope and at the mesh's edge. What is as in the
 * report before of the same line of models is the same object.
 */
export function mtlsReportOf(model: MeshModel, graph: Graph, previous?: MtlsReport): MtlsReport {
  const kept = keptOf(model)
  const builder = builders.get(kept) ?? new ReportBuilder()
  builders.set(kept, builder)
  const isContinued = !previous || builder.report === previous
  const report = builder.build(kept, graph)
  return isContinued ? report : builder.adopt(previous)
}

class ReportBuilder {
  readonly #postures = new WeakMap<ServicePosture, readonly PostureRow[]>()
  readonly #summary = new MtlsSummary()
  #services: readonly ServicePosture[] = []
  #facts: readonly RowFacts[] = []
  #calls: readonly GraphEdge[] = []
  #exposedRows: MtlsReport['edge'] = []
  #report: MtlsReport = { posture: [], rows: [], summary: [], edge: [], trust: [] }

  get report(): MtlsReport {
    return this.#report
  }

  /** Takes over what says the same in another report. */
  adopt(other: MtlsReport): MtlsReport {
    const own = this.#report
    const kept: MtlsReport = {
      posture: keepList(other.posture, keepEach(other.posture, own.posture)),
      rows: keepList(other.rows, keepEach(other.rows, own.rows)),
      summary: keepList(other.summary, keepEach(other.summary, own.summary)),
      edge: keepList(other.edge, keepEach(other.edge, own.edge)),
      trust: keepList(other.trust, keepEach(other.trust, own.trust)),
    }
    const isOld = (Object.keys(kept) as (keyof MtlsReport)[]).every((k) => kept[k] === other[k])
    this.#report = isOld ? other : kept
    return this.#report
  }

  build(kept: KeptModel, graph: Graph): MtlsReport {
    const parts = reportPartsOf(kept)
    const before = this.#report
    const edges = listChanges(this.#calls, graph.edges)
    this.#calls = graph.edges
    const rows = this.#rows(parts.rows, graph, [...edges.gone, ...edges.came])
    const changed = listChanges(before.rows, rows)
    const next: MtlsReport = {
      posture: this.#posture(parts.services),
      rows,
      summary: keepList(before.summary, this.#summary.update(changed, edges), isSame),
      edge: keepList(before.edge, [...parts.edge, ...this.#exposed(graph, edges)], isSame),
      trust: keepList(before.trust, parts.trust, isSame),
    }
    const isNews = (Object.keys(next) as (keyof MtlsReport)[]).some((k) => next[k] !== before[k])
    if (isNews) this.#report = next
    return this.#report
  }

  #posture(services: readonly ServicePosture[]): readonly PostureRow[] {
    if (services === this.#services) return this.#report.posture
    this.#services = services
    const rows = services.flatMap((posture) => {
      const known = this.#postures.get(posture) ?? postureRows(posture)
      this.#postures.set(posture, known)
      return known
    })
    return keepList(this.#report.posture, keepEach(this.#report.posture, rows))
  }

  #exposed(
    graph: Graph,
    { gone, came }: { readonly gone: readonly GraphEdge[]; readonly came: readonly GraphEdge[] },
  ): MtlsReport['edge'] {
    if ([...gone, ...came].some((edge) => edge.from === CLIENT))
      this.#exposedRows = exposedRows(graph)
    return this.#exposedRows
  }

  /** Rows stay but where what is known of the workload is new, or an edge to it or its Services. */
  #rows(facts: readonly RowFacts[], graph: Graph, edges: readonly GraphEdge[]): readonly Row[] {
    const touched = new Set(edges.map((edge) => edge.to))
    if (facts === this.#facts && touched.size === 0) return this.#report.rows
    const known = new Map<RowFacts, Row>()
    const before = this.#facts
    const isAligned = facts.length === before.length
    if (!isAligned)
      for (const [i, old] of before.entries()) known.set(old, this.#report.rows[i] as Row)
    const stale: RowFacts[] = []
    const found = facts.map((own, i): Row | undefined => {
      const old = isAligned
        ? before[i] === own
          ? this.#report.rows[i]
          : undefined
        : known.get(own)
      if (old && (touched.size === 0 || !own.targets.some((t) => touched.has(t)))) return old
      stale.push(own)
      return undefined
    })
    this.#facts = facts
    const wanted = new Set(stale.flatMap((own) => own.targets))
    const calls = new Map<string, GraphEdge[]>()
    for (const edge of graph.edges)
      if (wanted.has(edge.to) && CALLS.has(edge.kind ?? 'route')) addTo(calls, edge.to, edge)
    const rows = found.map((row, i): Row => {
      if (row) return row
      const { targets, row: own } = facts[i] as RowFacts
      return { ...own, callers: countCallers(targets.flatMap((id) => calls.get(id) ?? [])) }
    })
    return keepList(this.#report.rows, keepEach(this.#report.rows, rows))
  }
}

/** Entry by entry the old one where it says the same. */
const keepEach = <T>(before: readonly T[], now: readonly T[]): readonly T[] =>
  now.map((entry, i) => (isSame(before[i], entry) ? (before[i] as T) : entry))

const exposedRows = (graph: Graph): MtlsReport['edge'] =>
  graph.edges.flatMap((e) =>
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
  )
