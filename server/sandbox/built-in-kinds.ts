import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord, list, own } from '#lib/resources/field.ts'
import { asSchema, type Schema } from '#lib/schema/schema.ts'
import { HERE } from './here.ts'
import type { ServedKind } from './served-kind.ts'

const FOLDER = join(HERE, 'crds/kubernetes')

type KindRow = {
  group: string
  version: string
  kind: string
  plural: string
  singular: string
  namespaced: boolean
  shortNames?: readonly string[]
  categories?: readonly string[]
  verbs: readonly string[]
  hasStatus: boolean
}

/** Kinds whose objects have no `metadata.generation` on a real server. */
const WITHOUT_GENERATION: ReadonlySet<string> = new Set([
  'ConfigMap',
  'Endpoints',
  'Event',
  'LimitRange',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'ResourceQuota',
  'Secret',
  'ServiceAccount',
  'Service',
  'ControllerRevision',
  'Lease',
  'IngressClass',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'StorageClass',
  'HorizontalPodAutoscaler',
])

/** Kubernetes' own kinds that this server stores, as kinds.json lists them. */
export function builtInKinds(): readonly ServedKind[] {
  const rows: KindRow[] = JSON.parse(readFileSync(join(FOLDER, 'kinds.json'), 'utf8'))
  return rows.map((row) => ({
    group: row.group,
    kind: row.kind,
    listKind: `${row.kind}List`,
    plural: row.plural,
    singular: row.singular,
    shortNames: row.shortNames ?? [],
    categories: row.categories ?? [],
    namespaced: row.namespaced,
    verbs: row.verbs,
    isCustom: false,
    hasGeneration: !WITHOUT_GENERATION.has(row.kind),
    versions: [
      {
        name: row.version,
        hasStatus: row.hasStatus,
        columns: [],
        schema: () => schemaOfKind(row.group, row.version, row.kind),
      },
    ],
  }))
}

const resolved = new Map<string, ReadonlyMap<string, Schema>>()

/** The schemas of one group and version as published, references in place. Shared: never changed. */
export function publishedSchemas(
  group: string,
  version: string,
): Record<string, unknown> | undefined {
  try {
    const file = join(FOLDER, 'schemas', `${group || 'core'}_${version}.json`)
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Metadata of every object. */
export const objectMetaSchema = (): Schema =>
  schemasOf('', 'v1').get('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta') ?? {}

const byKind = new Map<string, Schema | undefined>()

function schemaOfKind(group: string, version: string, kind: string): Schema | undefined {
  const key = `${group}/${version} ${kind}`
  if (!byKind.has(key)) byKind.set(key, findSchema(group, version, kind))
  return byKind.get(key)
}

function findSchema(group: string, version: string, kind: string): Schema | undefined {
  for (const schema of schemasOf(group, version).values()) {
    const isIt = list(own(schema, 'x-kubernetes-group-version-kind')).some(
      (gvk) =>
        own(gvk, 'group') === group && own(gvk, 'version') === version && own(gvk, 'kind') === kind,
    )
    if (isIt) return schema
  }
  return undefined
}

function schemasOf(group: string, version: string): ReadonlyMap<string, Schema> {
  const key = `${group}/${version}`
  const known = resolved.get(key)
  if (known) return known
  const raw = publishedSchemas(group, version) ?? {}
  for (const schema of Object.values(raw)) link(schema, raw)
  const made = new Map(
    Object.entries(raw).flatMap(([name, value]) => {
      const schema = asSchema(value)
      return schema ? [[name, schema] as const] : []
    }),
  )
  resolved.set(key, made)
  return made
}

/** Puts the schema itself where a reference to it stands; schemas may then hold themselves. */
function link(node: unknown, all: Readonly<Record<string, unknown>>): void {
  if (typeof node !== 'object' || node === null) return
  const holder = node as Record<string, unknown>
  for (const [key, value] of Object.entries(holder)) {
    const reference = isRecord(value) ? own(value, '$ref') : undefined
    if (typeof reference === 'string')
      holder[key] = all[reference.slice(reference.lastIndexOf('/') + 1)] ?? {}
    else link(value, all)
  }
}
