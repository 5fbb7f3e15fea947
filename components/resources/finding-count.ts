import type { Finding } from '#lib/findings/finding.ts'

/** How many findings of each severity an object has. */
export type FindingCount = {
  readonly error: number
  readonly warning: number
  readonly info: number
}
export const NO_FINDINGS: FindingCount = { error: 0, warning: 0, info: 0 }

export function findingCounts(findings: readonly Finding[]): ReadonlyMap<string, FindingCount> {
  const out = new Map<string, FindingCount>()
  for (const { resource, severity } of findings) {
    const before = out.get(resource) ?? NO_FINDINGS
    out.set(resource, { ...before, [severity]: before[severity] + 1 })
  }
  return out
}
