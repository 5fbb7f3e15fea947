import type { Cluster } from '#lib/model/cluster.ts'
import type { EdgeMtls } from '#lib/model/edge-words.ts'
import {
  type Entrance,
  type GatewayProxy,
  gatewayId,
  type Listener,
} from '#lib/model/gateway-proxy.ts'
import type { Pod } from '#lib/model/pod.ts'
import { isExposed, type Service, targetPortOn } from '#lib/model/service.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import type { GatewayIndex, OpenServer, TargetPort } from './effective/gateway-servers.ts'
import type { Server } from './gateway.ts'
import { isGatewayPod } from './membership.ts'

/** A server as it is on one gateway's pods. */
export type Programmed = OpenServer & {
  /** Another server on the port keeps it from being opened. */
  readonly contested: boolean
  readonly because: string | undefined
}

/** A gateway workload with what is programmed on it. */
export type IstioGatewayProxy = GatewayProxy & { readonly programmed: readonly Programmed[] }

/**
 * The gateway workloads of the cluster, each with the Gateways that reach it: those of which the pod carries
 * all selector labels, in every namespace. Gateway workloads that no Gateway selects are there too.
 */
export function gatewayProxies(
  cluster: Cluster,
  gatewaysFor: (pod: Pod) => GatewayIndex,
  badgesOf: (workload: Workload) => readonly string[],
  /** What opens listeners beside Gateways. */
  moreListeners: (pod: Pod) => readonly Listener[] = () => [],
): readonly IstioGatewayProxy[] {
  const out: IstioGatewayProxy[] = []
  for (const workload of cluster.workloads()) {
    const pod = samplePod(workload)
    if (!pod || !isGatewayPod(pod)) continue
    const gateways = gatewaysFor(pod)
    const services = cluster.servicesOf(workload)
    const { open, dropped } = gateways.serversOn(pod, services, targetPortOf(workload))
    const programmed = [
      ...open.map((server) => ({ ...server, contested: false, because: undefined })),
      ...dropped.map((server) => ({ ...server, contested: true })),
    ]
    const more = moreListeners(pod)
    const exposed = new Set(
      [...programmed.map(({ server }) => server.port), ...more.map(({ port }) => port)].filter(
        (port) => exposes(services, workload, port),
      ),
    )
    out.push({
      id: gatewayId(workload),
      mesh: 'istio',
      workload,
      services,
      programmed,
      listeners: [
        ...programmed.map(({ server }) => listenerOf(server, exposed.has(server.port))),
        ...more.map((listener) => ({ ...listener, exposed: exposed.has(listener.port) })),
      ],
      entrances: entrances([
        ...programmed.flatMap((p) => (exposed.has(p.server.port) ? [entranceOf(p)] : [])),
        ...more.flatMap((l) => (exposed.has(l.port) ? [ingressEntrance(l)] : [])),
      ]),
      badges: [...badgesOf(workload), ...serviceBadges(services), ...colocated(workload)],
      resources: [
        workload.ref,
        ...services.map((s) => s.ref),
        ...gateways.on(pod).map((g) => g.ref),
        ...new Set(more.map((l) => l.from)),
      ],
    })
  }
  return out
}

/** Where all pods agree; those that run, else what would. */
function targetPortOf(workload: Workload): TargetPort {
  const sample = samplePod(workload)
  const pods = workload.pods.length > 0 ? workload.pods : sample ? [sample] : []
  return (port) => {
    const ports = new Set(pods.map((pod) => targetPortOn(port, pod)))
    const [only] = ports
    return ports.size === 1 ? only : undefined
  }
}

const listenerOf = (server: Server, exposed: boolean): Listener => ({
  port: server.port,
  protocol: server.protocol,
  hosts: server.hosts.map((h) => h.written),
  ...(server.tlsMode ? { tls: server.tlsMode } : {}),
  ...(server.credential ? { credential: server.credential } : {}),
  from: server.gateway.ref,
  exposed,
})

/** A Gateway numbers its ports as the Service does, or as the pod does where the Service has no such port. */
function exposes(services: readonly Service[], workload: Workload, port: number): boolean {
  const pod = samplePod(workload)
  const outside = services.filter(isExposed)
  if (outside.some((s) => s.ports.some((p) => p.port === port))) return true
  if (outside.some((s) => s.ports.some((p) => pod && targetPortOn(p, pod) === port))) return true
  return (
    !!pod &&
    (pod.hostNetwork || pod.containers.some((c) => c.ports.some((p) => p.hostPort === port)))
  )
}

