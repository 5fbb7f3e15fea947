import { objectsOf } from '#lib/model/objects.ts'
import type { Service } from '#lib/model/service.ts'
import { at, records, text } from '#lib/resources/field.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { reader } from './creation.ts'
import { BACKEND_TLS_POLICIES } from './kinds.ts'

export type BackendTls = { readonly ref: Ref; readonly hostname: string | undefined }

const readPolicies = reader((object) => ({
  object,
  targets: records(at(object.spec, 'targetRefs')).map(({ value }) => ({
    group: text(value.group) ?? '',
    kind: text(value.kind) ?? '',
    name: text(value.name) ?? '',
    section: text(value.sectionName) || undefined,
  })),
  hostname: text(at(object.spec, 'validation', 'hostname')),
}))

/**
 * The policy that makes gateways speak TLS to a Service port: one for the port by its name before one for the
 * whole Service, the older of two.
 *
 * @see gateway-api apis/v1/backendtlspolicy_types.go
 */
export function backendTls(snapshot: Snapshot) {
  const found = new Map<string, BackendTls>()
  for (const { object, targets, hostname } of readPolicies(
    objectsOf(snapshot, BACKEND_TLS_POLICIES),
  ))
    for (const { group, kind, name, section } of targets) {
      if (group !== '' || kind !== 'Service') continue
      const key = `${object.metadata.namespace ?? ''}/${name} ${section ?? ''}`
      if (!found.has(key)) found.set(key, { ref: refOf(object), hostname })
    }
  return (service: Service, port: number): BackendTls | undefined => {
    const name = service.ports.find((p) => p.port === port)?.name
    const whole = `${service.namespace}/${service.name} `
    return (name ? found.get(`${whole}${name}`) : undefined) ?? found.get(whole)
  }
}
