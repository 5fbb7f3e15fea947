import {
  type AuthorizationPolicy,
  type RequestAuthentication,
  readAuthorizationPolicies,
  readRequestAuthentications,
} from '#lib/meshes/istio/authorization-policy.ts'
import { readDestinationRules } from '#lib/meshes/istio/destination-rule.ts'
import { readGateways } from '#lib/meshes/istio/gateway.ts'
import {
  AUTHORIZATION_POLICIES,
  DESTINATION_RULES,
  GATEWAYS,
  PEER_AUTHENTICATIONS,
  REQUEST_AUTHENTICATIONS,
  SERVICE_ENTRIES,
  VIRTUAL_SERVICES,
} from '#lib/meshes/istio/kinds.ts'
import type { MeshConfig } from '#lib/meshes/istio/mesh-config.ts'
import {
  type InboundDecision,
  PeerAuthentications,
  readPeerAuthentications,
} from '#lib/meshes/istio/peer-authentication.ts'
import { readServiceEntries } from '#lib/meshes/istio/service-entry.ts'
import { readVirtualServices, type VirtualService } from '#lib/meshes/istio/virtual-service.ts'
import type { Decider } from '#lib/model/mtls-report.ts'
import { parseService, type Service } from '#lib/model/service.ts'
import type { KindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import { type Attached, PolicyIndex } from './attachment.ts'
import { DestinationRuleIndex, type RuleInForce } from './destination-rules.ts'
import { boundTo, GatewayIndex, type GatewayServers, type OpenServer } from './gateway-servers.ts'
import type { ProxyView } from './proxy-view.ts'
import { ServiceIndex } from './services.ts'
import { readSidecars, SIDECARS, SidecarIndex } from './sidecar.ts'
import { type ImportedService, type Scope, SidecarScopes } from './sidecar-scope.ts'
import { VirtualServiceIndex } from './virtual-services.ts'

export const SERVICES: KindId = 'core/services'
export const DEFAULT_ROOT_NAMESPACE = 'istio-system'

export type ConfigurationSources = {
  /** All objects of a kind, in any order. */
  readonly objects: (kind: KindId) => Iterable<KubernetesObject>
  readonly mesh: MeshConfig
  /** Where the mesh configuration was read, for reasons. */
  readonly meshFrom?: Decider
  /** The control plane's, where the mesh configuration does not say. */
  readonly rootNamespace?: string
  /** The cluster's, which completes names; `cluster.local` where it is not said. */
  readonly domain?: string
  /** Whether Gateways reach pods of their own namespace only. */
  readonly scopesGateways?: boolean
  /** Whether a Sidecar can take hosts out again. */
  readonly excludesHosts?: boolean
  /** How indexes are kept once they are made, by name; without it each is made once. */
  readonly keep?: Keep
}

export type Keep = <T>(name: string, make: () => T) => () => T

const NO_SERVERS: GatewayServers = { open: [], dropped: [] }

/**
 * What applies to each proxy of a mesh, and why. Objects are indexed once; what one question needs is built when
 * it is first asked, and scopes are kept for each Sidecar and namespace. Make a new one for a new snapshot.
 */
export class EffectiveConfiguration {
  readonly #sources: ConfigurationSources
  readonly rootNamespace: string

  constructor(sources: ConfigurationSources) {
    this.#sources = sources
    this.rootNamespace =
      sources.mesh.rootNamespace ?? sources.rootNamespace ?? DEFAULT_ROOT_NAMESPACE
  }

  /** What the proxy can see: Sidecar, services, VirtualServices of the mesh, what becomes of unknown hosts. */
  scope(proxy: ProxyView): Scope {
    return this.scopes().of(proxy)
  }

  /** The DestinationRules in force for what the proxy can see, by host; hosts without one are left out. */
  destinationRules(
    proxy: ProxyView,
  ): ReadonlyMap<string, { readonly service: ImportedService; readonly rule: RuleInForce }> {
    const out = new Map<string, { service: ImportedService; rule: RuleInForce }>()
    for (const service of this.scope(proxy).services) {
      const rule = this.destinationRuleIndex().find(proxy, service.host, service.namespace)
      if (rule) out.set(service.host, { service, rule })
    }
    return out
  }

  /** The Gateway servers that a gateway's proxy opens, and those that are left out. */
  servers(proxy: ProxyView): GatewayServers {
    if (proxy.type !== 'gateway') return NO_SERVERS
    const services = this.#servicesIn().get(proxy.namespace) ?? []
    return this.gatewayIndex().serversOn(proxy, services)
  }

  /** The VirtualServices bound to each Gateway with an open server, in order of precedence. */
  virtualServicesByGateway(proxy: ProxyView): ReadonlyMap<string, readonly VirtualService[]> {
    const byGateway = new Map<string, OpenServer[]>()
    for (const open of this.servers(proxy).open) addTo(byGateway, open.server.gateway.key, open)
    return new Map(
      [...byGateway].map(([key, servers]) => [
        key,
        boundTo(servers, this.virtualServiceIndex().candidates(proxy.namespace, key)),
      ]),
    )
  }

  authorization(proxy: ProxyView): readonly Attached<AuthorizationPolicy>[] {
    return this.authorizationIndex().appliedTo(proxy)
  }

  /** All of them add up. */
  requestAuthentication(proxy: ProxyView): readonly Attached<RequestAuthentication>[] {
    return this.requestAuthenticationIndex().appliedTo(proxy)
  }

  /** @param port the pod's port; without one the workload's mode */
  inboundMtls(proxy: ProxyView, port?: number): InboundDecision {
    return this.peerAuthentications().decide(proxy.namespace, proxy.labels, port)
  }

  /** Asked for its way of keeping late: fields are set before the constructor runs. */
  #kept<T>(name: string, make: () => T): () => T {
    let own: (() => T) | undefined
    return () => {
      own ??= (this.#sources.keep ?? once)(name, make)
      return own()
    }
  }

  /** Reads with the cluster's domain. */
  readonly #completed =
    <T>(read: (objects: Iterable<KubernetesObject>, domain?: string) => T) =>
    (objects: Iterable<KubernetesObject>): T =>
      read(objects, this.#sources.domain)

  readonly #read = <T>(kind: KindId, read: (objects: Iterable<KubernetesObject>) => T): T =>
    read(this.#sources.objects(kind))

  readonly #services = this.#kept('services', (): readonly Service[] =>
    [...this.#sources.objects(SERVICES)]
      .map(parseService)
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
  )
  readonly #servicesIn = this.#kept('servicesIn', () => {
    const byNamespace = new Map<string, Service[]>()
    for (const service of this.#services()) addTo(byNamespace, service.namespace, service)
    return byNamespace
  })
  readonly serviceIndex = this.#kept(
    'serviceIndex',
    () =>
      new ServiceIndex(
        this.#services(),
        this.#read(SERVICE_ENTRIES, readServiceEntries),
        this.#sources.mesh.serviceExportTo,
        this.#sources.domain,
      ),
  )
  readonly virtualServiceIndex = this.#kept(
    'virtualServiceIndex',
    () =>
      new VirtualServiceIndex(
        this.#read(VIRTUAL_SERVICES, this.#completed(readVirtualServices)),
        this.#sources.mesh.virtualServiceExportTo,
      ),
  )
  readonly destinationRuleIndex = this.#kept(
    'destinationRuleIndex',
    () =>
      new DestinationRuleIndex(
        this.#read(DESTINATION_RULES, this.#completed(readDestinationRules)),
        this.rootNamespace,
        this.#sources.mesh.destinationRuleExportTo,
      ),
  )
  readonly gatewayIndex = this.#kept(
    'gatewayIndex',
    () => new GatewayIndex(this.#read(GATEWAYS, readGateways), this.#sources.scopesGateways),
  )
  readonly authorizationIndex = this.#kept(
    'authorizationIndex',
    () =>
      new PolicyIndex(
        this.#read(AUTHORIZATION_POLICIES, readAuthorizationPolicies).filter((p) => p.action),
        this.rootNamespace,
      ),
  )
  readonly requestAuthenticationIndex = this.#kept(
    'requestAuthenticationIndex',
    () =>
      new PolicyIndex(
        this.#read(REQUEST_AUTHENTICATIONS, readRequestAuthentications),
        this.rootNamespace,
      ),
  )
  readonly peerAuthentications = this.#kept(
    'peerAuthentications',
    () =>
      new PeerAuthentications(
        this.#read(PEER_AUTHENTICATIONS, readPeerAuthentications),
        this.rootNamespace,
      ),
  )
  readonly scopes = this.#kept(
    'scopes',
    () =>
      new SidecarScopes({
        sidecars: new SidecarIndex(this.#read(SIDECARS, readSidecars), this.rootNamespace),
        services: this.serviceIndex(),
        virtualServices: this.virtualServiceIndex(),
        meshOutbound: {
          mode: this.#sources.mesh.outboundMode === 'REGISTRY_ONLY' ? 'REGISTRY_ONLY' : 'ALLOW_ANY',
          decidedBy: this.#sources.mesh.outboundMode
            ? (this.#sources.meshFrom ?? 'default')
            : 'default',
        },
        excludesHosts: this.#sources.excludesHosts,
      }),
  )
}

/** Built when it is first asked for. */
function once<T>(_name: string, make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