const LOOKS_TLS = /^(https|tls)(-|$)/

/** What a client from outside meets. Raw TCP on a TLS port or by a TLS name carries the application's own TLS. */
function entranceMtls(server: Server): EdgeMtls {
  const decidedBy = [server.gateway.ref]
  const mode = server.tlsMode
  switch (server.kind) {
    case 'http':
      return { state: 'plaintext', because: 'HTTP listener', decidedBy }
    case 'tcp':
      return server.port === 443 || LOOKS_TLS.test(server.portName)
        ? {
            state: 'passthrough',
            because: `Plain TCP on port ${server.port} (${server.portName || 'unnamed'}): TLS is not terminated at the gateway.`,
            decidedBy,
          }
        : {
            state: 'opaque',
            because: 'Plain TCP listener: what is inside is not visible to the mesh.',
            decidedBy,
          }
    default:
  }
  switch (mode) {
    case 'PASSTHROUGH':
    case 'AUTO_PASSTHROUGH':
      return {
        state: 'passthrough',
        because: `TLS is passed on by SNI (${mode}), not terminated.`,
        decidedBy,
      }
    case 'ISTIO_MUTUAL':
      return {
        state: 'mtls',
        enforced: true,
        because: 'The listener takes certificates of the mesh only (ISTIO_MUTUAL).',
        decidedBy,
      }
    case 'MUTUAL':
    case 'OPTIONAL_MUTUAL':
      return {
        state: 'tls',
        because: `The gateway terminates TLS and looks at client certificates (${mode}).`,
        decidedBy,
      }
    case 'SIMPLE':
      return { state: 'tls', because: 'The gateway terminates one-way TLS (SIMPLE).', decidedBy }
    default:
      return {
        state: 'unknown',
        because: `The TLS mode ${mode ?? '(none)'} of the listener is not known.`,
        decidedBy: ['unknown'],
      }
  }
}

const entranceOf = ({ server, contested }: Programmed): Entrance => ({
  port: server.port,
  protocol: server.protocol,
  via: [server.gateway.ref],
  mtls: entranceMtls(server),
  conflict: contested,
})

/** Plain HTTP, or one-way TLS with the certificate that the Ingress names. */
const ingressEntrance = ({ port, protocol, tls, from }: Listener): Entrance => ({
  port,
  protocol,
  via: [from],
  mtls: {
    ...(tls
      ? { state: 'tls', because: `The gateway terminates one-way TLS (${tls}).` }
      : { state: 'plaintext', because: 'HTTP listener' }),
    decidedBy: [from],
  },
  conflict: false,
})

/** One for each port that the Service exposes and each way of speaking on it. */
function entrances(all: readonly Entrance[]): readonly Entrance[] {
  const found = new Map<string, Entrance>()
  for (const next of all) {
    const key = `${next.port} ${next.protocol} ${next.mtls.state}`
    const known = found.get(key)
    const union = <T extends string>(a: readonly T[] = [], b: readonly T[] = []) =>
      [...new Set([...a, ...b])].sort()
    found.set(key, {
      ...next,
      via: union(known?.via, next.via),
      mtls: known
        ? { ...known.mtls, decidedBy: union(known.mtls.decidedBy, next.mtls.decidedBy) }
        : next.mtls,
      conflict: next.conflict || (known?.conflict ?? false),
    })
  }
  return [...found.values()]
}

const NLB = new Set(['nlb', 'nlb-ip', 'external'])

function serviceBadges(services: readonly Service[]): readonly string[] {
  return services.filter(isExposed).flatMap((service) => {
    const type = service.annotations.get('service.beta.kubernetes.io/aws-load-balancer-type')
    return [
      service.externalTrafficPolicy === 'Local'
        ? 'keeps client address (Local)'
        : 'client address hidden (Cluster)',
      ...(type && NLB.has(type) ? ['nlb'] : []),
    ]
  })
}

/** Containers beside the proxy in a gateway pod, with the port they name first. */
function colocated(workload: Workload): readonly string[] {
  const pod = samplePod(workload)
  return (pod?.containers ?? [])
    .filter((c) => !c.init && c.name !== 'istio-proxy')
    .map((c) => {
      const port = c.ports[0]?.port
      return `co-located container ${c.name}${port === undefined ? '' : `:${port}`}`
    })
}
