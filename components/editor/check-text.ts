import { schemaFindings } from '#lib/changes/schema-findings.ts'
import type { Finding } from '#lib/findings/finding.ts'
import { type Fields, isRecord, own, text as textOf } from '#lib/resources/field.ts'
import { apiVersionOf } from '#lib/resources/kind.ts'
import { formatRef } from '#lib/resources/reference.ts'
import { validateSchema } from '#lib/schema/validate.ts'
import { type ParsedYaml, parseYaml, type YamlDocument } from '#lib/yaml/parse.ts'
import type { TextIssue } from './problem.ts'
import type { PublishedSchema } from './yaml-schema.ts'

/** Where a finding of a plan is to be marked in the text as it stands now. */
export type Place = Pick<Finding, 'resource' | 'path'>
export type Ranges = readonly (TextIssue['range'] | undefined)[]

/** Schemas by apiVersion and kind, as documents name themselves. */
export const schemaTable = (published: readonly PublishedSchema[]): ReadonlyMap<string, Fields> =>
  new Map(
    published.flatMap(({ group, version, kind, schema }) =>
      isRecord(schema) ? [[`${apiVersionOf(group, version)} ${kind}`, schema]] : [],
    ),
  )

/**
 * What can be said of a text without the mesh: YAML, and the fields that the kind has. Kinds without a schema
 * in the table are left to the dry run.
 */
export function checkText(
  text: string,
  schemas: ReadonlyMap<string, Fields>,
): readonly TextIssue[] {
  const parsed = parseYaml(text)
  const issues: TextIssue[] = parsed.findings.map(
    ({ code, severity, message, fix, path, range }) => ({
      code,
      severity,
      message,
      fix,
      path,
      range,
    }),
  )
  for (const document of parsed.documents) {
    const schema = schemas.get(nameOf(document.value))
    if (!schema) continue
    const found = schemaFindings(validateSchema(schema, document.value), undefined, document)
    for (const { code, severity, message, fix, path, range = document.range } of found)
      issues.push({ code, severity, message, fix, path, range })
  }
  return issues
}

/** Ranges of findings in a text; those of objects that it does not hold have none. */
export function locate(text: string, places: readonly Place[]): Ranges {
  if (places.length === 0) return []
  const documents = documentsByRef(parseYaml(text))
  return places.map(({ resource, path }) => {
    const document = documents.get(resource)
    return document?.pathToRange(path ?? 'metadata.name')
  })
}

function documentsByRef(parsed: ParsedYaml): ReadonlyMap<string, YamlDocument> {
  const documents = new Map<string, YamlDocument>()
  for (const document of parsed.documents) {
    const kind = textOf(own(document.value, 'kind'))
    const metadata = own(document.value, 'metadata')
    const name = textOf(own(metadata, 'name'))
    if (kind && name)
      documents.set(formatRef(kind, textOf(own(metadata, 'namespace')), name), document)
  }
  return documents
}

const nameOf = (value: unknown): string =>
  `${textOf(own(value, 'apiVersion')) ?? ''} ${textOf(own(value, 'kind')) ?? ''}`
