import type { Finding, Layer, Range, Severity } from '#lib/findings/finding.ts'
import type { Ref } from '#lib/resources/reference.ts'

/** Checks that istioctl knows by another name. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['schema.type', 'IST0106'],
  ['schema.enum', 'IST0106'],
  ['schema.unknown-field', 'IST0106'],
  ['schema.required', 'IST0106'],
  ['schema.cel', 'IST0106'],
  ['admission.rejected', 'IST0106'],
])

const KUBERNETES = 'https://kubernetes.io/docs/reference/using-api/api-concepts/'
/** Where the rule behind a code is written down, by the first word of the code. */
const DOCS: Readonly<Record<string, string>> = {
  yaml: 'https://yaml.org/spec/1.1/',
  schema:
    'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation',
  admission:
    'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/',
  diff: 'https://istio.io/latest/docs/reference/config/networking/gateway/',
}

export type TextFinding = {
  readonly code: string
  readonly severity: Severity
  readonly layer: Layer
  /** Absent while the text does not say which object it is. */
  readonly resource: Ref | undefined
  readonly path?: string
  readonly range?: Range
  readonly message: string
  readonly fix?: string
  readonly mentions?: readonly Ref[]
}

/** A finding about a text or about a change, in the form of all findings. */
export function textFinding(about: TextFinding): Finding {
  const alias = ALIASES.get(about.code)
  const resource = about.resource ?? 'mesh'
  return {
    id: [about.code, resource, about.path ?? (about.range ? `line-${about.range.line}` : '')].join(
      ' ',
    ),
    code: about.code,
    aliases: alias ? [alias] : [],
    severity: about.severity,
    layer: about.layer,
    resource,
    ...(about.path === undefined ? {} : { path: about.path }),
    ...(about.range === undefined ? {} : { range: about.range }),
    message: about.message,
    ...(about.fix === undefined ? {} : { fix: about.fix }),
    mentions: about.mentions ?? [],
    docs: DOCS[about.code.slice(0, about.code.indexOf('.'))] ?? KUBERNETES,
  }
}

const BLOCKING: ReadonlySet<Layer> = new Set<Layer>(['yaml', 'schema', 'cel', 'admission'])

/** An error that keeps the API server or the control plane from taking the object. */
export const isBlocking = (finding: Finding): boolean =>
  finding.severity === 'error' && BLOCKING.has(finding.layer)
