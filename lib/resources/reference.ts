import type { KubernetesObject } from './kubernetes-object.ts'

/** `Kind/namespace/name`, or `Kind/name` when cluster-scoped: how every answer names an object. */
export type Ref = string

export const refOf = (object: KubernetesObject): Ref =>
  formatRef(object.kind, object.metadata.namespace, object.metadata.name)

export const formatRef = (kind: string, namespace: string | undefined, name: string): Ref =>
  namespace ? `${kind}/${namespace}/${name}` : `${kind}/${name}`

export type ParsedRef = {
  readonly kind: string
  readonly namespace?: string
  readonly name: string
}

/** `undefined` when the text is no reference. */
export function parseRef(ref: string): ParsedRef | undefined {
  const parts = ref.split('/')
  const [kind, second, third] = parts
  if (!kind || !second || parts.length > 3) return undefined
  if (third === undefined) return { kind, name: second }
  return third ? { kind, namespace: second, name: third } : undefined
}
