import { isIpAddress } from '#lib/meshes/istio/bypass.ts'
import { isRecord, list } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'

/** A name with a dot is taken as it stands, so completing it here keeps the readers from adding a domain. */
function completed(host: unknown, namespace: string): unknown {
  if (typeof host !== 'string' || host === '' || host === '*') return host
  return host.includes('.') || isIpAddress(host) ? host : `${host}.${namespace}`
}

const withHost = (value: unknown, namespace: string): unknown =>
  isRecord(value) ? { ...value, host: completed(value.host, namespace) } : value

const each = (value: unknown, change: (entry: unknown) => unknown): unknown =>
  Array.isArray(value) ? value.map(change) : value

/** Only fields that are written are replaced: an absent one stays absent. */
function changed(
  value: unknown,
  changes: Readonly<Record<string, (field: unknown) => unknown>>,
): unknown {
  if (!isRecord(value)) return value
  const present = Object.entries(changes).filter(([field]) => Object.hasOwn(value, field))
  return {
    ...value,
    ...Object.fromEntries(present.map(([field, f]) => [field, f(value[field])])),
  }
}

/**
 * The object as a control plane without a cluster domain reads it: hosts without a dot get the namespace and no
 * `.svc.<domain>`, so `reviews` in the namespace books becomes `reviews.books`, which no Service is called. A
 * real cluster has a domain; unit tests of the control plane and what is recorded from them have none.
 *
 * @see istio/istio pilot/pkg/model/config.go, ResolveShortnameToFQDN
 */
export function withoutClusterDomain(object: KubernetesObject): KubernetesObject {
  const namespace = object.metadata.namespace ?? ''
  const host = (value: unknown) => withHost(value, namespace)
  const destination = (value: unknown) => changed(value, { destination: host })
  const legs = (value: unknown) => each(value, destination)
  const rules = (value: unknown) =>
    each(value, (rule) => changed(rule, { route: legs, mirrors: legs, mirror: host }))
  switch (object.kind) {
    case 'DestinationRule':
      return { ...object, spec: host(object.spec) }
    case 'VirtualService':
      return {
        ...object,
        spec: changed(object.spec, {
          hosts: (hosts) => list(hosts).map((name) => completed(name, namespace)),
          http: rules,
          tcp: rules,
          tls: rules,
        }),
      }
    default:
      return object
  }
}
