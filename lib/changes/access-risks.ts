import type { Finding } from '#lib/findings/finding.ts'
import type { Graph, GraphEdge } from '#lib/graph/graph.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { type Hop, hopsOf } from './hops.ts'
import { bypassedInspectors } from './inspection.ts'
import type { PlannedChange } from './plan.ts'

/** Something that an edit opens or cuts off and that a person must confirm by name. */
export type Risk = {
  readonly kind: 'opened' | 'cut-off' | 'unprotected'
  /** Short, to be typed. */
  readonly phrase: string
  readonly summary: string
  readonly affected: readonly string[]
}

export type Side = { readonly graph: Graph; readonly findings: readonly Finding[] }

/** All that widens access, leaves something without a caller, or takes its protection away. */
export function accessRisks(
  before: Side,
  after: Side,
  changes: readonly Pick<PlannedChange, 'op' | 'resource'>[],
): readonly Risk[] {
  const [old, now] = [hopsOf(before.graph), hopsOf(after.graph)]
  return [
    ...opened(old, now, after),
    ...uninspected(before.graph, old, now, after.graph),
    ...cutOff(old, now, after),
    ...unprotected(before, after, changes),
  ]
}

const isRestricted = (edge: GraphEdge): boolean =>
  edge.verdict === 'deny' || edge.verdict === 'conditional'
const isOpen = (edge: GraphEdge): boolean => edge.verdict === 'allow' || edge.verdict === undefined

function opened(
  old: ReadonlyMap<string, Hop>,
  now: ReadonlyMap<string, Hop>,
  after: Side,
): readonly Risk[] {
  const risks: Risk[] = []
  const nodes = new Map(after.graph.nodes.map((node) => [node.id, node]))
  for (const [key, hop] of old) {
    if (!hop.edges.every(isRestricted)) continue
    const left = now.get(key)
    const isDenied = hop.edges.every((edge) => edge.verdict === 'deny')
    const to = nodes.get(hop.to)
    // A denial that nothing states any more: what holds then is the default of the mesh.
    const byDefault =
      !left &&
      isDenied &&
      to &&
      nodes.has(hop.from) &&
      hop.edges.some(isIntention) &&
      allowsByDefault(after)
    if (!byDefault && !left?.edges.some(isOpen)) continue
    risks.push({
      kind: 'opened',
      phrase: `open ${to?.name ?? hop.to}`,
      summary: `${hop.from} to ${hop.to} was ${isDenied ? 'denied' : 'allowed under conditions'} and becomes allowed${byDefault ? ' by default' : ' without condition'}.`,
      affected: [hop.from, hop.to],
    })
  }
  return risks
}

const isIntention = (edge: GraphEdge): boolean => edge.kind === 'intention'
const allowsByDefault = (side: Side): boolean =>
  side.findings.some(
    (f) => f.code === 'consul.default-allow' || f.code === 'consul.default-unknown',
  )

function uninspected(
  graph: Graph,
  old: ReadonlyMap<string, Hop>,
  now: ReadonlyMap<string, Hop>,
  after: Graph,
): readonly Risk[] {
  return bypassedInspectors(graph, old, now).map(({ from, inspector, direct }) => ({
    kind: 'opened',
    phrase: `bypass ${after.nodes.find((node) => node.id === inspector)?.name ?? inspector}`,
    summary: `Requests at ${from} no longer pass ${inspector}: they go directly to ${direct.join(', ')}.`,
    affected: [from, inspector, ...direct],
  }))
}

/** Where someone was let in and now everyone is refused. */
function cutOff(
  old: ReadonlyMap<string, Hop>,
  now: ReadonlyMap<string, Hop>,
  after: Side,
): readonly Risk[] {
  const risks: Risk[] = []
  const incoming = (hops: ReadonlyMap<string, Hop>) => {
    const byTarget = new Map<string, GraphEdge[]>()
    for (const hop of hops.values()) {
      const edges = byTarget.get(hop.to)
      if (edges) edges.push(...hop.edges)
      else byTarget.set(hop.to, [...hop.edges])
    }
    return byTarget
  }
  const before = incoming(old)
  for (const [to, edges] of incoming(now)) {
    if (!edges.every((edge) => edge.verdict === 'deny')) continue
    const had = before.get(to)
    if (!had || had.every((edge) => edge.verdict === 'deny')) continue
    // Intentions name pairs; callers that none names are let in where the mesh allows by default.
    if (edges.some(isIntention) && allowsByDefault(after)) continue
    const name = after.graph.nodes.find((node) => node.id === to)?.name ?? to
    risks.push({
      kind: 'cut-off',
      phrase: `cut off ${name}`,
      summary: `No caller of ${to} is allowed any more.`,
      affected: [to],
    })
  }
  return risks
}

/** A selector that found its workloads before this edit and finds none now. */
function unprotected(
  before: Side,
  after: Side,
  changes: readonly Pick<PlannedChange, 'op' | 'resource'>[],
): readonly Risk[] {
  const replaced = new Set(changes.filter((c) => c.op === 'replace').map((c) => c.resource))
  const empty = (side: Side): ReadonlySet<Ref> =>
    new Set(side.findings.filter((f) => f.code === 'policy.no-workload').map((f) => f.resource))
  const was = empty(before)
  return [...empty(after)]
    .filter((ref) => replaced.has(ref) && !was.has(ref))
    .map((ref) => ({
      kind: 'unprotected',
      phrase: `unprotect ${ref.split('/').at(-1)}`,
      summary: `The selector of ${ref} matches no workload any more, so what it protected is open.`,
      affected: [],
    }))
}
