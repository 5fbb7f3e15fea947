import type { Finding } from '#lib/findings/finding.ts'
import { diffGraphs } from '#lib/graph/diff.ts'
import type { GraphDiff } from '#lib/graph/graph.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { accessRisks, type Risk } from './access-risks.ts'
import { changeFindings } from './change-findings.ts'
import type { Derived } from './derive.ts'
import { effectsOf } from './effects.ts'
import { isHopLowered, postureChanges } from './encryption.ts'
import { diffFindings } from './finding-diff.ts'
import { hopsOf } from './hops.ts'
import type { Effect, PlannedChange } from './plan.ts'
import { isAbout, newlyGoverned, unnamedServices } from './reach.ts'

export type Preview = {
  readonly graph: GraphDiff
  readonly findings: {
    readonly added: readonly Finding[]
    /** Those that stay on what the change touches or newly governs. */
    readonly kept: readonly Finding[]
    readonly removed: readonly Finding[]
    /** About the change as such: they are in no list of findings afterwards. */
    readonly ofChange: readonly Finding[]
  }
  readonly effects: readonly Effect[]
  readonly risks: readonly Risk[]
  readonly isEncryptionLowered: boolean
  readonly unnamedServices: readonly string[]
}

export type PreviewChange = Pick<PlannedChange, 'op' | 'resource' | 'before' | 'after' | 'owner'>

/** What a change does: all that follows from both snapshots, compared. */
export function previewOf(
  before: Derived,
  after: Derived,
  changes: readonly PreviewChange[],
): Preview {
  const graph = diffGraphs(before.graph, after.graph)
  const refs = new Set<Ref>(changes.map((change) => change.resource))
  const { added, stayed, removed } = diffFindings(before.findings, after.findings)
  const governed = newlyGoverned(before.graph, after.graph, refs)
  const isTouched = (finding: Finding) =>
    refs.has(finding.resource) || (finding.severity !== 'info' && isAbout(finding, governed))
  const objects = changes.flatMap((change) =>
    [change.before, change.after].filter((object): object is KubernetesObject => !!object),
  )
  const risks = accessRisks(before, after, changes)
  const unnamed = unnamedServices(graph, after.graph, objects, after.snapshot)
  return {
    graph,
    findings: {
      added,
      kept: stayed.filter(isTouched),
      removed,
      ofChange: changeFindings(before.graph, after.graph, graph, [...refs]),
    },
    effects: [
      ...risks.map((risk) => ({
        kind: 'access' as const,
        summary: risk.summary,
        affected: risk.affected,
      })),
      ...effectsOf(before, after, graph),
      ...(unnamed.length > 0 ? [unnamedEffect(unnamed)] : []),
      ...changes.flatMap(ownerEffect),
    ],
    risks,
    isEncryptionLowered: isLowered(before, after),
    unnamedServices: unnamed,
  }
}

function isLowered(before: Derived, after: Derived): boolean {
  if (postureChanges(before.mtls, after.mtls).some((change) => change.isLowered)) return true
  const now = hopsOf(after.graph)
  for (const [key, hop] of hopsOf(before.graph)) if (isHopLowered(hop, now.get(key))) return true
  return false
}

const unnamedEffect = (ids: readonly string[]): Effect => ({
  kind: 'object',
  summary: `${ids.length === 1 ? 'A service changes' : `${ids.length} services change`} although the edited objects do not name ${ids.length === 1 ? 'it' : 'them'}: ${ids.slice(0, 10).join(', ')}${ids.length > 10 ? ', …' : ''}.`,
  affected: ids,
})

const TOOLS = { argocd: 'Argo CD', flux: 'Flux', helm: 'Helm' } as const

const ownerEffect = ({ owner, resource }: PreviewChange): readonly Effect[] =>
  owner
    ? [
        {
          kind: 'object',
          summary: `${resource} is written by ${TOOLS[owner.by]} (${owner.name}), whose next run may undo this.`,
          affected: [],
        },
      ]
    : []
