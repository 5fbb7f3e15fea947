import { isRecord, number, text } from '#lib/resources/field.ts'
import type {
  KubernetesObject,
  ObjectMeta,
  OwnerReference,
} from '#lib/resources/kubernetes-object.ts'
import { defined } from './projected.ts'
import { share } from './share.ts'

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
  return defined({
    name,
    namespace: text(raw.namespace) || undefined,
    uid: text(raw.uid),
    resourceVersion: text(raw.resourceVersion),
    generation: number(raw.generation),
    creationTimestamp: text(raw.creationTimestamp),
    deletionTimestamp: text(raw.deletionTimestamp),
    generateName: text(raw.generateName),
    labels: isRecord(raw.labels) ? share(raw.labels) : undefined,
    annotations: annotations(raw.annotations),
    ownerReferences: owners(raw.ownerReferences),
  }) as ObjectMeta
}

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
  return share(out as Record<string, string>)
}

function owners(raw: unknown): readonly OwnerReference[] | undefined {
  if (!Array.isArray(raw)) return undefined
  const out = raw.filter(isRecord).map((owner) => ({
    apiVersion: text(owner.apiVersion) ?? '',
    kind: text(owner.kind) ?? '',
    name: text(owner.name) ?? '',
    uid: text(owner.uid) ?? '',
    ...(owner.controller === true ? { controller: true } : {}),
  }))
  return share(out)
}

/** Config maps whose text is read: mesh configuration, injection, root certificates, Consul's server settings. */
export const isRead = (configMap: string): boolean =>
  configMap === 'istio' ||
  configMap.startsWith('istio-') ||
  configMap.endsWith('-server-config') ||
  configMap === 'consul-config'
