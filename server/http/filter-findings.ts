import type { AnswerOf, Endpoints, Frozen, QueryOf } from '#lib/api/endpoints.ts'
import type { Finding } from '#lib/findings/finding.ts'
import { parseRef } from '#lib/resources/reference.ts'

type Filter = Frozen<QueryOf<Endpoints['findings']>>
type Answer = Pick<AnswerOf<Endpoints['findings']>, 'findings' | 'suppressed'>

const includes = <T>(wanted: readonly T[] | undefined, ...values: readonly T[]): boolean =>
  !wanted || values.some((value) => wanted.includes(value))

/** The namespace that a finding is in: that of its object, or the object itself where it is one. */
const namespaceOf = ({ resource }: Finding): string => {
  const ref = parseRef(resource)
  return (ref?.kind === 'Namespace' ? ref.name : ref?.namespace) ?? ''
}

/** Findings that pass every filter. How many are suppressed is counted before `suppressed` leaves any out. */
export function filterFindings(findings: readonly Finding[], filter: Filter): Answer {
  const { severity, code, layer, namespace, resource, suppressed = 'with' } = filter
  const asked = findings.filter(
    (finding) =>
      includes(severity, finding.severity) &&
      includes(code, finding.code, ...finding.aliases) &&
      includes(layer, finding.layer) &&
      includes(resource, finding.resource) &&
      includes(namespace, namespaceOf(finding)),
  )
  return {
    findings: asked.filter((finding) =>
      suppressed === 'with' ? true : (finding.suppressed !== undefined) === (suppressed === 'only'),
    ),
    suppressed: asked.filter((finding) => finding.suppressed).length,
  }
}
