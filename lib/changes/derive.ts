import type { Finding } from '#lib/findings/finding.ts'
import { findingsOf } from '#lib/findings/run.ts'
import { graphOf } from '#lib/graph/build.ts'
import type { Graph } from '#lib/graph/graph.ts'
import { mtlsReportOf } from '#lib/graph/mtls-report.ts'
import { keptFor, meshModelOf } from '#lib/meshes/index.ts'
import type { KeptModel } from '#lib/meshes/kept-model.ts'
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
 * Steps 3 to 5 of the river: all that follows from one snapshot. The server does it for each revision, the
 * preview once more for the snapshot as it would be; `previous` lets unchanged parts be taken over.
 */
export const derive = (snapshot: Snapshot, previous?: Derived): Derived =>
  new Derivation(snapshot, previous).finish()

/** What can be worked out at once, or bit by bit. */
export type Unfinished = { readonly proceed: (isOver: () => boolean) => Derived | undefined }

/** What cannot be interrupted. */
export const atOnce =
  (whole: (snapshot: Snapshot, previous?: Derived) => Derived) =>
  (snapshot: Snapshot, previous?: Derived): Unfinished => ({
    proceed: () => whole(snapshot, previous),
  })

/** The same as `derive`, to be done by whoever gets it. */
export const inSteps = (snapshot: Snapshot, previous?: Derived): Unfinished =>
  new Derivation(snapshot, previous)

/**
 * The same a bit at a time, so that a large cluster does not hold up everyone else. Others of the same line may be
 * done in between.
 */
export class Derivation {
  readonly #snapshot: Snapshot
  readonly #previous: Derived | undefined
  readonly #kept: KeptModel
  #model: MeshModel | undefined
  #findings: readonly Finding[] | undefined
  #graph: Graph | undefined

  constructor(snapshot: Snapshot, previous?: Derived) {
    this.#snapshot = snapshot
    this.#previous = previous
    this.#kept = keptFor(previous?.model)
  }

  /**
   * Goes on until it is done, or until it is over and something has come of it.
   *
   * @returns undefined when there is more to do
   */
  proceed(isOver: () => boolean): Derived | undefined {
    return this.#kept.memory.within(isOver, () => this.finish())?.value
  }

  finish(): Derived {
    const { memory } = this.#kept
    const [snapshot, previous] = [this.#snapshot, this.#previous]
    this.#model ??= meshModelOf(snapshot, previous?.model, this.#kept)
    memory.pause()
    this.#findings ??= findingsOf(this.#model, previous?.findings)
    memory.pause()
    this.#graph ??= graphOf(this.#model, this.#findings, previous?.graph)
    memory.pause()
    return {
      snapshot,
      model: this.#model,
      graph: this.#graph,
      findings: this.#findings,
      mtls: mtlsReportOf(this.#model, this.#graph, previous?.mtls),
    }
  }
}
