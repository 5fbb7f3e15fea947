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
  /** Whether hosts of an egress listener can be taken out again; yes where it is not said. */
  readonly excludesHosts?: boolean | undefined
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
  a.namespace === b.namespace && a.kind === b.kind && a.kindOfService === b.kindOfService

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
  readonly #listeners = new Map<string, readonly Listener[]>()
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

  /**
   * What one name means for a proxy, without working out all that it can see.
   *
   * @param following the VirtualService that names it as a destination: where that is imported, so is the name
   */
  find(proxy: ProxyView, host: string, following?: VirtualService): ImportedService | undefined {
    const { services } = this.#sources
    const { namespace } = proxy
    const seen = services.seen(host, namespace)
    const collected = new Collected()
    if (proxy.type !== 'sidecar') {
      for (const service of seen) collected.add(service)
      return collected.services[0]
    }
    for (const listener of this.#listenersOf(proxy)) {
      for (const service of importedBy(listener, seen, namespace)) collected.add(service)
      if (!following || !imports(listener.hosts, following)) continue
      const ports = this.#sources.virtualServices.destinations(following, namespace).get(host)
      if (ports) this.#destination(following, host, ports, namespace, listener.port, collected)
    }
    return collected.services[0]
  }

  /** The VirtualService that a proxy follows for a called name, with the port of the listener if it has one. */
  followed(
    proxy: ProxyView,
    host: string,
  ): { readonly service: VirtualService; readonly port: number | undefined } | undefined {
    const candidates = this.#sources.virtualServices.forCalls(host, proxy.namespace)
    const [first] = candidates
    if (!first) return undefined
    if (proxy.type !== 'sidecar') return { service: first, port: undefined }
    const listeners = this.#listenersOf(proxy)
    const isGeneral = (l: Listener) => l.port === undefined
    for (const listener of [
      ...listeners.filter(isGeneral),
      ...listeners.filter((l) => !isGeneral(l)),
    ]) {
      const service = candidates.find((v) => imports(listener.hosts, v))
      if (service) return { service, port: listener.port }
    }
    return undefined
  }

  #listenersOf({ namespace, labels }: ProxyView): readonly Listener[] {
    const found = this.#sources.sidecars.find(namespace, labels)?.sidecar
    const key = `${found?.ref ?? ''} ${namespace}`
    let known = this.#listeners.get(key)
    if (!known) {
      known = listenersOf(found, namespace, this.#sources.excludesHosts)
      this.#listeners.set(key, known)
    }
    return known
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
    const collected = new Collected()
    const { excludesHosts } = this.#sources
    const listeners = listenersOf(sidecar?.sidecar, namespace, excludesHosts).map((listener) =>
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

  #listener(listener: Listener, namespace: string, collected: Collected): ListenerScope {
    const { services, virtualServices } = this.#sources
    for (const service of importedBy(listener, services.visibleTo(namespace), namespace))
      collected.add(service)
    const followed = virtualServices
      .candidates(namespace, 'mesh')
      .filter((v) => imports(listener.hosts, v))
    for (const v of followed)
      for (const [host, ports] of virtualServices.destinations(v, namespace))
        this.#destination(v, host, ports, namespace, listener.port, collected)
    return {
      path: listener.written?.path,
      port: listener.written?.port,
      virtualServices: followed,
    }
  }

  /** Destinations of imported VirtualServices come along, even if no entry names them. */
  #destination(
    virtualService: VirtualService,
    host: string,
    ports: DestinationPorts,
    namespace: string,
    port: number | undefined,
    collected: Collected,
  ): void {
    const found = this.#sources.services.pick(host, namespace)
    if (!found || collected.has(found)) return
    const service = { ...found, importedBy: virtualService.ref }
    collected.add(port === undefined ? forPorts(service, ports) : throughListener(service, port))
  }
}

/** An egress listener read for one namespace. */
type Listener = {
  /** Absent for the one that stands for everything where none is written. */
  readonly written: EgressListener | undefined
  readonly hosts: EgressHosts
  /** The only port that comes through it. */
  readonly port: number | undefined
}

function listenersOf(
  sidecar: Sidecar | undefined,
  namespace: string,
  excludes: boolean | undefined,
): readonly Listener[] {
  const written = sidecar?.egress ?? []
  return (written.length > 0 ? written : [CATCH_ALL]).map((listener) => ({
    written: listener === CATCH_ALL ? undefined : listener,
    hosts: new EgressHosts(listener.hosts, namespace, `${listener.path}.hosts`, excludes),
    port: portOf(listener),
  }))
}

const imports = (hosts: EgressHosts, { hosts: names, namespace }: VirtualService): boolean =>
  names.some((host) => hosts.importsRoute(namespace, host))

function importedBy(
  { written, hosts, port }: Listener,
  visible: readonly RegisteredService[],
  namespace: string,
): readonly ImportedService[] {
  const imported: ImportedService[] = []
  for (const service of visible) {
    const path = hosts.importsService(service.namespace, service.host)
    if (path === undefined) continue
    // Without a Sidecar nothing is copied: every namespace then shares the index's own objects.
    const own = written ? { ...service, importedBy: path } : service
    const found = throughListener(own, port)
    if (found) imported.push(found)
  }
  return oneNamespaceEach(imported, namespace)
}

const forPorts = (service: ImportedService, ports: DestinationPorts) =>
  ports === 'all' ? service : trimmed(service, (port) => ports.has(port))
