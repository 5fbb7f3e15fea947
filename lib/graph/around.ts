import type { Graph } from './graph.ts'

/**
 * One thing with what is at most so many hops away, against the calls as well as along them. That a Service selects a
 * workload is no hop: they are one thing in the picture, so either brings the other.
 */
export function around(graph: Graph, id: string, hops: number): Graph {
  const beside = new Map<string, { readonly id: string; readonly cost: 0 | 1 }[]>()
  const join = (from: string, to: string, cost: 0 | 1) => {
    const list = beside.get(from)
    if (list) list.push({ id: to, cost })
    else beside.set(from, [{ id: to, cost }])
  }
  const kinds = new Map(graph.nodes.map((n) => [n.id, n.kind]))
  for (const { from, to, kind } of graph.edges) {
    const isInside =
      kind === 'selects' || (kinds.get(from) === 'service' && kinds.get(to) === 'workload')
    join(from, to, isInside ? 0 : 1)
    join(to, from, isInside ? 0 : 1)
  }
  const reached = new Set([id])
  let ring = [id]
  for (let at = 0; at <= hops && ring.length > 0; at += 1) {
    // Whatever belongs to the ring is in it; the list grows while it is walked.
    for (const one of ring)
      for (const { id: other, cost } of beside.get(one) ?? [])
        if (cost === 0 && !reached.has(other)) {
          reached.add(other)
          ring.push(other)
        }
    if (at === hops) break
    const next: string[] = []
    for (const one of ring)
      for (const { id: other } of beside.get(one) ?? [])
        if (!reached.has(other)) {
          reached.add(other)
          next.push(other)
        }
    ring = next
  }
  return {
    nodes: graph.nodes.filter((n) => reached.has(n.id)),
    edges: graph.edges.filter((e) => reached.has(e.from) && reached.has(e.to)),
  }
}
