import type { Memory, Source } from '#lib/incremental/memory.ts'
import { listChanges } from '#lib/incremental/sorted.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'

const NOBODY: readonly StatedEdge[] = []

/** Edges by the node that they lead to; who asks for one node's depends on these only. */
export class Callers {
  readonly #source: Source
  readonly #byTarget = new Map<string, readonly StatedEdge[]>()
  #edges: readonly StatedEdge[] = NOBODY

  constructor(memory: Memory) {
    this.#source = memory.source()
  }

  of(target: string): readonly StatedEdge[] {
    this.#source.read(target)
    return this.#byTarget.get(target) ?? NOBODY
  }

  move(edges: readonly StatedEdge[]): void {
    const { gone, came } = listChanges(this.#edges, edges)
    this.#edges = edges
    const touched = new Map<string, StatedEdge[]>()
    for (const { to } of [...gone, ...came]) touched.set(to, [])
    if (touched.size === 0) return
    for (const edge of edges) touched.get(edge.to)?.push(edge)
    for (const [target, own] of touched) {
      if (own.length > 0) this.#byTarget.set(target, own)
      else this.#byTarget.delete(target)
      this.#source.changed(target)
    }
  }
}
