import type { Plan } from '#lib/changes/plan.ts'
import type { Finding } from '#lib/findings/finding.ts'
import { trafficGroups, trafficRows } from './traffic-rows.ts'

export type VerdictHead = {
  readonly tone: 'safe' | 'warn' | 'bad' | 'plain'
  readonly title: string
  readonly body: string
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

/** The findings that speak for the verdict, the API server's own ones first. */
export const objections = (plan: Plan): readonly Finding[] => [
  ...plan.dryRun.findings,
  ...plan.findings.added,
]

/** The head of the preview and of the review: what may be done, and the one reason for it. */
export function verdictHead(plan: Plan): VerdictHead {
  const added = objections(plan)
  if (plan.dryRun.state === 'denied') {
    const [refused] = plan.dryRun.findings
    const body = ['You may read but not change this object.', refused?.fix]
      .filter(Boolean)
      .join(' ')
    return { tone: 'bad', title: 'Cannot be applied', body }
  }
  switch (plan.verdict) {
    case 'block': {
      const reason =
        (plan.dryRun.state === 'failed' ? plan.dryRun.findings[0] : undefined) ??
        added.find((finding) => finding.severity === 'error') ??
        added[0]
      const body = reason?.message ?? 'The API server would refuse this text.'
      return { tone: 'bad', title: 'Cannot be applied', body }
    }
    case 'confirm':
      return {
        tone: 'warn',
        title: 'Needs your confirmation',
        body: plan.confirm?.because ?? 'Kubernetes would accept this, but it breaks something.',
      }
    case 'warn': {
      const warnings = added.filter((finding) => finding.severity !== 'info').length || 1
      return {
        tone: 'warn',
        title: `Ready, with ${count(warnings, 'warning', 'warnings')}`,
        body: whatChanges(plan),
      }
    }
    case 'ok':
      return { tone: 'safe', title: 'Ready to apply', body: whatChanges(plan) }
  }
}

/** One sentence about the mesh, and one that says that the rest stays. */
export function whatChanges(plan: Plan): string {
  const { nodes, edges } = plan.graph
  const touched =
    nodes.added.length +
    nodes.removed.length +
    nodes.changed.length +
    edges.added.length +
    edges.removed.length +
    edges.changed.length
  if (plan.changes.every((change) => change.diff === '') && touched === 0)
    return 'The text says what the cluster holds already.'
  if (touched === 0 && plan.effects.every((effect) => effect.kind === 'object'))
    return 'Nothing in the mesh changes.'
  const onlyShares =
    edges.added.length + edges.removed.length + nodes.added.length + nodes.removed.length === 0 &&
    plan.effects.every((effect) => effect.kind === 'route' || effect.kind === 'object')
  if (onlyShares) {
    const routes = trafficGroups(trafficRows(edges)).length
    if (routes > 0)
      return `${routes === 1 ? 'One route changes its shares' : `${routes} routes change their shares`}. Nothing else in the mesh changes.`
  }
  return plan.effects[0]?.summary ?? 'The graph of the mesh changes.'
}

/** Why Apply cannot be pressed; `undefined` when it can. */
export function applyRefusal(
  plan: Plan,
  around: { readOnly: boolean; connected: boolean; typed: string },
): string | undefined {
  if (around.readOnly) return 'Meshwright runs read-only. It was started with --read-only.'
  if (!around.connected) return 'Not while the connection is lost.'
  if (plan.dryRun.state === 'denied') return 'Kubernetes would refuse this to you.'
  if (plan.verdict === 'block') return 'Correct the text and review again.'
  if (plan.changes.every((change) => change.diff === ''))
    return 'The text says what the cluster holds already.'
  if (plan.confirm && around.typed !== plan.confirm.phrase)
    return `Type “${plan.confirm.phrase}” to confirm.`
  return undefined
}
