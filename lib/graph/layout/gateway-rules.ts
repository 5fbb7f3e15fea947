import type { GraphEdge, GraphNode } from '#lib/graph/graph.ts'
import type { CardRow } from './cards.ts'

const OTHER_BASIS = new Set(['allowed', 'inferred', 'observed', 'loopback', 'bypass', 'failover'])

/** The rules of a gateway in order of evaluation, each with the edges it states; last what happens to the rest. */
export function rulesOf(node: GraphNode, out: readonly GraphEdge[]): readonly CardRow[] {
  type Rule = { order?: number; when?: string; edges: GraphEdge[]; patched: boolean }
  const rules = new Map<string, Rule>()
  for (const edge of out) {
    if (OTHER_BASIS.has(edge.kind ?? '')) continue
    const key = JSON.stringify([edge.order ?? 0, edge.when ?? '', edge.via])
    const rule = rules.get(key)
    if (rule) rule.edges.push(edge)
    else
      rules.set(key, {
        ...(edge.order === undefined ? {} : { order: edge.order }),
        ...(edge.when === undefined ? {} : { when: edge.when }),
        edges: [edge],
        patched: edge.via.length > 0 && edge.via.every((ref) => ref.startsWith('EnvoyFilter/')),
      })
  }
  const ordered = [...rules].sort(
    ([a, x], [b, y]) => (x.order ?? 0) - (y.order ?? 0) || (a < b ? -1 : a > b ? 1 : 0),
  )
  const rows: CardRow[] = ordered.map(([key, rule]) => ({
    kind: 'rule',
    id: `${node.id} ${key}`,
    ...rule,
  }))
  const takesAll = ordered.some(
    ([, rule]) => rule.when === undefined || rule.when === 'everything else',
  )
  const speaksHttp = (node.listeners ?? []).some((l) =>
    /^(HTTP|HTTPS|HTTP2|GRPC)/i.test(l.protocol),
  )
  if (rows.length > 0 && !takesAll && speaksHttp)
    rows.push({ kind: 'text', id: `${node.id} no match`, text: 'no match: 404' })
  if (rows.length === 0 && (node.listeners ?? []).length > 0)
    rows.push({ kind: 'text', id: `${node.id} no rule`, text: 'no route is bound' })
  return rows
}
