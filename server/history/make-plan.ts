import { createHash, randomUUID } from 'node:crypto'
import { type Derived, derive } from '#lib/changes/derive.ts'
import { objectDiff } from '#lib/changes/diff.ts'
import { nextSnapshot, type Project } from '#lib/changes/next-snapshot.ts'
import { ownerOf } from '#lib/changes/owner.ts'
import type { Edit, Plan, PlannedChange } from '#lib/changes/plan.ts'
import { planHash } from '#lib/changes/plan-hash.ts'
import { previewOf } from '#lib/changes/preview.ts'
import { isBlocking } from '#lib/changes/text-finding.ts'
import { verdictOf } from '#lib/changes/verdict.ts'
import type { Finding } from '#lib/findings/finding.ts'
import type { Cluster } from '#server/services.ts'
import type { Prepared } from './prepare.ts'
import type { Step } from './step.ts'

/** Steps 11 to 13 of the river: what the change is, what it does, what the API server says. */
export function makePlan(
  cluster: Cluster,
  edits: readonly Edit[],
  { steps, findings, dryRun }: Prepared,
  project: Project | undefined,
): Plan {
  const changes = steps.map(changeOf)
  const view = cluster.view()
  const before: Derived = view
  const isReadable = !findings.some(isBlocking)
  const after =
    isReadable && steps.length > 0
      ? derive(nextSnapshot(view.snapshot, steps, project), before)
      : before
  const preview = previewOf(before, after, changes)
  const problems = [
    ...findings,
    ...dryRun.findings.filter((finding) => finding.code !== 'change.not-permitted'),
  ]
  const isError = (finding: Finding) => finding.severity === 'error'
  const placed = placer(steps)
  const added = unique([...problems.filter(isError), ...preview.findings.added.map(placed)])
  const aboutChange = [
    ...problems.filter((finding) => !isError(finding)),
    ...preview.findings.ofChange,
  ]
  const verdict = verdictOf({
    added: [...added, ...aboutChange],
    kept: preview.findings.kept,
    risks: preview.risks,
    isEncryptionLowered: preview.isEncryptionLowered,
    unnamedServices: preview.unnamedServices,
  })
  return {
    plan: randomUUID(),
    hash: planHash(cluster.id, edits, steps.map(hashedStep), verdict.verdict, sha256),
    ...verdict,
    changes,
    findings: {
      added,
      kept: unique([...aboutChange, ...preview.findings.kept.map(placed)]),
      removed: preview.findings.removed,
    },
    effects: preview.effects,
    graph: preview.graph,
    dryRun,
  }
}

function changeOf(step: Step): PlannedChange {
  const owner = ownerOf(
    step.live ?? step.after ?? { apiVersion: '', kind: '', metadata: { name: '' } },
  )
  return {
    op: step.op,
    resource: step.target.ref,
    base: step.base,
    ...(step.live ? { before: step.live } : {}),
    ...(step.after ? { after: step.after } : {}),
    diff: objectDiff(step.target.ref, step.live, step.after),
    ...(owner ? { owner } : {}),
  }
}

const hashedStep = (step: Step) => ({
  op: step.op,
  resource: step.target.ref,
  group: step.target.kind.group,
  base: step.base,
  ...(step.body ? { body: step.body } : {}),
  ...(step.after ? { after: step.after } : {}),
})

/** Gives findings on edited objects their place in the text. */
function placer(steps: readonly Step[]): (finding: Finding) => Finding {
  const documents = new Map(steps.map((step) => [step.target.ref, step.document]))
  return (finding) => {
    if (finding.range || finding.path === undefined) return finding
    const range = documents.get(finding.resource)?.pathToRange(finding.path)
    return range ? { ...finding, range } : finding
  }
}

/** The control plane's rules may be known to a check and told by its webhook as well: one place, one finding. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>()
  return findings.filter((finding) => {
    const key = [finding.code, finding.resource, finding.path ?? '', finding.message].join('\n')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
