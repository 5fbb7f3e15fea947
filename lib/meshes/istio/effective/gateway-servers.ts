import { type Gateway, type Server, servedHost } from '#lib/meshes/istio/gateway.ts'
import type { VirtualService } from '#lib/meshes/istio/virtual-service.ts'
import type { Service, ServicePort } from '#lib/model/service.ts'
import { at, isRecord, records, text } from '#lib/resources/field.ts'
import { hasLabels, type Labels, SelectorIndex } from '#lib/resources/label-selector.ts'

export type OpenServer = {
  readonly server: Server
  /** The pod's port: the server's number, translated where a Service in front of the pod has that port. */
  readonly port: number
  /** As the control plane keeps them, see `hostsOf`. */
  readonly hosts: readonly string[]
  /** As the block says, whatever the protocol makes of it; `undefined` without a block. */
  readonly tlsMode: string | undefined
}

/** One that another server keeps out, and why. */
export type DroppedServer = OpenServer & { readonly because: string }

export type GatewayServers = {
  readonly open: readonly OpenServer[]
  readonly dropped: readonly DroppedServer[]
}

/**
 * Hosts as the control plane keeps them: any namespace is left out, `.` is the Gateway's own, and the entry for
 * every host of any namespace stands for the whole list.
 *
 * @see istio/istio pilot/pkg/model/gateway.go, sanitizeServerHostNamespace
 */
export function hostsOf(server: Server): readonly string[] {
  const kept = server.hosts.map(({ namespace, host }) =>
    namespace === '*' ? host : `${namespace}/${host}`,
  )
  return server.hosts.some(({ written }) => written === '*/*') ? ['*'] : kept
}

const HTTP: readonly string[] = ['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB']
const isHttp = (server: Server) => HTTP.includes(server.protocol)

/** An absent mode in a block is the enumeration's first value. */
function tlsModeOf(server: Server): string | undefined {
  const all = records(at(server.gateway.object.spec, 'servers'))
  const tls = all.find(({ at: place }) => server.path === `spec.servers[${place}]`)?.value.tls
  return isRecord(tls) ? (text(tls.mode) ?? 'PASSTHROUGH') : undefined
}

/**
 * What is decoded as HTTP has a route table; the rest has none. Plain HTTP servers of a port share one, HTTPS
 * servers have one each.
 *
 * @see istio/istio pilot/pkg/model/gateway.go, gatewayRDSRouteName
 */
function routeTableOf(server: Server, port: number, tlsMode: string | undefined): string {
  const bind = server.bind ? `.${server.bind}` : ''
  if (isHttp(server)) return `http.${port}${bind}`
  if (server.protocol !== 'HTTPS') return ''
  if (tlsMode === 'PASSTHROUGH' || tlsMode === 'AUTO_PASSTHROUGH') return ''
  return `https.${port}.${server.portName}.${server.gateway.key}${bind}`
}

/**
 * Merges the servers of all Gateways on one pod, oldest first, port by port. What comes first on a port decides:
 * behind a plain server only HTTP joins HTTP, behind a TLS server SNI tells servers apart, and a server with a
 * TLS block that repeats a host of the same port and bind is left out. Different binds do not clash.
 *
 * @param portOf the pod's port for a server's number
 * @see istio/istio pilot/pkg/model/gateway.go, mergeGateways
 */
