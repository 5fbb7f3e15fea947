import { at, isRecord, text } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { refOf } from '#lib/resources/reference.ts'

/** `strict:shop`, or `strict:mesh`: what is asked about. */
export function askedOf(
  value: string | undefined,
): { readonly namespace: string | undefined } | undefined {
  if (!value?.startsWith('strict:')) return undefined
  const scope = value.slice('strict:'.length)
  if (scope === '') return undefined
  return { namespace: scope === MESH ? undefined : scope }
}

/** No namespace: it is a word of its own in the address, and "mesh:" could not be one. */
export const MESH = '*'
export const askFor = (namespace: string | undefined): string => `strict:${namespace ?? MESH}`

const isWhole = (object: KubernetesObject): boolean => {
  const labels = at(object, 'spec', 'selector', 'matchLabels')
  return !(isRecord(labels) && Object.keys(labels).length > 0)
}
const createdOf = (object: KubernetesObject) => text(object.metadata.creationTimestamp) ?? ''

/**
 * The one edit that makes a namespace, or the mesh, STRICT as a whole: the object that speaks for all of it says so.
 * The oldest without a selector is the one that counts; where there is none, one is written.
 *
 * @see istio/istio pilot/pkg/model/authentication.go, addPeerAuthentication
 */
export function strictEdit(
  policies: readonly KubernetesObject[],
  namespace: string,
  apiVersion: string,
): { readonly text: string; readonly ref: string; readonly isNew: boolean } {
  const own = policies
    .filter((policy) => policy.metadata.namespace === namespace && isWhole(policy))
    .sort((a, b) => (createdOf(a) < createdOf(b) ? -1 : createdOf(a) > createdOf(b) ? 1 : 0))
  const before = own[0]
  const { name = 'default', labels, annotations } = before?.metadata ?? {}
  const object: KubernetesObject = {
    apiVersion: before?.apiVersion ?? apiVersion,
    kind: 'PeerAuthentication',
    metadata: {
      name,
      namespace,
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
    },
    spec: { ...(isRecord(before?.spec) ? before.spec : {}), mtls: { mode: 'STRICT' } },
  }
  // JSON is YAML.
  return { text: JSON.stringify(object, null, 2), ref: refOf(object), isNew: before === undefined }
}
