import { listChanges } from '#lib/incremental/sorted.ts'
import type { Graph } from './graph.ts'

/**
 * What one graph has that another had not, or had otherwise, whole; and the ids of what went. Much smaller than a
 * graph when little changed, and what `merged` makes of it is the graph.
 */
export type GraphDelta = Graph & {
  readonly gone: { readonly nodes: readonly string[]; readonly edges: readonly string[] }
}

type Identified = { readonly id: string }

/**
 * Told by identity: what did not change must be the same object in both, as `graphOf` keeps it.
 */
export function deltaOf(before: Graph, after: Graph): GraphDelta {
  const [nodes, edges] = [
    changesOf(before.nodes, after.nodes),
    changesOf(before.edges, after.edges),
  ]
  return { nodes: nodes.came, edges: edges.came, gone: { nodes: nodes.gone, edges: edges.gone } }
}

function changesOf<T extends Identified>(before: readonly T[], after: readonly T[]) {
  const { gone, came } = listChanges(before, after)
  const stays = new Set(came.map(({ id }) => id))
  return { came, gone: gone.flatMap(({ id }) => (stays.has(id) ? [] : [id])) }
}

/** The graph after, out of the one before: what did not change stays the same object, lists that did not, too. */
export function merged(before: Graph, { nodes, edges, gone }: GraphDelta): Graph {
  return {
    nodes: mergedList(before.nodes, nodes, gone.nodes),
    edges: mergedList(before.edges, edges, gone.edges),
  }
}

/** Both lists are in the order of their ids, as every graph is. */
function mergedList<T extends Identified>(
  before: readonly T[],
  came: readonly T[],
  gone: readonly string[],
): readonly T[] {
  if (came.length === 0 && gone.length === 0) return before
  const without = new Set(gone)
  const out: T[] = []
  let next = 0
  for (const old of before) {
    for (let one = came[next]; one !== undefined && one.id < old.id; one = came[++next])
      out.push(one)
    const same = came[next]
    if (same?.id === old.id) {
      out.push(same)
      next += 1
    } else if (!without.has(old.id)) out.push(old)
  }
  out.push(...came.slice(next))
  return out
}
