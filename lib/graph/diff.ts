import type { Diff, Graph, GraphDiff } from './graph.ts'

/** Whether two plain values say the same, whatever the order of keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  return keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]))
}

function diff<T extends { readonly id: string }>(
  before: readonly T[],
  after: readonly T[],
): Diff<T> {
  const old = new Map(before.map((item) => [item.id, item]))
  const added: T[] = []
  const changed: { id: string; before: T; after: T }[] = []
  for (const item of after) {
    const known = old.get(item.id)
    old.delete(item.id)
    if (!known) added.push(item)
    else if (!isSame(known, item)) changed.push({ id: item.id, before: known, after: item })
  }
  return { added, removed: [...old.keys()], changed }
}

/** What a change does to the picture. */
export const diffGraphs = (before: Graph, after: Graph): GraphDiff => ({
  nodes: diff(before.nodes, after.nodes),
  edges: diff(before.edges, after.edges),
})
