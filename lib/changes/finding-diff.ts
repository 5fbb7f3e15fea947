import type { Finding } from '#lib/findings/finding.ts'

export type FindingDiff = {
  readonly added: readonly Finding[]
  readonly stayed: readonly Finding[]
  readonly removed: readonly Finding[]
}

/** The same finding with another severity is another finding: it went and came. */
const keyOf = (finding: Finding): string =>
  [finding.id, finding.code, finding.resource, finding.path ?? '', finding.severity].join('\n')

/** Two lists compared as multisets. */
export function diffFindings(before: readonly Finding[], after: readonly Finding[]): FindingDiff {
  const rest = new Map<string, Finding[]>()
  for (const finding of before) {
    const key = keyOf(finding)
    const same = rest.get(key)
    if (same) same.push(finding)
    else rest.set(key, [finding])
  }
  const added: Finding[] = []
  const stayed: Finding[] = []
  for (const finding of after) {
    if (rest.get(keyOf(finding))?.pop()) stayed.push(finding)
    else added.push(finding)
  }
  return { added, stayed, removed: [...rest.values()].flat() }
}
