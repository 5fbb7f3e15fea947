import { at, flag, list, number, own, record, records, text, texts } from '#lib/resources/field.ts'
import { asSchema, type Schema } from '#lib/schema/schema.ts'
import type { PrinterColumn, ServedKind, ServedVersion } from './served-kind.ts'
import { compareVersions } from './version-order.ts'

const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch']
const AGE: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }

/**
 * The kind that the spec of a CustomResourceDefinition defines; `undefined` when none of its versions is
 * served or its names are missing.
 *
 * @param schemaOf reads the schema of a version, called when first needed
 */
export function definedKind(
  spec: unknown,
  schemaOf: (version: string) => Schema | undefined,
): ServedKind | undefined {
  const group = text(own(spec, 'group'))
  const names = record(own(spec, 'names'))
  const plural = text(names.plural)
  const kind = text(names.kind)
  if (!group || !plural || !kind) return undefined
  const versions = records(own(spec, 'versions'))
    .filter(({ value }) => flag(value.served) === true)
    .flatMap(({ value }) => definedVersion(value, `${group}/${text(value.name)} ${kind}`, schemaOf))
    .sort((a, b) => compareVersions(a.name, b.name))
  if (versions.length === 0) return undefined
  return {
    group,
    kind,
    plural,
    listKind: text(names.listKind) ?? `${kind}List`,
    singular: text(names.singular) ?? kind.toLowerCase(),
    shortNames: texts(names.shortNames),
    categories: texts(names.categories),
    namespaced: own(spec, 'scope') !== 'Cluster',
    verbs: VERBS,
    isCustom: true,
    hasGeneration: true,
    versions,
  }
}

function definedVersion(
  value: Readonly<Record<string, unknown>>,
  what: string,
  schemaOf: (version: string) => Schema | undefined,
): ServedVersion[] {
  const name = text(value.name)
  if (!name) return []
  let schema: { readonly found: Schema | undefined } | undefined
  const columns = columnsOf(value.additionalPrinterColumns)
  const deprecation = text(value.deprecationWarning) ?? `${what} is deprecated`
  return [
    {
      name,
      hasStatus: at(value, 'subresources', 'status') !== undefined,
      ...(flag(value.deprecated) === true ? { deprecation } : {}),
      columns: columns.length > 0 ? columns : [AGE],
      schema: () => {
        schema ??= { found: schemaOf(name) }
        return schema.found
      },
    },
  ]
}

const columnsOf = (value: unknown): readonly PrinterColumn[] =>
  records(value).flatMap(({ value: column }) => {
    const name = text(column.name)
    const jsonPath = text(column.jsonPath)
    if (!name || !jsonPath) return []
    const priority = number(column.priority)
    const [format, description] = [text(column.format), text(column.description)]
    return [
      {
        name,
        jsonPath,
        type: text(column.type) ?? 'string',
        ...(format ? { format } : {}),
        ...(description ? { description } : {}),
        ...(priority ? { priority } : {}),
      },
    ]
  })

/** The schema of one version in the spec of a definition. */
export function schemaInSpec(spec: unknown, version: string): Schema | undefined {
  const found = list(own(spec, 'versions')).find((one) => own(one, 'name') === version)
  return asSchema(at(found, 'schema', 'openAPIV3Schema'))
}

/** What the API server writes into the status of a definition that it serves. */
export function definitionStatus(spec: unknown, since: string): object {
  const names = record(own(spec, 'names'))
  const kind = text(names.kind) ?? ''
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: 'True',
    lastTransitionTime: since,
    reason,
    message,
  })
  return {
    conditions: [
      condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
      condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
    ],
    acceptedNames: { ...names, listKind: text(names.listKind) ?? `${kind}List` },
    storedVersions: records(own(spec, 'versions')).flatMap(({ value }) =>
      flag(value.storage) === true ? [text(value.name)] : [],
    ),
  }
}
