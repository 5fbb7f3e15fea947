import { isRecord, number, text } from '#lib/resources/field.ts'
import type {
  KubernetesObject,
  ObjectMeta,
  OwnerReference,
} from '#lib/resources/kubernetes-object.ts'
import { shape } from './projected.ts'

const DROPPED_ANNOTATIONS: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  // Old leader elections write here every other second.
  'control-plane.alpha.kubernetes.io/leader',
  'kubernetes.io/config.seen',
])
// No mesh writes nor reads an annotation of this size; people store whole files in them.
const LONGEST_ANNOTATION = 32 * 1024

/** The metadata that is read, or `undefined` when there is no name: such a thing is no object. */
export function projectMetadata(raw: unknown): ObjectMeta | undefined {
  if (!isRecord(raw)) return undefined
  const name = text(raw.name)
  if (!name) return undefined
  return metadataOf({
    name,
    namespace: text(raw.namespace) || undefined,
    uid: text(raw.uid),
    resourceVersion: text(raw.resourceVersion),
    generation: number(raw.generation),
    creationTimestamp: text(raw.creationTimestamp),
    deletionTimestamp: text(raw.deletionTimestamp),
    generateName: text(raw.generateName),
    labels: isRecord(raw.labels) ? (raw.labels as ObjectMeta['labels']) : undefined,
    annotations: annotations(raw.annotations),
    ownerReferences: owners(raw.ownerReferences),
  } as ObjectMeta)
}

export const metadataOf = shape<ObjectMeta>([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'generateName',
  'labels',
  'annotations',
  'ownerReferences',
])

export function annotations(raw: unknown): KubernetesObject['metadata']['annotations'] {
  if (!isRecord(raw)) return undefined
  const entries = Object.entries(raw)
  const read = entries.filter(
    ([key, value]) =>
      !DROPPED_ANNOTATIONS.has(key) &&
      (typeof value !== 'string' || value.length <= LONGEST_ANNOTATION),
  )
  if (read.length === 0) return undefined
  const out = read.length === entries.length ? raw : Object.fromEntries(read)
  return out as Record<string, string>
}

export function owners(raw: unknown): readonly OwnerReference[] | undefined {
  if (!Array.isArray(raw)) return undefined
  return raw.filter(isRecord).map((owner) => {
    const apiVersion = text(owner.apiVersion) ?? ''
    const kind = text(owner.kind) ?? ''
    const [name, uid] = [text(owner.name) ?? '', text(owner.uid) ?? '']
    if (owner.controller !== true) return { apiVersion, kind, name, uid }
    return { apiVersion, kind, name, uid, controller: true }
  })
}

/** Config maps whose text is read: mesh configuration, injection, root certificates, Consul's server settings. */
export const isRead = (configMap: string): boolean =>
  configMap === 'istio' ||
  configMap.startsWith('istio-') ||
  configMap.endsWith('-server-config') ||
  configMap === 'consul-config'
