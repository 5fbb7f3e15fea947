import { type Fields, isRecord, list, own, record, text } from '#lib/resources/field.ts'
import { apiVersionOf } from '#lib/resources/kind.ts'

/** What completion and hover work from: one JSON Schema that looks at apiVersion and kind of each document. */
export type YamlSchema = { readonly uri: string; readonly root: Fields }

export type PublishedSchema = {
  readonly group: string
  readonly version: string
  readonly kind: string
  /** OpenAPI v3 as the cluster publishes it; what it refers to stands under `components.schemas`. */
  readonly schema: unknown
}

const COPIED = ['type', 'description', 'format', 'default', 'enum', 'title'] as const
const DEPTH = 40

/**
 * OpenAPI v3 of Kubernetes to the JSON Schema of the YAML service. Only what completion and hover use is
 * kept: constraints such as Istio's `oneOf: [{ not: … }]` would only confuse the choice of suggestions, and
 * markers come from lib.
 */
export function yamlSchemaOf(published: readonly PublishedSchema[]): YamlSchema | undefined {
  const first = published[0]
  if (!first) return undefined
  const definitions = new Map<string, unknown>()
  const branches = published.map(({ group, version, kind, schema }) => {
    const apiVersion = apiVersionOf(group, version)
    for (const [name, definition] of Object.entries(componentsOf(schema)))
      definitions.set(name, convert(definition, 0))
    const body = record(convert(schema, 0))
    return {
      if: {
        required: ['apiVersion', 'kind'],
        properties: { apiVersion: { const: apiVersion }, kind: { const: kind } },
      },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: {
        ...body,
        properties: {
          ...record(body.properties),
          apiVersion: { type: 'string', const: apiVersion },
          kind: { type: 'string', const: kind },
        },
      },
    }
  })
  const uri = `inmemory://schema/${[first.group || 'core', first.version, first.kind]
    .map(encodeURIComponent)
    .join('/')}.json`
  return { uri, root: { allOf: branches, definitions: Object.fromEntries(definitions) } }
}

const componentsOf = (schema: unknown): Fields =>
  record(own(own(schema, 'components'), 'schemas') ?? own(schema, 'definitions'))

function convert(node: unknown, depth: number): unknown {
  if (!isRecord(node) || depth > DEPTH) return {}
  const entries: [string, unknown][] = []
  for (const key of COPIED)
    if (node[key] !== undefined && node[key] !== '') entries.push([key, node[key]])
  const ref = text(node.$ref)
  if (ref) entries.push(['$ref', ref.replace('#/components/schemas/', '#/definitions/')])
  if (node['x-kubernetes-int-or-string'] === true || node.format === 'int-or-string') {
    return {
      ...Object.fromEntries(entries.filter(([key]) => key !== 'type' && key !== 'format')),
      anyOf: [{ type: 'integer' }, { type: 'string' }],
    }
  }
  if (isRecord(node.properties)) {
    entries.push([
      'properties',
      Object.fromEntries(
        Object.entries(node.properties).map(([name, child]) => [name, convert(child, depth + 1)]),
      ),
    ])
  }
  if (isRecord(node.items)) entries.push(['items', convert(node.items, depth + 1)])
  if (isRecord(node.additionalProperties))
    entries.push(['additionalProperties', convert(node.additionalProperties, depth + 1)])
  if (Array.isArray(node.required)) entries.push(['required', node.required])
  for (const key of ['allOf', 'anyOf', 'oneOf'] as const) {
    const shaping = list(node[key]).filter(shapes)
    if (shaping.length > 0) entries.push([key, shaping.map((part) => convert(part, depth + 1))])
  }
  return Object.fromEntries(entries)
}

/** Whether a part of a combination adds fields or types, in contrast to one that only forbids. */
const shapes = (part: unknown): boolean =>
  isRecord(part) &&
  (typeof part.$ref === 'string' ||
    typeof part.type === 'string' ||
    Array.isArray(part.enum) ||
    Object.values(record(part.properties)).some((child) => Object.keys(record(child)).length > 0))
