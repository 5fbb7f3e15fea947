import type { Finding } from '#lib/findings/finding.ts'
import { SortedEntries } from '#lib/incremental/sorted.ts'
import { keptOf } from '#lib/meshes/index.ts'
import type { KeptModel } from '#lib/meshes/kept-model.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import { ExternalNames } from './external-names.ts'
import { FindingCounts } from './finding-counts.ts'
import type { Graph, GraphEdge, GraphNode } from './graph.ts'
import type { Draft } from './nodes.ts'
import { partsOf } from './parts.ts'

const graphs = new WeakMap<KeptModel, GraphBuilder>()

/**
 * The graph of a model: what exists, what is selected and what is stated. Nodes and edges come in the order of
 * their ids, so that the same cluster always gives the same text. What is as it was in the graph that was built
 * before of the same line of models is the same object, the graph itself included.
 */
export function graphOf(model: MeshModel, findings: readonly Finding[]): Graph {
  const kept = keptOf(model)
  const builder = graphs.get(kept) ?? new GraphBuilder()
  graphs.set(kept, builder)
  return builder.build(partsOf(kept), findings)
}

class GraphBuilder {
  readonly #edges = new SortedEntries<StatedEdge, GraphEdge>(idOf, graphEdge)
  readonly #drafts = new SortedEntries<Draft, Draft>(
    (draft) => draft.id,
    (draft) => draft,
  )
  readonly #externals = new ExternalNames()
  readonly #counts = new FindingCounts()
  #graph: Graph = { nodes: [], edges: [] }

  build(parts: ReturnType<typeof partsOf>, findings: readonly Finding[]): Graph {
    const edges = this.#edges.update(parts.edges)
    const externals = this.#externals.update(edges.gone, edges.came)
    const drafts = this.#drafts.update([...parts.nodes, ...externals])
    const recounted = this.#counts.update(findings)
    const before = this.#graph
    const nodes =
      drafts.entries.length === before.nodes.length &&
      drafts.came.length === 0 &&
      drafts.gone.length === 0
        ? this.#recounted(before.nodes, recounted)
        : this.#counted(drafts.entries, new Set(drafts.came), recounted)
    if (nodes !== before.nodes || edges.entries !== before.edges)
      this.#graph = { nodes, edges: edges.entries }
    return this.#graph
  }

  /** The same nodes, those of them with other counts of findings made anew. */
  #recounted(nodes: readonly GraphNode[], recounted: ReadonlySet<string>): readonly GraphNode[] {
    if (recounted.size === 0) return nodes
    let changed: GraphNode[] | undefined
    for (const [i, node] of nodes.entries()) {
      if (!node.resources.some((r) => recounted.has(r))) continue
      const findings = this.#counts.of(node.resources)
      if (sameCounts(findings, node.findings)) continue
      changed ??= [...nodes]
      changed[i] = { ...node, findings }
    }
    return changed ?? nodes
  }

  #counted(
    drafts: readonly Draft[],
    fresh: ReadonlySet<Draft>,
    recounted: ReadonlySet<string>,
  ): readonly GraphNode[] {
    const { nodes } = this.#graph
    let next = 0
    return drafts.map((draft): GraphNode => {
      while (next < nodes.length && (nodes[next] as GraphNode).id < draft.id) next++
      const old = nodes[next]
      if (old?.id === draft.id && !fresh.has(draft)) {
        if (!draft.resources.some((r) => recounted.has(r))) return old
        const findings = this.#counts.of(draft.resources)
        return sameCounts(findings, old.findings) ? old : { ...draft, findings }
      }
      return { ...draft, findings: this.#counts.of(draft.resources) }
    })
  }
}

const sameCounts = (a: GraphNode['findings'], b: GraphNode['findings']) =>
  a.error === b.error && a.warning === b.warning && a.info === b.info

const idOf = ({ from, kind, to, key }: StatedEdge): string =>
  [from, kind, to, ...(key ? [key] : [])].join(' ')

function graphEdge(edge: StatedEdge): GraphEdge {
  const { key: _, ...facts } = edge
  const out: Record<string, unknown> = { id: idOf(edge) }
  for (const [name, value] of Object.entries(facts)) if (value !== undefined) out[name] = value
  return out as GraphEdge
}
