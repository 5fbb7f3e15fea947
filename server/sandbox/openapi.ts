import { createHash } from 'node:crypto'
import { isRecord, record } from '#lib/resources/field.ts'
import { properties, property } from '#lib/schema/schema.ts'
import { patchTypes } from './apply-patch.ts'
import { publishedSchemas } from './built-in-kinds.ts'
import type { KindRegistry } from './kind-registry.ts'
import { apiVersionOf, type ServedKind } from './served-kind.ts'

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'
const pathOf = (group: string, version: string): string =>
  group === '' ? `api/${version}` : `apis/${group}/${version}`

/** The index of `/openapi/v3`: one document for each group and version. */
export function openapiIndex(registry: KindRegistry): object {
  const paths = new Map<string, object>()
  for (const kind of registry.all())
    for (const version of kind.versions) {
      const path = pathOf(kind.group, version.name)
      paths.set(path, {
        serverRelativeURL: `/openapi/v3/${path}?hash=${fingerprint(registry, kind.group, version.name)}`,
      })
    }
  return { paths: Object.fromEntries([...paths].sort(([a], [b]) => (a < b ? -1 : 1))) }
}

/** Changes with what is served, so that clients may keep a document as long as its address stays. */
function fingerprint(registry: KindRegistry, group: string, version: string): string {
  const kinds = kindsIn(registry, group, version).map((kind) => kind.plural)
  return createHash('sha256').update(kinds.join()).digest('hex').slice(0, 32).toUpperCase()
}

const kindsIn = (registry: KindRegistry, group: string, version: string): readonly ServedKind[] =>
  registry
    .all()
    .filter((kind) => kind.group === group && kind.versions.some((one) => one.name === version))

/**
 * The document of one group and version: paths with the parameters that clients look for, schemas in
 * full. Undefined where nothing is served.
 */
export function openapiDocument(
  registry: KindRegistry,
  group: string,
  version: string,
): object | undefined {
  const kinds = kindsIn(registry, group, version)
  if (kinds.length === 0) return undefined
  const schemas: Record<string, unknown> = {}
  const paths: Record<string, unknown> = {}
  const published = publishedSchemas(group, version)
  for (const [name, schema] of Object.entries(published ?? metaSchemas())) schemas[name] = schema
  for (const kind of kinds) {
    if (kind.isCustom) schemas[schemaName(kind, version)] = customSchema(kind, version)
    Object.assign(paths, pathsOf(kind, version))
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.36.3' },
    paths,
    components: { schemas },
  }
}

/** `io.istio.networking.v1.VirtualService`, as the real server names schemas of custom kinds. */
function schemaName(kind: ServedKind, version: string): string {
  return [...kind.group.split('.').reverse(), version, kind.kind].join('.')
}

function customSchema(kind: ServedKind, version: string): object {
  const schema = kind.versions.find((one) => one.name === version)?.schema() ?? { type: 'object' }
  return {
    ...schema,
    properties: {
      apiVersion: {
        type: 'string',
        description: 'APIVersion defines the versioned schema of this representation of an object.',
      },
      kind: {
        type: 'string',
        description:
          'Kind is a string value representing the REST resource this object represents.',
      },
      metadata: {
        description: "Standard object's metadata.",
        allOf: [{ $ref: `#/components/schemas/${META}` }],
      },
      ...Object.fromEntries(
        Object.keys(properties(schema))
          .filter((key) => key !== 'metadata' && key !== 'apiVersion' && key !== 'kind')
          .map((key) => [key, property(schema, key)]),
      ),
    },
    'x-kubernetes-group-version-kind': [{ group: kind.group, version, kind: kind.kind }],
  }
}

/** Metadata of objects, and what that refers to. */
function metaSchemas(): Record<string, unknown> {
  const core = record(publishedSchemas('', 'v1'))
  const out: Record<string, unknown> = {}
  const take = (name: string) => {
    if (name in out || !isRecord(core[name])) return
    out[name] = core[name]
    for (const [, target] of JSON.stringify(core[name]).matchAll(
      /"#\/components\/schemas\/([^"]+)"/g,
    ))
      if (target) take(target)
  }
  take(META)
  return out
}

const parameter = (name: string, type = 'string') => ({
  name,
  in: 'query',
  schema: { type, uniqueItems: true },
})
const WRITE = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => parameter(name))

function pathsOf(kind: ServedKind, version: string): Record<string, unknown> {
  const operation = (action: string, more: object = {}) => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group: kind.group, version, kind: kind.kind },
    responses: { 200: { description: 'OK' } },
    ...more,
  })
  const root = `/${kind.group === '' ? 'api' : 'apis'}/${apiVersionOf(kind.group, version)}`
  const place = kind.namespaced
    ? `${root}/namespaces/{namespace}/${kind.plural}`
    : `${root}/${kind.plural}`
  const content = Object.fromEntries(patchTypes(kind).map((type) => [type, { schema: {} }]))
  const writable = kind.verbs.includes('update')
  return {
    ...(kind.namespaced ? { [`${root}/${kind.plural}`]: { get: operation('list') } } : {}),
    [place]: {
      get: operation('list'),
      ...(writable ? { post: operation('post', { parameters: WRITE }) } : {}),
    },
    [`${place}/{name}`]: {
      get: operation('get'),
      ...(writable
        ? {
            put: operation('put', { parameters: WRITE }),
            patch: operation('patch', { parameters: WRITE, requestBody: { content } }),
            delete: operation('delete', { parameters: [parameter('dryRun')] }),
          }
        : {}),
    },
  }
}
