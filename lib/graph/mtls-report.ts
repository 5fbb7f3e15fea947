import { isSame } from '#lib/incremental/same.ts'
import { type ListChanges, listChanges } from '#lib/incremental/sorted.ts'
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

/** Calls by the node that they lead to, kept as they come and go. */
class CallerCounts {
  readonly #calls = new Map<string, readonly GraphEdge[]>()

  /** @returns the nodes whose calls differ now */
  update({ gone, came }: ListChanges<GraphEdge>): ReadonlySet<string> {
    const touched = new Set<string>()
    for (const edge of gone) {
      const left = this.#calls.get(edge.to)?.filter((call) => call !== edge) ?? []
      if (left.length > 0) this.#calls.set(edge.to, left)
      else this.#calls.delete(edge.to)
      touched.add(edge.to)
    }
    for (const edge of came) {
      touched.add(edge.to)
      if (!CALLS.has(edge.kind ?? 'route')) continue
      this.#calls.set(edge.to, [...(this.#calls.get(edge.to) ?? []), edge])
    }
    return touched
  }

  count(targets: readonly string[]) {
    const out = { mtls: 0, plaintext: 0, conflict: 0, unknown: 0 }
    for (const target of targets)
      for (const { mtls } of this.#calls.get(target) ?? []) {
        const state = mtls?.state
        if (
          state === 'mtls' ||
          state === 'plaintext' ||
          state === 'conflict' ||
          state === 'unknown'
        )
          out[state]++
      }
    return out
  }
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
  readonly #callers = new CallerCounts()
  #placesOf: ReadonlyMap<string, readonly number[]> = new Map()
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
    const rows = this.#rows(parts.rows, edges)
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

  #exposed(graph: Graph, { gone, came }: ListChanges<GraphEdge>): MtlsReport['edge'] {
    if ([...gone, ...came].some((edge) => edge.from === CLIENT))
      this.#exposedRows = exposedRows(graph)
    return this.#exposedRows
  }

  /** Rows stay but where what is known of the workload is new, or an edge to it or its Services. */
  #rows(facts: readonly RowFacts[], edges: ListChanges<GraphEdge>): readonly Row[] {
    const touched = this.#callers.update(edges)
    const before = this.#facts
    const { rows } = this.#report
    if (facts === before && touched.size === 0) return rows
    this.#facts = facts
    const stale = new Set<number>()
    let areTargetsSame = facts.length === before.length
    if (facts !== before)
      for (let i = 0; i < facts.length; i++) {
        if (facts[i] === before[i]) continue
        stale.add(i)
        areTargetsSame &&= isSame(facts[i]?.targets, before[i]?.targets)
      }
    if (!areTargetsSame) this.#placesOf = placesOf(facts)
    for (const target of touched) for (const i of this.#placesOf.get(target) ?? []) stale.add(i)
    if (facts.length !== before.length) return keepList(rows, keepEach(rows, facts.map(this.#row)))
    let changed: Row[] | undefined
    for (const i of stale) {
      const row = this.#row(facts[i] as RowFacts)
      if (isSame(rows[i], row)) continue
      changed ??= [...rows]
      changed[i] = row
    }
    return changed ?? rows
  }

  readonly #row = ({ row, targets }: RowFacts): Row => ({
    ...row,
    callers: this.#callers.count(targets),
  })
}

/** Where in a list each node counts. */
function placesOf(facts: readonly RowFacts[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>()
  for (const [i, { targets }] of facts.entries()) for (const id of targets) addTo(places, id, i)
  for (const [id, own] of places) places.set(id, own.slice())
  return places
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
