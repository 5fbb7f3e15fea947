import type { GatewayProxy } from '#lib/model/gateway-proxy.ts'
import type { ServicePosture } from '#lib/model/inbound.ts'
import { isExposed, type ServicePort } from '#lib/model/service.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import type { EdgeMtls } from './graph.ts'
import { CLIENT, serviceId } from './node-id.ts'

/** What clients outside the cluster can call at gateways: their listeners. */
export const entranceEdges = (gateways: readonly GatewayProxy[]): readonly StatedEdge[] =>
  gateways.flatMap((gateway) =>
    gateway.entrances.map(({ port, protocol, via, mtls, conflict }) => ({
      key: `${port} ${protocol} ${mtls.state}`,
      from: CLIENT,
      to: gateway.id,
      kind: 'route' as const,
      port,
      protocol,
      via,
      mtls,
      ...(conflict ? { conflict } : {}),
    })),
  )

/** Calls from outside to a Service with an address or node port of its own. */
export function exposedEdges(posture: ServicePosture): readonly StatedEdge[] {
  const { service } = posture
  if (!isExposed(service)) return []
  return service.ports.map((port) => ({
    key: `${port.port} ${port.protocol}`,
    from: CLIENT,
    to: serviceId(service),
    kind: 'route',
    port: port.port,
    protocol: port.protocol,
    via: [service.ref],
    because: `${service.ref} is of type ${service.type}.`,
    mtls: exposedMtls(posture, port),
  }))
}

const SPEAKS_TLS = /^(https|tls)(-|$)/

/** Clients outside have no identity of the mesh: what requires one refuses them. */
function exposedMtls(posture: ServicePosture, port: ServicePort): EdgeMtls {
  const own = posture.ports.find((p) => p.port === port)
  const decidedBy = own?.decidedBy ?? ['unknown']
  const because = own?.because ?? 'Nothing shows what is taken.'
  if (!own) return { state: 'unknown', because, decidedBy }
  if (own.bypass)
    return {
      state: 'bypass',
      because: `${because} What the application itself does there is not visible.`,
      decidedBy,
    }
  switch (own.mode) {
    case 'STRICT':
      return {
        state: 'conflict',
        because: `Clients outside have no identity of the mesh: ${because}`,
        decidedBy,
      }
    case 'unknown':
      return { state: 'unknown', because, decidedBy }
    case 'PERMISSIVE':
    case 'DISABLE':
    case 'n/a': {
      const speaksTls = SPEAKS_TLS.test(port.name ?? '') || SPEAKS_TLS.test(port.appProtocol ?? '')
      return speaksTls
        ? {
            state: 'passthrough',
            because: `The port is named ${port.name}: TLS of the application, not of the mesh.`,
            decidedBy,
          }
        : {
            state: 'plaintext',
            because: `Clients outside have no identity of the mesh. ${because}`,
            decidedBy,
          }
    }
  }
}
