import type { Finding } from '#lib/findings/finding.ts'
import {
  type Changed,
  type Identified,
  keepById,
  placeOf,
  SortedEntries,
} from '#lib/incremental/sorted.ts'
import { keptOf } from '#lib/meshes/index.ts'
import type { KeptModel } from '#lib/meshes/kept-model.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import { ExternalNames } from './external-names.ts'
import { FindingCounts } from './finding-counts.ts'
import type { Graph, GraphEdge, GraphNode } from './graph.ts'
import type { Draft } from './nodes.ts'
import { type GraphParts, partsOf } from './parts.ts'

const graphs = new WeakMap<KeptModel, GraphBuilder>()

/**
 * The graph of a model: what exists, what is selected and what is stated. Nodes and edges come in the order of
 * their ids, so that the same cluster always gives the same text. What is as it was in the graph that was built
 * before of the same line of models is the same object, the graph itself included.
 *
 * @param previous the graph before, where other models of the line may have been looked at since
 */
export function graphOf(model: MeshModel, findings: readonly Finding[], previous?: Graph): Graph {
  const kept = keptOf(model)
  const builder = graphs.get(kept) ?? new GraphBuilder()
  graphs.set(kept, builder)
  const isContinued = !previous || builder.graph === previous
  const graph = builder.build(partsOf(kept), findings, () => kept.memory.pause())
  return isContinued ? graph : builder.adopt(previous)
}

/** A graph that is being built, with what came of each step so far. */
type Work = {
  readonly parts: GraphParts
  readonly findings: readonly Finding[]
  edges?: Changed<GraphEdge>
  drafts?: Changed<Draft>
}

class GraphBuilder {
  #work: Work | undefined
  readonly #edges = new SortedEntries<StatedEdge, GraphEdge>(idOf, graphEdge)
  readonly #drafts = new SortedEntries<Draft, Draft>(
    (draft) => draft.id,
    (draft) => draft,
  )
  readonly #externals = new ExternalNames()
  readonly #counts = new FindingCounts()
  #graph: Graph = { nodes: [], edges: [] }

  get graph(): Graph {
    return this.#graph
  }

  /** Takes over what says the same in another graph. */
  adopt(other: Graph): Graph {
    const nodes = keepById(other.nodes, this.#graph.nodes)
    const edges = this.#edges.adopt(other.edges)
    const isOld = nodes === other.nodes && edges === other.edges
    this.#graph = isOld ? other : { nodes, edges }
    return this.#graph
  }

  /** Where `pause` throws, the next call goes on; one for another graph first ends what was begun. */
  build(parts: GraphParts, findings: readonly Finding[], pause: () => void): Graph {
    const begun = this.#work
    const isSame =
      begun?.findings === findings &&
      begun.parts.nodes === parts.nodes &&
      begun.parts.edges === parts.edges
    if (begun && !isSame) this.#finish(begun, () => {})
    if (!isSame) this.#work = { parts, findings }
    return this.#finish(this.#work as Work, pause)
  }

  #finish(work: Work, pause: () => void): Graph {
    const { parts, findings } = work
    if (!work.edges) {
      work.edges = this.#edges.update(parts.edges)
      pause()
    }
    const { edges } = work
    if (!work.drafts) {
      const externals = this.#externals.update(edges.gone, edges.came)
      work.drafts = this.#drafts.update([...parts.nodes, ...externals])
      pause()
    }
    this.#work = undefined
    const { drafts } = work
    const recounted = this.#counts.update(findings)
    const before = this.#graph
    const nodes = this.#recounted(this.#nodesOf(drafts), recounted)
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

  /** Nodes of the drafts; those of drafts that stay keep their identity. */
  #nodesOf({ entries, gone, came }: Changed<Draft>): readonly GraphNode[] {
    const { nodes } = this.#graph
    if (gone.length === 0 && came.length === 0) return nodes
    const fresh = new Map(came.map((draft) => [draft.id, draft]))
    if (gone.length === came.length && gone.every(({ id }) => fresh.has(id))) {
      const out = [...nodes]
      for (const draft of came) out[placeOf(nodes, draft, byId)] = this.#counted(draft)
      return out
    }
    const known = new Map(nodes.map((node) => [node.id, node]))
    return entries.map(
      (draft) => (fresh.has(draft.id) ? undefined : known.get(draft.id)) ?? this.#counted(draft),
    )
  }

  #counted(draft: Draft): GraphNode {
    return { ...draft, findings: this.#counts.of(draft.resources) }
  }
}

const byId = (a: Identified, b: Identified) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

const sameCounts = (a: GraphNode['findings'], b: GraphNode['findings']) =>
  a.error === b.error && a.warning === b.warning && a.info === b.info

const idOf = ({ from, kind, to, key }: StatedEdge): string =>
  key ? `${from} ${kind} ${to} ${key}` : `${from} ${kind} ${to}`

/** Nobody is told what is not there. */
function graphEdge(edge: StatedEdge): GraphEdge {
  const { key: _, ...facts } = edge
  for (const value of Object.values(facts)) if (value === undefined) return known(idOf(edge), facts)
  return { id: idOf(edge), ...facts } as GraphEdge
}

const known = (id: string, facts: object): GraphEdge =>
  ({
    id,
    ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
  }) as GraphEdge
