import type { ServicePort } from '#lib/model/service.ts'
import { at, isRecord, number, own, records, text } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import { reader } from './creation.ts'
import type { InboundDecision, PeerMode } from './peer-authentication.ts'

type Target = { readonly service: string; readonly ports: readonly (number | string)[] }

export type LegacyPolicy = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  readonly targets: readonly Target[]
  readonly mode: PeerMode
}

/**
 * `peers` with `mtls` set, even to nothing, ask for it; without any the server asks for nothing.
 * @see istio/api authentication/v1alpha1/policy.proto (up to 1.5)
 */
function modeOf(spec: unknown): PeerMode {
  const peer = records(own(spec, 'peers')).find(({ value }) => Object.hasOwn(value, 'mtls'))
  if (!peer) return 'DISABLE'
  return text(at(peer.value.mtls, 'mode')) === 'PERMISSIVE' ? 'PERMISSIVE' : 'STRICT'
}

/** `Policy` and `MeshPolicy` of authentication.istio.io, oldest first. */
export const readLegacyPolicies = reader((object): LegacyPolicy => {
  const spec = isRecord(object.spec) ? object.spec : undefined
  return {
    object,
    ref: refOf(object),
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    targets: records(at(spec, 'targets')).flatMap(({ value }) => {
      const service = text(value.name)
      if (!service) return []
      const ports = records(value.ports).flatMap(
        ({ value: port }) => number(port.number) ?? text(port.name) ?? [],
      )
      return [{ service, ports }]
    }),
    mode: modeOf(spec),
  }
})

/** Up to 1.5: port of a Service, then the Service, then the namespace's `default`, then the mesh's. */
export class LegacyPolicies {
  readonly #mesh: LegacyPolicy | undefined
  readonly #namespaces = new Map<string, LegacyPolicy>()
  readonly #services = new Map<string, LegacyPolicy[]>()
  readonly all: readonly LegacyPolicy[]

  constructor(policies: readonly LegacyPolicy[], meshPolicies: readonly LegacyPolicy[]) {
    this.all = [...meshPolicies, ...policies]
    this.#mesh = meshPolicies.find((p) => p.name === 'default')
    for (const policy of policies) {
      if (policy.targets.length === 0 && policy.name === 'default')
        this.#namespaces.set(policy.namespace, policy)
      for (const { service } of policy.targets) {
        addTo(this.#services, `${policy.namespace}/${service}`, policy)
      }
    }
  }

  decide(
    namespace: string,
    service: string | undefined,
    port: ServicePort | undefined,
  ): InboundDecision | undefined {
    const own = service === undefined ? [] : (this.#services.get(`${namespace}/${service}`) ?? [])
    const targets = (policy: LegacyPolicy) => policy.targets.filter((t) => t.service === service)
    const byPort = own.find((policy) =>
      targets(policy).some((t) => port && t.ports.some((p) => p === port.port || p === port.name)),
    )
    if (byPort) return { mode: byPort.mode, by: byPort.ref, isPort: true }
    const byService = own.find((policy) => targets(policy).some((t) => t.ports.length === 0))
    const found = byService ?? this.#namespaces.get(namespace) ?? this.#mesh
    return found ? { mode: found.mode, by: found.ref, isPort: false } : undefined
  }
}
