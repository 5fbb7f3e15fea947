import type { Finding } from '#lib/findings/finding.ts'
import type { Graph, GraphDiff } from '#lib/graph/graph.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { hopsOf } from './hops.ts'
import { textFinding } from './text-finding.ts'

/** TLS modes by which a gateway ends TLS itself. */
const ENDS_TLS: ReadonlySet<string> = new Set([
  'SIMPLE',
  'MUTUAL',
  'ISTIO_MUTUAL',
  'OPTIONAL_MUTUAL',
  'Terminate',
])

/** What is wrong with the change as such, though neither side need be wrong: no list of findings holds it later. */
export function changeFindings(
  before: Graph,
  after: Graph,
  diff: GraphDiff,
  edited: readonly Ref[],
): readonly Finding[] {
  return [...orphanedRoutes(before, after, edited), ...lostTermination(diff, edited)]
}

/** Routes of untouched objects that went through a listener of an edited one and lead nowhere now. */
function orphanedRoutes(before: Graph, after: Graph, edited: readonly Ref[]): readonly Finding[] {
  const now = hopsOf(after)
  const states = new Set(after.edges.flatMap((edge) => edge.via))
  const findings: Finding[] = []
  for (const ref of edited) {
    const served = new Set(
      before.nodes
        .filter((node) => node.kind === 'gateway' && node.listeners?.some((l) => l.from === ref))
        .map((node) => node.id),
    )
    const orphans = new Set<Ref>()
    for (const [key, hop] of hopsOf(before)) {
      if (!served.has(hop.from) || now.has(key)) continue
      for (const edge of hop.edges)
        for (const via of edge.via) if (!edited.includes(via) && !states.has(via)) orphans.add(via)
    }
    if (orphans.size === 0) continue
    const names = [...orphans].join(', ')
    findings.push(
      textFinding({
        code: 'diff.routes-orphaned',
        severity: 'error',
        layer: 'cross-resource',
        resource: ref,
        message: `The routes of ${names} lose the listener that they match: requests from outside no longer reach them.`,
        fix: `Change ${names} too, or keep a listener for its hosts.`,
        mentions: [...orphans],
      }),
    )
  }
  return findings
}

/** A listener that ended TLS and now serves the same port without. */
function lostTermination(diff: GraphDiff, edited: readonly Ref[]): readonly Finding[] {
  const findings: Finding[] = []
  for (const { before, after } of diff.nodes.changed) {
    if (after.kind !== 'gateway') continue
    for (const was of before.listeners ?? []) {
      if (!was.tls || !ENDS_TLS.has(was.tls)) continue
      const same =
        after.listeners?.filter((l) => l.port === was.port && edited.includes(l.from)) ?? []
      if (same.length === 0 || same.some((l) => l.tls && ENDS_TLS.has(l.tls))) continue
      if (
        after.listeners?.some(
          (l) => l.port === was.port && l.from === was.from && l.tls === was.tls,
        )
      )
        continue
      findings.push(
        textFinding({
          code: 'diff.tls-termination-removed',
          severity: 'warning',
          layer: 'cross-resource',
          resource: was.from,
          message: `${after.name} ended TLS (${was.tls}) on port ${was.port} and no longer does.`,
          mentions: [...new Set(same.map((l) => l.from))],
        }),
      )
    }
  }
  return findings
}
