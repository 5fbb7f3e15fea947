import type { Finding, Severity } from '#lib/findings/finding.ts'
import { parseRef } from '#lib/resources/reference.ts'

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']

/** Findings of a scope that hold every word of the text; worst first, then by code and object. */
export function shownFindings(
  findings: readonly Finding[],
  {
    namespaces,
    text,
    severities,
  }: {
    readonly namespaces: readonly string[]
    readonly text: string
    readonly severities: readonly string[]
  },
): readonly Finding[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const inScope = (finding: Finding) =>
    namespaces.length === 0 ||
    [finding.resource, ...finding.mentions].some((ref) => {
      const parsed = parseRef(ref)
      const own = parsed?.kind === 'Namespace' ? parsed.name : parsed?.namespace
      return own !== undefined && namespaces.includes(own)
    })
  const holds = (finding: Finding) => {
    const all = `${finding.message}\n${finding.code}\n${finding.resource}`.toLowerCase()
    return words.every((word) => {
      const [field, value] = word.split(':', 2)
      if (field === 'ns' && value) return parseRef(finding.resource)?.namespace === value
      if (field === 'code' && value) return finding.code.toLowerCase().includes(value)
      return all.includes(word)
    })
  }
  return findings
    .filter(
      (f) =>
        !f.suppressed &&
        (severities.length === 0 || severities.includes(f.severity)) &&
        inScope(f) &&
        holds(f),
    )
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        compare(a.code, b.code) ||
        compare(a.resource, b.resource) ||
        compare(a.id, b.id),
    )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
