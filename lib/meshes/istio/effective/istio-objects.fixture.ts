import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'

const API: Readonly<Record<string, string>> = {
  Service: 'v1',
  AuthorizationPolicy: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
}

/**
 * One object for the tests of this folder, in as few words as they need.
 * @param id `namespace/name`
 * @param day of January 2026 on which it was created
 */
export function object(
  kind: string,
  id: string,
  spec: unknown,
  day = 1,
  metadata: Readonly<Record<string, unknown>> = {},
): KubernetesObject {
  const [namespace = '', name = ''] = id.split('/')
  return {
    apiVersion: API[kind] ?? 'networking.istio.io/v1',
    kind,
    metadata: {
      name,
      namespace,
      creationTimestamp: `2026-01-${String(day).padStart(2, '0')}T10:00:00Z`,
      ...metadata,
    },
    spec,
  }
}

export const service = (id: string, ports: readonly number[] = [80], exportTo?: string) =>
  object(
    'Service',
    id,
    { ports: ports.map((port) => ({ name: `tcp-${port}`, port })) },
    1,
    exportTo ? { annotations: { 'networking.istio.io/exportTo': exportTo } } : {},
  )

export const entry = (id: string, host: string, more: Readonly<Record<string, unknown>> = {}) =>
  object('ServiceEntry', id, {
    hosts: [host],
    ports: [{ number: 443, name: 'https', protocol: 'HTTPS' }],
    resolution: 'DNS',
    ...more,
  })

/** `ns/name` of what a table expects, out of objects with a ref. */
export const names = (found: Iterable<{ readonly ref: string }>): readonly string[] =>
  [...found].map(({ ref }) => ref.slice(ref.indexOf('/') + 1))
