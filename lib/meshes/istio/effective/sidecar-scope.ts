import type { VirtualService } from '#lib/meshes/istio/virtual-service.ts'
import type { Decider } from '#lib/model/mtls-report.ts'
import { EgressHosts } from './egress-hosts.ts'
import type { ProxyView } from './proxy-view.ts'
import { isStronger, type RegisteredService, type ServiceIndex } from './services.ts'
import type { EgressListener, OutboundMode, Sidecar, SidecarIndex } from './sidecar.ts'
import type { DestinationPorts, VirtualServiceIndex } from './virtual-services.ts'

export type ImportedService = RegisteredService & {
  /** The Sidecar's entry or the VirtualService that brings it in; absent where no Sidecar restricts. */
  readonly importedBy?: string
}

export type ListenerScope = {
  /** `undefined` for the listener that stands for everything where none is written. */
  readonly path: string | undefined
  readonly port: number | undefined
  /** In order of precedence: for a host that several have, the first counts. */
  readonly virtualServices: readonly VirtualService[]
}

/** What a proxy can see of the mesh. */
export type Scope = {
  readonly sidecar: { readonly sidecar: Sidecar; readonly because: string } | undefined
  /** One for each host. */
  readonly services: readonly ImportedService[]
  readonly listeners: readonly ListenerScope[]
  /** Over all listeners. */
  readonly virtualServices: readonly VirtualService[]
  readonly outbound: { readonly mode: OutboundMode; readonly decidedBy: Decider }
}

export type ScopeSources = {
  readonly sidecars: SidecarIndex
  readonly services: ServiceIndex
  readonly virtualServices: VirtualServiceIndex
  readonly meshOutbound: { readonly mode: OutboundMode; readonly decidedBy: Decider }
}

const CATCH_ALL: EgressListener = { path: '', port: undefined, protocol: '', hosts: ['*/*'] }

/** Only the one port is imported through a listener for a port, unless it is a general HTTP proxy. */
const portOf = ({ port, protocol }: EgressListener): number | undefined =>
  port && protocol !== 'HTTP_PROXY' ? port : undefined

const trimmed = (service: ImportedService, keeps: (port: number) => boolean) => {
  const ports = service.ports.filter(({ port }) => keeps(port))
  if (ports.length === service.ports.length) return service
  return ports.length > 0 ? { ...service, ports } : undefined
}

const throughListener = (service: ImportedService, port: number | undefined) => {
  if (port === undefined) return service
  return service.ports.some((p) => p.port === port)
    ? trimmed(service, (p) => p === port)
    : undefined
}

/** Of several services for one host: the client's own namespace's, else a Kubernetes one, else the first. */
function oneNamespaceEach(
  imported: readonly ImportedService[],
  client: string,
): readonly ImportedService[] {
  const chosen = new Map<string, ImportedService>()
  for (const service of imported) {
    const known = chosen.get(service.host)
    if (
      !known ||
      service.namespace === client ||
      (isStronger(service, known) && known.namespace !== client)
    )
      chosen.set(service.host, service)
  }
  return imported.filter((s) => chosen.get(s.host)?.namespace === s.namespace)
}

/** Services by host: what came first stays, but a Kubernetes Service displaces a ServiceEntry. */
class Collected {
  readonly #byHost = new Map<string, ImportedService>()

  add(service: ImportedService | undefined): void {
    if (!service) return
    const known = this.#byHost.get(service.host)
    if (!known || isStronger(service, known)) this.#byHost.set(service.host, service)
    else if (!isStronger(known, service) && isSameKind(known, service))
      this.#byHost.set(service.host, withPortsOf(known, service))
  }

  /** Whether it is there already, with all its ports. */
  has(service: RegisteredService): boolean {
    const known = this.#byHost.get(service.host)
    return known?.object === service.object && known.ports.length >= service.ports.length
  }

  get services(): readonly ImportedService[] {
    return [...this.#byHost.values()]
  }
}

const isSameKind = (a: ImportedService, b: ImportedService) =>
  a.namespace === b.namespace && a.registry === b.registry && a.kindOfService === b.kindOfService

function withPortsOf(known: ImportedService, more: ImportedService): ImportedService {
  const added = more.ports.filter(({ port }) => !known.ports.some((p) => p.port === port))
  return added.length > 0 ? { ...known, ports: [...known.ports, ...added] } : known
}

/**
 * What each proxy can see, worked out once for each Sidecar and namespace.
 * @see istio/istio pilot/pkg/model/sidecar.go, convertToSidecarScope and DefaultSidecarScopeForGateway
 */
export class SidecarScopes {
  readonly #known = new Map<string, Scope>()
  readonly #sources: ScopeSources

