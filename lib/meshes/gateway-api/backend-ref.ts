import { isRecord, number, text } from '#lib/resources/field.ts'

/** Where a rule sends requests, as written with its defaults. */
export type BackendRef = {
  readonly path: string
  /** '' is Kubernetes' own group. */
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly port: number | undefined
  /** A proportion; 1 where nothing is written, 0 takes it out. */
  readonly weight: number
  /** The weight as it stands in the object. */
  readonly written: number | undefined
}

/** @see gateway-api apis/v1/object_reference_types.go, BackendObjectReference; shared_types.go, BackendRef.Weight */
export function readBackend(
  value: unknown,
  path: string,
  namespace: string,
): BackendRef | undefined {
  if (!isRecord(value)) return undefined
  const weight = number(value.weight)
  return {
    path,
    group: text(value.group) ?? '',
    kind: text(value.kind) ?? 'Service',
    namespace: text(value.namespace) || namespace,
    name: text(value.name) ?? '',
    port: number(value.port),
    // A weight of another type or below nothing would not have been admitted; it takes no requests.
    weight: value.weight === undefined || value.weight === null ? 1 : Math.max(0, weight ?? 0),
    written: weight,
  }
}

/**
 * Percent of a rule's requests: weight through the sum of weights. An invalid backend keeps its part, which is
 * answered 500. Where the sum is 0 every request is.
 *
 * @see gateway-api apis/v1/httproute_types.go, HTTPBackendRef
 */
export function shareOf(all: readonly BackendRef[], one: BackendRef): number {
  const sum = all.reduce((total, { weight }) => total + weight, 0)
  return sum === 0 ? 0 : (one.weight / sum) * 100
}
