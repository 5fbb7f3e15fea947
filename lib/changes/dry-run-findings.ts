import type { Finding, Layer } from '#lib/findings/finding.ts'
import { CORE_KINDS } from '#lib/resources/core-kinds.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { fromApiServer } from '#lib/yaml/field-path.ts'
import type { YamlDocument } from '#lib/yaml/parse.ts'
import { schemaWords } from './schema-words.ts'
import { textFinding } from './text-finding.ts'

/** A refusal by the API server, as its Status object words it. */
export type Refusal = {
  readonly status: number
  readonly reason: string
  readonly message: string
  readonly causes: readonly {
    readonly field?: string
    readonly message: string
    readonly reason?: string
  }[]
}

export type DryRunOutcome = {
  readonly state: 'failed' | 'skipped' | 'denied'
  readonly findings: readonly Finding[]
}

const BUILT_IN: ReadonlySet<string> = new Set(CORE_KINDS.map((kind) => kind.group))

const MISSING =
  /cannot (\w+) resource "([^"]+)" in API group "([^"]*)" (?:in the namespace "([^"]+)"|at the cluster scope)/

/**
 * The right that a refusal says is missing, in the words of who is asked for it.
 *
 * @see kubernetes/kubernetes staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go, forbiddenMessage
 */
function missingRole(message: string): { readonly fix?: string } {
  const [, verb, plural, group, namespace] = MISSING.exec(message) ?? []
  if (!verb) return {}
  const role = namespace ? `a Role in ${namespace}` : 'a ClusterRole'
  return {
    fix: `Ask for ${role} that allows "${verb}" on ${plural}${group ? ` of ${group}` : ''}, then review again.`,
  }
}

/**
 * What a refused dry run means for the text. The refusal of a person's rights is no fault of the text; a webhook
 * that cannot take part in dry runs leaves the question open; all else is an error where the server says it is.
 */
export function dryRunOutcome(
  refusal: Refusal,
  about: {
    readonly resource: Ref
    readonly group: string
    readonly document?: Pick<YamlDocument, 'pathToRange' | 'value'>
  },
): DryRunOutcome {
  const { resource, document } = about
  const finding = (code: string, layer: Layer, message: string, field?: string): Finding => {
    if (!field) return textFinding({ code, severity: 'error', layer, resource, message })
    const words = schemaWords(code, fromApiServer(field), message, document?.value)
    const range = document?.pathToRange(words.path)
    return textFinding({ code, severity: 'error', layer, resource, range, ...words })
  }
  if (refusal.status === 403 && refusal.message.includes(' cannot '))
    return {
      state: 'denied',
      findings: [
        textFinding({
          code: 'change.not-permitted',
          severity: 'warning',
          layer: 'admission',
          resource,
          message: `Kubernetes would refuse this to you: ${refusal.message}`,
          ...missingRole(refusal.message),
        }),
      ],
    }
  if (refusal.status === 400 && refusal.message.includes('does not support dry run'))
    return {
      state: 'skipped',
      findings: [
        textFinding({
          code: 'change.dry-run-skipped',
          severity: 'info',
          layer: 'admission',
          resource,
          message: `A webhook cannot take part in a dry run, so its verdict is unknown: ${refusal.message}`,
        }),
      ],
    }
  if (refusal.status === 409)
    return {
      state: 'failed',
      findings: [
        textFinding({
          code: 'change.stale-base',
          severity: 'warning',
          layer: 'cross-resource',
          resource,
          message: `The object changed while it was looked at: ${refusal.message}`,
          fix: 'Review again.',
        }),
      ],
    }
  const strict = strictFields(refusal.message)
  if (strict.length > 0)
    return {
      state: 'failed',
      findings: strict.map(({ what, field }) =>
        what === 'duplicate'
          ? finding('yaml.duplicate-key', 'yaml', `The field "${field}" appears twice.`, field)
          : finding(
              'schema.unknown-field',
              'schema',
              `The API server does not know the field "${field}".`,
              field,
            ),
      ),
    }
  const causes = refusal.status === 422 ? refusal.causes.filter((cause) => cause.message) : []
  if (causes.length > 0)
    return {
      state: 'failed',
      findings: causes.map((cause) => {
        const [code, layer] = codeOf(cause, BUILT_IN.has(about.group))
        return finding(code, layer, cause.message, cause.field)
      }),
    }
  return {
    state: 'failed',
    findings: [
      finding('admission.rejected', 'admission', `The API server refuses this: ${refusal.message}`),
    ],
  }
}

/** Schema messages of the API server name the body; rules in CEL speak with their own words. */
function codeOf(cause: Refusal['causes'][number], isBuiltIn: boolean): readonly [string, Layer] {
  const { message, reason } = cause
  if (reason === 'FieldValueRequired' && !isBuiltIn) return ['schema.required', 'schema']
  if (reason === 'FieldValueTypeInvalid' || message.includes('must be of type'))
    return ['schema.type', 'schema']
  if (reason === 'FieldValueNotSupported' && !isBuiltIn) return ['schema.enum', 'schema']
  if (isBuiltIn) return ['admission.rejected', 'admission']
  if (message.includes(' in body ')) {
    if (message.includes('exactly one') || message.includes('must not validate'))
      return ['schema.one-of', 'schema']
    return ['schema.type', 'schema']
  }
  if (
    reason === 'FieldValueInvalid' ||
    reason === 'FieldValueForbidden' ||
    reason === 'FieldValueDuplicate'
  )
    return ['schema.cel', 'cel']
  return ['admission.rejected', 'admission']
}

/** `strict decoding error: unknown field "spec.a", duplicate field "spec.b"`. */
function strictFields(
  message: string,
): readonly { what: 'unknown' | 'duplicate'; field: string }[] {
  if (!message.includes('strict decoding error')) return []
  return [...message.matchAll(/\b(unknown|duplicate) field "([^"\n]{1,500})"/g)].map((match) => ({
    what: match[1] === 'duplicate' ? 'duplicate' : 'unknown',
    field: match[2] ?? '',
  }))
}
