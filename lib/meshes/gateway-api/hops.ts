import { type Call, type Hop, hopByPosture, hopFromOutside } from '#lib/model/hop.ts'
import type { ServicePosture } from '#lib/model/inbound.ts'
import type { Contribution } from '#lib/model/mesh-model.ts'
import type { Service } from '#lib/model/service.ts'
import type { Workload } from '#lib/model/workload.ts'
import type { BackendTls } from './backend-tls.ts'
import { OWN } from './controllers.ts'
import type { KubernetesGatewayProxy } from './gateway-proxies.ts'
import type { HopOf } from './table-edges.ts'

/** What the providers before this one say: they decide hops of the pods that are theirs. */
export class EarlierMeshes {
  readonly #all: readonly Contribution[]
  readonly #postures: ReadonlyMap<string, ReadonlyMap<Service, ServicePosture>>

  constructor(all: readonly Contribution[]) {
    this.#all = all
    this.#postures = new Map(
      all.map((c) => [c.mesh, new Map(c.services.map((p) => [p.service, p]))]),
    )
  }

  /** The mesh that claims a workload's running pods; `undefined` means none does, or nothing runs. */
  claiming(workload: Workload): Contribution | undefined {
    return this.#all.find((c) => workload.pods.some((pod) => c.membership(pod)?.mesh === c.mesh))
  }

  byName(mesh: string): Contribution | undefined {
    return this.#all.find((c) => c.mesh === mesh)
  }

  installed(): Contribution | undefined {
    return this.#all.find((c) => c.installations.length > 0)
  }

  posture(mesh: Contribution | undefined, service: Service): ServicePosture | undefined {
    if (mesh) return this.#postures.get(mesh.mesh)?.get(service)
    for (const postures of this.#postures.values()) {
      const found = postures.get(service)
      if (found && found.proxies !== 'none') return found
    }
    return undefined
  }

  ask(mesh: Contribution, call: Call): Hop {
    return mesh.hop?.(call) ?? { mtls: hopByPosture(this.posture(mesh, call.service), call.port) }
  }
}

/** A hop that no Service is known to stand at the end of: nothing to ask, or nobody who could answer. */
const withoutService: HopOf = (leg, rule) => {
  if (leg.problem !== undefined)
    return {
      mtls: {
        state: 'none',
        because: leg.because ?? 'It leads nowhere.',
        decidedBy: [rule.ref],
      },
    }
  const because = leg.because ?? `What ${leg.host} takes is not known here.`
  return { mtls: { state: 'unknown', because, decidedBy: ['unknown'] } }
}

/** Hops out of a gateway: by the mesh that its pods belong to; without one it sends what its rules say. */
export function gatewayHops(
  proxy: KubernetesGatewayProxy,
  meshes: EarlierMeshes,
  tlsOf: (service: Service, port: number) => BackendTls | undefined,
): HopOf {
  const { workload, hasPods } = proxy
  const running = workload.pods.length > 0
  const mesh = running ? meshes.claiming(workload) : meshes.byName(proxy.mesh)
  return (leg, rule, protocol, match) => {
    const { service, port } = leg
    if (!service || port === undefined || leg.isUncertain)
      return withoutService(leg, rule, protocol, match)
    const tls = protocol === 'tls' ? undefined : tlsOf(service, port)
    if (tls) {
      const because = `${tls.ref} makes gateways speak TLS to it`
      const by = { because, decidedBy: [tls.ref] }
      return { mtls: hopFromOutside(meshes.posture(mesh, service), port, 'tls', by) }
    }
    if (mesh)
      return meshes.ask(mesh, {
        namespace: workload.namespace,
        workload: hasPods ? workload : undefined,
        from: 'gateway',
        service,
        port,
        protocol,
        match,
      })
    if (!running)
      return {
        mtls: {
          state: 'unknown',
          because: 'No pods of this Gateway are seen, so what its proxies send is not known.',
          decidedBy: ['unknown'],
        },
      }
    const by = { because: 'the gateway is in no mesh', decidedBy: ['default' as const] }
    const sent = hopFromOutside(meshes.posture(undefined, service), port, 'plaintext', by)
    return {
      mtls:
        protocol === 'tls' && sent.state === 'plaintext'
          ? {
              ...sent,
              state: 'passthrough',
              because: `TLS of the client is passed on; ${sent.because}`,
            }
          : sent,
    }
  }
}

/** Hops of meshed callers that follow a route on a Service; callers without a proxy do not follow it. */
export function meshHops(
  table: {
    readonly mesh: string
    readonly consumer: string | undefined
    readonly namespace: string
  },
  meshes: EarlierMeshes,
): HopOf {
  const mesh = table.mesh === OWN ? meshes.installed() : meshes.byName(table.mesh)
  return (leg, rule, protocol, match) => {
    const { service, port } = leg
    if (!service || port === undefined || leg.isUncertain)
      return withoutService(leg, rule, protocol, match)
    if (!mesh) {
      const because = 'No mesh is seen in this cluster whose proxies would follow this route.'
      return { because, mtls: { state: 'unknown', because, decidedBy: ['unknown'] } }
    }
    return meshes.ask(mesh, {
      namespace: table.consumer ?? table.namespace,
      workload: undefined,
      from: 'mesh',
      service,
      port,
      protocol,
      match,
    })
  }
}
