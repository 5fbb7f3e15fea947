import { parseAllDocuments } from 'yaml'

/** A Kubernetes object as a manifest has it. */
export type Manifest = {
  apiVersion: string
  kind: string
  metadata: {
    name: string
    namespace?: string
    ownerReferences?: OwnerReference[]
    [field: string]: unknown
  }
  [field: string]: unknown
}

export type OwnerReference = { apiVersion: string; kind: string; name: string; uid?: string }

/** Tags of YAML 1.1 that Kubernetes' parser leaves alone: 22:22 and 2019-07-01 stay text. */
const UNUSED_TAGS = ['timestamp', 'intTime', 'floatTime', 'binary', 'omap', 'pairs', 'set']

/**
 * Reads YAML as Kubernetes does: several documents, YAML 1.1 booleans, Lists unpacked.
 * @throws on a syntax error and on a document that is no Kubernetes object
 * @see kubernetes-sigs/yaml yaml.go
 */
export function readManifests(text: string): Manifest[] {
  const documents = parseAllDocuments(text, {
    version: '1.1',
    merge: true,
    customTags: (tags) => tags.filter((tag) => !isUnused(tag)),
  })
  if (!Array.isArray(documents)) return []
  return documents.flatMap((document) => {
    const error = document.errors[0]
    if (error !== undefined) throw new Error(error.message)
    return unpack(document.toJS())
  })
}

function isUnused(tag: unknown): boolean {
  if (typeof tag === 'string') return UNUSED_TAGS.includes(tag)
  if (typeof tag !== 'object' || tag === null || !('tag' in tag)) return false
  const isTime = 'format' in tag && tag.format === 'TIME'
  return isTime || UNUSED_TAGS.some((name) => String(tag.tag).endsWith(`:${name}`))
}

function unpack(value: unknown): Manifest[] {
  if (value === null || value === undefined) return []
  if (!isRecord(value) || typeof value.kind !== 'string' || typeof value.apiVersion !== 'string') {
    throw new Error('a document is no Kubernetes object: it has no apiVersion or kind')
  }
  if (value.kind.endsWith('List') && Array.isArray(value.items)) return value.items.flatMap(unpack)
  if (!isRecord(value.metadata) || typeof value.metadata.name !== 'string') {
    throw new Error(`a ${value.kind} has no metadata.name`)
  }
  return [value as Manifest]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** API group of an apiVersion; core is ''. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/')
  return slash === -1 ? '' : apiVersion.slice(0, slash)
}

/** Names an object whatever version it is written in. */
export function keyOf(apiVersion: string, kind: string, namespace: string, name: string): string {
  return [groupOf(apiVersion), kind, namespace, name].join('/')
}

/** What others refer to comes first; kinds that are not here come last. */
const KIND_ORDER = [
  'CustomResourceDefinition',
  'Namespace',
  'Node',
  'PriorityClass',
  'StorageClass',
  'IngressClass',
  'ClusterRole',
  'ClusterRoleBinding',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ConfigMap',
  'Secret',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Service',
]

/**
 * Order in which objects can be created: by kind, as written inside a kind (so that the first
 * stays the oldest), owners before what they own, and Services with a fixed address or node port
 * before those that are given one.
 */
export function creationOrder(manifests: readonly Manifest[]): Manifest[] {
  const rank = (manifest: Manifest) => {
    const index = KIND_ORDER.indexOf(manifest.kind)
    if (index === -1) return KIND_ORDER.length
    return manifest.kind === 'Service' && !hasFixedAddress(manifest) ? index + 0.5 : index
  }
  const sorted = manifests
    .map((manifest) => ({ manifest, rank: rank(manifest) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ manifest }) => manifest)

  const byKey = new Map(sorted.map((manifest) => [manifestKey(manifest), manifest]))
  const ordered = new Set<Manifest>()
  const visiting = new Set<Manifest>()
  const visit = (manifest: Manifest) => {
    if (ordered.has(manifest) || visiting.has(manifest)) return // the second: owners in a circle
    visiting.add(manifest)
    for (const key of ownerKeys(manifest)) {
      const owner = byKey.get(key)
      if (owner !== undefined) visit(owner)
    }
    visiting.delete(manifest)
    ordered.add(manifest)
  }
  sorted.forEach(visit)
  return [...ordered]
}

export function manifestKey({ apiVersion, kind, metadata }: Manifest): string {
  return keyOf(apiVersion, kind, metadata.namespace ?? '', metadata.name)
}

function ownerKeys({ metadata }: Manifest): string[] {
  return (metadata.ownerReferences ?? []).flatMap((owner) => [
    keyOf(owner.apiVersion, owner.kind, metadata.namespace ?? '', owner.name),
    keyOf(owner.apiVersion, owner.kind, '', owner.name), // a cluster-scoped owner
  ])
}

function hasFixedAddress(service: Manifest): boolean {
  const spec = isRecord(service.spec) ? service.spec : {}
  const ports = Array.isArray(spec.ports) ? spec.ports : []
  return (
    spec.clusterIP !== undefined ||
    ports.some((port) => isRecord(port) && port.nodePort !== undefined)
  )
}
