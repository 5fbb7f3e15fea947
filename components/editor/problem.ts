import type { Finding, Range, Severity } from '#lib/findings/finding.ts'
import { parsePath } from '#lib/yaml/field-path.ts'

/** One line of the problems list and one marker in the text. */
export type Problem = {
  readonly id: string
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly fix?: string
  readonly path?: string
  readonly range?: Range
  /** Whether the draft brings it, or the live object has it too. */
  readonly origin: 'added' | 'kept'
}

/** What the text alone says, without the mesh: the same check runs on the text as it was. */
export type TextIssue = Omit<Problem, 'id' | 'origin'>

const key = (issue: Pick<TextIssue, 'code' | 'path' | 'message'>): string =>
  JSON.stringify([issue.code, issue.path ?? issue.message])

/** The place in the text that a finding is about: a code can be written several times on one object. */
const place = (code: string, path: string | undefined): string =>
  JSON.stringify([code, path === undefined ? '' : (parsePath(path) ?? path)])

/**
 * One list out of three sources: the text as typed, the text as it was, and the plan. The worst first, then by
 * line. A plan repeats what the text check found; it is shown once, with the range of the newer text.
 */
export function mergeProblems(
  now: readonly TextIssue[],
  before: readonly TextIssue[],
  plan: { readonly added: readonly Finding[]; readonly kept: readonly Finding[] } | undefined,
): readonly Problem[] {
  const known = new Set(before.map(key))
  const problems: Problem[] = now.map((issue, index) => ({
    ...issue,
    id: `text:${index}:${issue.code}`,
    origin: known.has(key(issue)) ? 'kept' : 'added',
  }))
  const seen = new Set(now.map((issue) => place(issue.code, issue.path)))
  const take = (findings: readonly Finding[], origin: Problem['origin']) => {
    for (const finding of findings) {
      const isText = finding.layer === 'yaml' || finding.layer === 'schema'
      if (isText && seen.has(place(finding.code, finding.path))) continue
      problems.push({
        id: `plan:${finding.id}`,
        code: finding.code,
        severity: finding.severity,
        message: finding.message,
        fix: finding.fix,
        path: finding.path,
        range: finding.range,
        origin,
      })
    }
  }
  if (plan) {
    take(plan.added, 'added')
    take(plan.kept, 'kept')
  }
  return problems.sort(byWeight)
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 }

const byWeight = (a: Problem, b: Problem): number =>
  RANK[a.severity] - RANK[b.severity] ||
  (a.origin === b.origin ? 0 : a.origin === 'added' ? -1 : 1) ||
  (a.range?.line ?? Number.MAX_SAFE_INTEGER) - (b.range?.line ?? Number.MAX_SAFE_INTEGER)

export const countOf = (problems: readonly Problem[], severity: Severity): number =>
  problems.filter((problem) => problem.severity === severity).length
