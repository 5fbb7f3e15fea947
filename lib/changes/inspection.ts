import type { Graph, GraphEdge } from '#lib/graph/graph.ts'
import { type Hop, reaches } from './hops.ts'

/** A loop through an inspecting hop is short: gateway, service, workload and back. */
const LOOP_STEPS = 4

/** Requests that went through an inspector before they came to their target, and go there directly now. */
export type Bypassed = {
  readonly from: string
  readonly inspector: string
  readonly direct: readonly string[]
}

/**
 * Inspecting hops of gateways that an edit takes out while other routes stay. A hop inspects when requests come
 * back to the gateway from it, or when only requests without a mark go there and the others need that mark.
 */
export function bypassedInspectors(
  before: Graph,
  old: ReadonlyMap<string, Hop>,
  now: ReadonlyMap<string, Hop>,
): readonly Bypassed[] {
  const gateways = new Set(before.nodes.filter((n) => n.kind === 'gateway').map((n) => n.id))
  const found: Bypassed[] = []
  for (const [key, hop] of old) {
    if (!gateways.has(hop.from) || now.has(key)) continue
    const others = [...now].filter(([, other]) => other.from === hop.from)
    const mark = markOf(hop)
    const isLoop = reaches(before, hop.to, hop.from, LOOP_STEPS)
    const direct = others.filter(
      ([id, other]) => isLoop || (mark && loses(mark, old.get(id), other)),
    )
    if (direct.length > 0)
      found.push({
        from: hop.from,
        inspector: hop.to,
        direct: direct.map(([, other]) => other.to),
      })
  }
  return found
}

/** The header whose absence sends requests to this hop. */
function markOf({ edges }: Hop): string | undefined {
  const [first, ...rest] = edges.map((edge) => headersOf(edge, (op) => op === 'absent'))
  return [...(first ?? [])].find((name) => rest.every((names) => names.has(name)))
}

/** Whether every request needed the mark before and some do not now. */
const loses = (mark: string, before: Hop | undefined, after: Hop): boolean => {
  const needs = (edge: GraphEdge) => headersOf(edge, (op) => op !== 'absent').has(mark)
  return !!before?.edges.every(needs) && !after.edges.every(needs)
}

/** Names of headers that every alternative of an edge tests in this way. */
function headersOf({ match }: GraphEdge, isMeant: (op: string) => boolean): ReadonlySet<string> {
  const [first, ...rest] = (match ?? []).map(
    (one) => new Set((one.headers ?? []).filter(({ op }) => isMeant(op)).map(({ name }) => name)),
  )
  return new Set([...(first ?? [])].filter((name) => rest.every((names) => names.has(name))))
}
