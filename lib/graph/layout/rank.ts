/** Ranks of a directed graph: its longest paths from the left, after the arrows that close circles are dropped. */

/**
 * @param count vertices are 0 … count − 1, in an order that does not change from run to run
 * @param arrows pairs of vertices; those to themselves are ignored
 * @returns the column of each vertex, from 0
 */
export function ranksOf(
  count: number,
  arrows: readonly (readonly [number, number])[],
): readonly number[] {
  const out: number[][] = Array.from({ length: count }, () => [])
  const degree = new Array<number>(count).fill(0)
  for (const [from, to] of arrows) {
    if (from === to) continue
    out[from]?.push(to)
    degree[to] = (degree[to] ?? 0) + 1
  }
  // Those nobody points at come first, so that circles are cut where they are entered.
  const starts = Array.from({ length: count }, (_, v) => v).sort(
    (a, b) => Math.sign(degree[a] ?? 0) - Math.sign(degree[b] ?? 0) || a - b,
  )
  const WHITE = 0
  const OPEN = 1
  const DONE = 2
  const colour = new Uint8Array(count)
  const finished: number[] = []
  const kept: number[][] = Array.from({ length: count }, () => [])
  for (const start of starts) {
    if (colour[start] !== WHITE) continue
    const stack: { vertex: number; next: number }[] = [{ vertex: start, next: 0 }]
    colour[start] = OPEN
    while (stack.length) {
      const top = stack[stack.length - 1]
      if (!top) break
      const target = out[top.vertex]?.[top.next]
      if (target === undefined) {
        colour[top.vertex] = DONE
        finished.push(top.vertex)
        stack.pop()
        continue
      }
      top.next += 1
      if (colour[target] === OPEN) continue
      kept[top.vertex]?.push(target)
      if (colour[target] === WHITE) {
        colour[target] = OPEN
        stack.push({ vertex: target, next: 0 })
      }
    }
  }
  const rank = new Array<number>(count).fill(0)
  for (const vertex of finished.reverse())
    for (const target of kept[vertex] ?? [])
      rank[target] = Math.max(rank[target] ?? 0, (rank[vertex] ?? 0) + 1)
  return rank
}