export function mergeGateways(
  gateways: readonly Gateway[],
  portOf: (port: number) => number,
): GatewayServers {
  const open: OpenServer[] = []
  const dropped: DroppedServer[] = []
  const first = new Map<number, { readonly server: Server; readonly isPlain: boolean }>()
  const claimed = new Map<string, Server>()
  const tables = new Set<string>()
  const secondBinds = new Set<string>()

  const refusal = (next: OpenServer): string | undefined => {
    const { server, port, hosts, tlsMode } = next
    const claims = hosts.map((host) => `${port} ${server.bind} ${host}`)
    if (tlsMode !== undefined) {
      const taken = claims.findIndex((claim) => claimed.has(claim))
      const holder = claimed.get(claims[taken] ?? '')
      if (holder) return `${holder.gateway.ref} already serves ${hosts[taken]} on port ${port}.`
      for (const claim of claims) claimed.set(claim, server)
    }
    const table = routeTableOf(server, port, tlsMode)
    const holder = first.get(port)
    if (!holder) {
      first.set(port, { server, isPlain: tlsMode === undefined || isHttp(server) })
      if (table) tables.add(table)
      return undefined
    }
    const with_ = `${holder.server.protocol} of ${holder.server.gateway.ref} on port ${port}`
    if (holder.isPlain) {
      if (holder.server.bind !== server.bind) return undefined
      return isHttp(server) && isHttp(holder.server)
        ? undefined
        : `${server.protocol} cannot share a port with ${with_}.`
    }
    const isDecoded = isHttp(server) || (server.protocol === 'HTTPS' && table !== '' && tlsMode)
    if (isDecoded) {
      if (tables.has(table)) return `Its port name is already used by ${with_}.`
      tables.add(table)
    }
    const bind = `${port} ${server.bind}`
    const isNewBind = !secondBinds.has(bind)
    secondBinds.add(bind)
    return tlsMode === undefined && !isNewBind
      ? `It has no TLS settings, so it cannot share a port with ${with_}.`
      : undefined
  }

  for (const gateway of gateways)
    for (const server of gateway.servers) {
      const port = portOf(server.port)
      const next = { server, port, hosts: hostsOf(server), tlsMode: tlsModeOf(server) }
      const because = refusal(next)
      if (because === undefined) open.push(next)
      else dropped.push({ ...next, because })
    }
  return { open, dropped }
}

const NOT_TRANSLATED = 'experimental.istio.io/disable-gateway-port-translation'

/** The pod's port for a Service port; `undefined` where pods do not say, or not all the same. */
export type TargetPort = (port: ServicePort) => number | undefined

const NUMBERS_ONLY: TargetPort = ({ targetPort }) =>
  typeof targetPort === 'number' ? targetPort : undefined

/**
 * Service port → pod port, through the Services that select a gateway's pod. A named target port is looked up on the
 * pod; where there is none to ask it is not translated.
 *
 * @see istio/istio pilot/pkg/model/gateway.go, resolvePorts
 * @see istio/istio pilot/pkg/serviceregistry/kube/controller/util.go, FindPort
 */
export function targetPorts(
  services: Iterable<Service>,
  labels: Labels,
  targetPort: TargetPort = NUMBERS_ONLY,
) {
  const ports = new Map<number, number>()
  for (const { selector, object, ports: all } of services) {
    if (!selector || !hasLabels(labels, selector)) continue
    if (Object.hasOwn(object.metadata.labels ?? {}, NOT_TRANSLATED)) continue
    for (const port of all) {
      if (ports.has(port.port)) continue
      const target = targetPort(port)
      if (target !== undefined) ports.set(port.port, target)
    }
  }
  return ports
}

/** Pods of a gateway, as far as they decide what lands on them. */
export type GatewayPods = { readonly namespace: string; readonly labels: Labels }

/**
 * The Gateways of the cluster, found by the pods that they land on: in every namespace, by all their labels. A
 * control plane can be told to restrict them to pods of their own namespace.
 *
 * @see istio/istio pilot/pkg/model/push_context.go, mergeGateways (features.ScopeGatewayToNamespace)
 */
export class GatewayIndex {
  readonly #bySelector: SelectorIndex<Gateway>
  readonly #isScoped: boolean

  constructor(gateways: readonly Gateway[], isScoped = false) {
    this.#bySelector = new SelectorIndex(gateways, (gateway) => gateway.selector)
    this.#isScoped = isScoped
  }

  /** Those that a pod's labels bring onto it, oldest first. */
  on({ namespace, labels }: GatewayPods): readonly Gateway[] {
    const found = this.#bySelector.matching(labels)
    return this.#isScoped ? found.filter((gateway) => gateway.namespace === namespace) : found
  }

  serversOn(
    pods: GatewayPods,
    services: Iterable<Service>,
    targetPort?: TargetPort,
  ): GatewayServers {
    const targets = targetPorts(services, pods.labels, targetPort)
    return mergeGateways(this.on(pods), (port) => targets.get(port) ?? port)
  }
}

/** Those of which a host is served by one of the Gateway's servers; the order stays. */
export const boundTo = (
  servers: readonly OpenServer[],
  candidates: readonly VirtualService[],
): readonly VirtualService[] =>
  candidates.filter((service) =>
    service.hosts.some((host) =>
      servers.some(({ server }) => servedHost(server, host, service.namespace) !== undefined),
    ),
  )
