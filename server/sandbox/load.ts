import { at, isRecord, list, own, record, text } from '#lib/resources/field.ts'
import { parseApiVersion } from '#lib/resources/kind.ts'
import type { KindRegistry, Served } from './kind-registry.ts'
import type { ManifestObject, Unreadable } from './manifests.ts'
import { stableUid } from './stable-uid.ts'
import { StatusError } from './status-error.ts'
import type { ObjectStore } from './store.ts'
import type { ObjectWriter } from './writer.ts'

/** Namespaces that every cluster has. */
const OWN_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system']

/**
 * Puts the objects of manifests into the store. Definitions come first, so that the order of files does
 * not matter; the order of documents is the order of creation, a second apart, the last one just now.
 */
export function loadManifests(
  objects: readonly ManifestObject[],
  store: ObjectStore,
  registry: KindRegistry,
  writer: ObjectWriter,
  now: Date,
): readonly Unreadable[] {
  const unreadable: Unreadable[] = []
  const uids = new Map<string, string>()
  for (const { object } of objects)
    uids.set(keyOf(object), text(at(object, 'metadata', 'uid')) ?? stableUid(keyOf(object)))
  const known = new Set(uids.values())
  const oldest = now.getTime() - objects.length * 1000
  const namespaces = registry.byKind('', 'v1', 'Namespace')
  const ensureNamespace = (name: string, created: Date) => {
    if (!namespaces || store.get('/namespaces', '', name)) return
    const own = `/Namespace//${name}`
    if (uids.has(own) && !OWN_NAMESPACES.includes(name)) return
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
    writer.restore(namespaces, namespace, { uid: stableUid(own), created })
  }
  const load = (one: ManifestObject, index: number) => {
    const created = new Date(oldest + index * 1000)
    try {
      const served = servedKind(registry, one.object)
      if (served.kind.namespaced)
        ensureNamespace(text(at(one.object, 'metadata', 'namespace')) ?? 'default', created)
      const uid = uids.get(keyOf(one.object)) ?? ''
      writer.restore(served, relinked(one.object, uids, known), { uid, created })
    } catch (error) {
      if (!(error instanceof StatusError)) throw error
      const { file, document, line } = one
      unreadable.push({ file, document, line, message: error.message })
    }
  }
  const isDefinition = ({ object }: ManifestObject) => object.kind === 'CustomResourceDefinition'
  for (const [index, one] of objects.entries()) if (isDefinition(one)) load(one, index)
  for (const [index, one] of objects.entries()) if (!isDefinition(one)) load(one, index)
  for (const name of OWN_NAMESPACES) ensureNamespace(name, new Date(oldest))
  return unreadable
}

/** Group, kind, namespace and name: Istio and the Gateway API both have a `Gateway`. */
const keyOf = (object: Readonly<Record<string, unknown>>): string =>
  key(object, text(at(object, 'metadata', 'namespace')), text(at(object, 'metadata', 'name')))

const key = (
  type: Readonly<Record<string, unknown>>,
  namespace: string | undefined,
  name: string | undefined,
): string => {
  const { group } = parseApiVersion(text(type.apiVersion) ?? '')
  return `${group}/${type.kind}/${namespace ?? ''}/${name ?? ''}`
}

function servedKind(registry: KindRegistry, object: Readonly<Record<string, unknown>>): Served {
  const { group, version } = parseApiVersion(String(object.apiVersion))
  const found = registry.byKind(group, version, String(object.kind))
  if (found) return found
  throw new StatusError(
    404,
    'NotFound',
    `no matches for kind ${JSON.stringify(object.kind)} in version ${JSON.stringify(object.apiVersion)}: the sandbox does not serve it and no CustomResourceDefinition here defines it`,
  )
}

/**
 * Owner references as they must be in this cluster: one whose uid nobody has is taken by kind and name,
 * as manifests from elsewhere name their owners.
 */
function relinked(
  object: Readonly<Record<string, unknown>>,
  uids: ReadonlyMap<string, string>,
  known: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  const metadata = record(object.metadata)
  const owners = list(metadata.ownerReferences)
  if (owners.length === 0) return object
  const namespace = text(metadata.namespace) ?? ''
  const ownerReferences = owners.map((owner) => {
    const uid = text(own(owner, 'uid'))
    if (!isRecord(owner) || (uid && known.has(uid))) return owner
    const name = key(owner, namespace, text(owner.name))
    const found = uids.get(name) ?? uids.get(key(owner, undefined, text(owner.name)))
    return { ...owner, uid: found ?? uid ?? stableUid(name) }
  })
  return { ...object, metadata: { ...metadata, ownerReferences } }
}
