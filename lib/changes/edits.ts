import type { Finding } from '#lib/findings/finding.ts'
import { at, isRecord, text as textOf } from '#lib/resources/field.ts'
import { apiVersionOf, type Kind, parseApiVersion } from '#lib/resources/kind.ts'
import { formatRef, parseRef, type Ref } from '#lib/resources/reference.ts'
import { parseYaml, type YamlDocument } from '#lib/yaml/parse.ts'
import type { Edit } from './plan.ts'
import { textFinding } from './text-finding.ts'

/** One thing that a person asks for, before the cluster was asked what kind it is. */
export type EditRequest =
  | {
      readonly op: 'write'
      readonly apiVersion: string
      readonly kind: string
      readonly value: Readonly<Record<string, unknown>>
      readonly document: YamlDocument
    }
  | {
      readonly op: 'delete'
      readonly kind: string
      readonly namespace?: string
      readonly name: string
      readonly group?: string
    }

/** Where an edit goes: one object of one kind that the cluster serves. */
export type Target = {
  readonly kind: Kind
  readonly version: string
  readonly namespace?: string
  readonly name: string
  readonly ref: Ref
}

/** Texts and deletions in the order given, and what is wrong with the texts alone. */
export function readEdits(edits: readonly Edit[]): {
  readonly requests: readonly EditRequest[]
  readonly findings: readonly Finding[]
} {
  const requests: EditRequest[] = []
  const findings: Finding[] = []
  for (const edit of edits) {
    if ('delete' in edit) {
      const ref = parseRef(edit.delete)
      if (ref)
        requests.push({
          op: 'delete',
          ...ref,
          ...(edit.group === undefined ? {} : { group: edit.group }),
        })
      else
        findings.push(
          textFinding({
            code: 'yaml.not-a-resource',
            severity: 'error',
            layer: 'yaml',
            resource: undefined,
            message: `"${edit.delete}" names no object: it is written Kind/namespace/name, or Kind/name.`,
          }),
        )
      continue
    }
    const parsed = parseYaml(edit.text)
    const refs = parsed.documents.map((document) => refAsWritten(document.value))
    for (const issue of parsed.findings)
      findings.push(
        textFinding({
          ...issue,
          layer: 'yaml',
          resource: issue.document === undefined ? undefined : refs[issue.document],
        }),
      )
    for (const document of parsed.documents) {
      const { value } = document
      const apiVersion = textOf(at(value, 'apiVersion'))
      const kind = textOf(at(value, 'kind'))
      if (isRecord(value) && apiVersion && kind)
        requests.push({ op: 'write', apiVersion, kind, value, document })
    }
    if (parsed.documents.length === 0 && parsed.findings.length === 0)
      findings.push(
        textFinding({
          code: 'yaml.not-a-resource',
          severity: 'error',
          layer: 'yaml',
          resource: undefined,
          message: 'The text holds no document.',
          fix: 'To remove an object, delete it instead of emptying its text.',
        }),
      )
  }
  return { requests, findings }
}

/** The target of a text; `undefined` with a finding when it does not say which object it is. */
export function targetOfText(
  request: Extract<EditRequest, { op: 'write' }>,
  kind: Kind | undefined,
): { readonly target?: Target; readonly findings: readonly Finding[] } {
  const { document } = request
  if (!kind) {
    const path = 'kind'
    return {
      findings: [
        textFinding({
          code: 'schema.unknown-kind',
          severity: 'error',
          layer: 'schema',
          resource: refAsWritten(request.value),
          path,
          range: document.pathToRange(path),
          message: `This cluster does not serve ${request.kind} of ${request.apiVersion}.`,
          fix: 'Check apiVersion and kind, or install its CustomResourceDefinition.',
        }),
      ],
    }
  }
  const metadata = at(request.value, 'metadata')
  const name = textOf(at(metadata, 'name'))
  const namespace =
    kind.scope === 'Namespaced' ? (textOf(at(metadata, 'namespace')) ?? 'default') : undefined
  if (!name)
    return {
      findings: [
        textFinding({
          code: 'schema.required',
          severity: 'error',
          layer: 'schema',
          resource: undefined,
          path: 'metadata',
          range: document.pathToRange('metadata.name'),
          message: `This ${kind.kind} has no metadata.name.`,
          fix: 'Give it a name; generateName cannot be previewed.',
        }),
      ],
    }
  const bad = [
    ['metadata.name', name] as const,
    ['metadata.namespace', namespace ?? ''] as const,
  ].find(
    ([, value]) => value.includes('/') || value.includes('%') || value === '.' || value === '..',
  )
  if (bad)
    return {
      findings: [
        textFinding({
          code: 'schema.type',
          severity: 'error',
          layer: 'schema',
          resource: undefined,
          path: bad[0],
          range: document.pathToRange(bad[0]),
          message: `${JSON.stringify(bad[1])} cannot be a name: it would be part of an address.`,
        }),
      ],
    }
  return {
    target: targetOf(kind, parseApiVersion(request.apiVersion).version, namespace, name),
    findings: [],
  }
}

export const targetOf = (
  kind: Kind,
  version: string,
  namespace: string | undefined,
  name: string,
): Target => ({
  kind,
  version,
  ...(namespace ? { namespace } : {}),
  name,
  ref: formatRef(kind.kind, namespace, name),
})

/** Key under which two edits are the same object. */
export const targetKey = (target: Target): string =>
  [target.kind.group, target.kind.plural, target.namespace ?? '', target.name].join('/')

export const apiVersionOfTarget = (target: Target): string =>
  apiVersionOf(target.kind.group, target.version)

function refAsWritten(value: unknown): Ref | undefined {
  const kind = textOf(at(value, 'kind'))
  const name = textOf(at(value, 'metadata', 'name'))
  return kind && name
    ? formatRef(kind, textOf(at(value, 'metadata', 'namespace')), name)
    : undefined
}