  constructor(sources: ScopeSources) {
    this.#sources = sources
  }

  of(proxy: ProxyView): Scope {
    if (proxy.type !== 'sidecar')
      return this.#once(`gateway ${proxy.namespace}`, () => this.#forGateway(proxy.namespace))
    const found = this.#sources.sidecars.find(proxy.namespace, proxy.labels)
    return this.#once(`${found?.sidecar.ref ?? ''} ${proxy.namespace}`, () =>
      this.#forSidecar(found, proxy.namespace),
    )
  }

  #once(key: string, make: () => Scope): Scope {
    let scope = this.#known.get(key)
    if (!scope) {
      scope = make()
      this.#known.set(key, scope)
    }
    return scope
  }

  /** Gateways and waypoints ignore Sidecars: they see all that is exported to their namespace. */
  #forGateway(namespace: string): Scope {
    const { services, virtualServices, meshOutbound } = this.#sources
    const collected = new Collected()
    for (const service of services.visibleTo(namespace)) collected.add(service)
    const all = virtualServices.candidates(namespace, 'mesh')
    return {
      sidecar: undefined,
      services: collected.services,
      listeners: [{ path: undefined, port: undefined, virtualServices: all }],
      virtualServices: all,
      outbound: meshOutbound,
    }
  }

  #forSidecar(sidecar: Scope['sidecar'], namespace: string): Scope {
    const written = sidecar?.sidecar.egress ?? []
    const collected = new Collected()
    const listeners = (written.length > 0 ? written : [CATCH_ALL]).map((listener) =>
      this.#listener(listener, namespace, collected),
    )
    const own = sidecar?.sidecar
    return {
      sidecar,
      services: collected.services,
      listeners,
      virtualServices: [...new Set(listeners.flatMap((l) => l.virtualServices))],
      outbound: own?.outbound
        ? { mode: own.outbound, decidedBy: own.ref }
        : this.#sources.meshOutbound,
    }
  }

  #listener(listener: EgressListener, namespace: string, collected: Collected): ListenerScope {
    const isWritten = listener !== CATCH_ALL
    const hosts = new EgressHosts(listener.hosts, namespace, `${listener.path}.hosts`)
    const port = portOf(listener)
    const imported: ImportedService[] = []
    for (const service of this.#sources.services.visibleTo(namespace)) {
      const path = hosts.importsService(service.namespace, service.host)
      if (path === undefined) continue
      // Without a Sidecar nothing is copied: every namespace then shares the index's own objects.
      const own = isWritten ? { ...service, importedBy: path } : service
      const found = throughListener(own, port)
      if (found) imported.push(found)
    }
    for (const service of oneNamespaceEach(imported, namespace)) collected.add(service)
    const candidates = this.#sources.virtualServices.candidates(namespace, 'mesh')
    const virtualServices = candidates.filter((v) =>
      v.hosts.some((host) => hosts.importsRoute(v.namespace, host)),
    )
    for (const service of virtualServices) this.#destinationsOf(service, namespace, port, collected)
    return {
      path: isWritten ? listener.path : undefined,
      port: listener.port,
      virtualServices,
    }
  }

  /** Destinations of imported VirtualServices come along, even if no entry names them. */
  #destinationsOf(
    virtualService: VirtualService,
    namespace: string,
    port: number | undefined,
    collected: Collected,
  ): void {
    const { services, virtualServices } = this.#sources
    for (const [host, ports] of virtualServices.destinations(virtualService, namespace)) {
      const found = services.pick(host, namespace)
      if (!found || collected.has(found)) continue
      const service = { ...found, importedBy: virtualService.ref }
      collected.add(port === undefined ? forPorts(service, ports) : throughListener(service, port))
    }
  }
}

const forPorts = (service: ImportedService, ports: DestinationPorts) =>
  ports === 'all' ? service : trimmed(service, (port) => ports.has(port))
