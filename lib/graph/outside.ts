import type { ServicePosture } from '#lib/model/inbound.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import { isExposed, type ServicePort } from '#lib/model/service.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import type { EdgeMtls } from './graph.ts'
import { CLIENT, serviceId } from './node-id.ts'

/** What clients outside the cluster can call: gateways' listeners, and Services with an address of their own. */
export function outsideEdges(
  model: MeshModel,
  isNode: (id: string) => boolean,
): readonly StatedEdge[] {
  const edges: StatedEdge[] = []
  for (const { gateways, services } of model.contributions.values()) {
    for (const gateway of gateways)
      for (const { port, protocol, via, mtls, conflict } of gateway.entrances)
        edges.push({
          key: `${port} ${protocol} ${mtls.state}`,
          from: CLIENT,
          to: gateway.id,
          kind: 'route',
          port,
          protocol,
          via,
          mtls,
          ...(conflict ? { conflict } : {}),
        })
    for (const posture of services) {
      const { service } = posture
      if (!isExposed(service) || !isNode(serviceId(service))) continue
      for (const port of service.ports)
        edges.push({
          key: `${port.port} ${port.protocol}`,
          from: CLIENT,
          to: serviceId(service),
          kind: 'route',
          port: port.port,
          protocol: port.protocol,
          via: [service.ref],
          because: `${service.ref} is of type ${service.type}.`,
          mtls: exposedMtls(posture, port),
        })
    }
  }
  return edges
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
