import type { GraphEdge } from './graph.ts'
import type { Draft } from './nodes.ts'

const PREFIX = 'external:'

/** Names outside the cluster: nodes for as long as an edge begins or ends there. */
export class ExternalNames {
  readonly #uses = new Map<string, number>()
  #drafts: readonly Draft[] = []

  update(gone: readonly GraphEdge[], came: readonly GraphEdge[]): readonly Draft[] {
    let isNews = false
    const count = (edge: GraphEdge, step: number) => {
      for (const id of new Set([edge.from, edge.to])) {
        if (!id.startsWith(PREFIX)) continue
        const uses = (this.#uses.get(id) ?? 0) + step
        if (uses === step || uses === 0) isNews = true
        if (uses === 0) this.#uses.delete(id)
        else this.#uses.set(id, uses)
      }
    }
    for (const edge of came) count(edge, 1)
    for (const edge of gone) count(edge, -1)
    if (!isNews) return this.#drafts
    const before = new Map(this.#drafts.map((d) => [d.id, d]))
    this.#drafts = [...this.#uses.keys()].map(
      (id) =>
        before.get(id) ?? { id, kind: 'external', name: id.slice(PREFIX.length), resources: [] },
    )
    return this.#drafts
  }
}
