import { covers, isWildcard } from '#lib/meshes/istio/hosts.ts'
import type { Rule, VirtualService } from '#lib/meshes/istio/virtual-service.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import { ByReach, reachOf } from './visibility.ts'

/** Ports of one destination host that a VirtualService sends to; a destination without a port means all. */
export type DestinationPorts = ReadonlySet<number> | 'all'

function shelf<T>(shelves: Map<string, ByReach<T>>, key: string): ByReach<T> {
  let found = shelves.get(key)
  if (!found) {
    found = new ByReach()
    shelves.set(key, found)
  }
  return found
}

const idOf = (namespace: string, name: string) => `${namespace}/${name}`

/** Rules of which every alternative that names a source namespace names another one do not count there. */
function countsIn(rule: Rule, namespace: string): boolean {
  const named = rule.alternatives.flatMap((a) => a.sourceNamespace ?? [])
  return named.length === 0 || named.includes(namespace)
}

/**
 * The VirtualServices that can carry traffic (those with hosts; ones without are delegates), oldest first, found
 * by gateway and by the namespace of the proxy that asks.
 *
 * @see istio/istio pilot/pkg/model/push_context.go, initVirtualServices and VirtualServicesForGateway
 */
export class VirtualServiceIndex {
  readonly #gateways = new Map<string, ByReach<VirtualService>>()
  readonly #inMesh = new Map<string, ByReach<VirtualService>>()
  #wildcards: readonly (readonly [string, ByReach<VirtualService>])[] | undefined
  readonly #delegates = new Map<string, VirtualService>()
  readonly #destinations = new Map<VirtualService, ReadonlyMap<string, DestinationPorts>>()
  readonly #byDefault: readonly string[]

  /** @param services oldest first, as `readVirtualServices` gives them */
  constructor(services: Iterable<VirtualService>, byDefault: readonly string[]) {
    this.#byDefault = byDefault
    for (const service of services) {
      if (service.hosts.length === 0) {
        this.#delegates.set(idOf(service.namespace, service.name), service)
        continue
      }
      const reach = reachOf(service.exportTo, service.namespace, byDefault)
      for (const gateway of new Set(service.gateways))
        shelf(this.#gateways, gateway).add(service, reach, service.namespace)
      if (service.gateways.includes('mesh'))
        for (const host of new Set(service.hosts))
          shelf(this.#inMesh, host).add(service, reach, service.namespace)
    }
  }

  /**
   * What names a gateway and is exported to the proxy's namespace, in order of precedence: private ones of that
   * namespace, those exported to it by name, public ones; each group oldest first.
   *
   * @param gateway `mesh`, or `namespace/name`
   */
  candidates(namespace: string, gateway: string): readonly VirtualService[] {
    return this.#gateways.get(gateway)?.visibleTo(namespace) ?? []
  }

  /**
   * What clients of a namespace may follow for a called name, in order of precedence: those that name it, then
   * those with a wildcard that covers it, the narrowest first.
   *
   * @see istio/istio pilot/pkg/model/virtualservice.go, SelectVirtualServices
   */
  forCalls(host: string, namespace: string): readonly VirtualService[] {
    const exact = this.#inMesh.get(host)?.visibleTo(namespace) ?? []
    const covering = this.#wild().filter(([pattern]) => pattern !== host && covers(pattern, host))
    if (covering.length === 0) return exact
    return [...exact, ...covering.flatMap(([, shelf]) => shelf.visibleTo(namespace))]
  }

  /** Those of the mesh that name exactly this host, whoever may see them. */
  named(host: string): readonly VirtualService[] {
    return this.#inMesh.get(host)?.all() ?? []
  }

  /** Names that VirtualServices of the mesh take, without wildcards. */
  calledHosts(): readonly string[] {
    return [...this.#inMesh.keys()].filter((host) => !isWildcard(host))
  }

  /** Whether some VirtualService of the mesh takes names that it does not write out. */
  get hasWildcards(): boolean {
    return this.#wild().length > 0
  }

  #wild() {
    this.#wildcards ??= [...this.#inMesh]
      .filter(([host]) => isWildcard(host))
      .sort(([a], [b]) => b.length - a.length)
    return this.#wildcards
  }

  /** A delegate that the root's namespace may use; a missing or hidden one drops only the rule that names it. */
  delegate(root: VirtualService, namespace: string, name: string): VirtualService | undefined {
    const found = this.#delegates.get(idOf(namespace, name))
    if (!found) return undefined
    const reach = reachOf(found.exportTo, found.namespace, this.#byDefault)
    const isVisible =
      reach.to === 'everyone' || (reach.to === 'namespaces' && reach.names.has(root.namespace))
    return isVisible ? found : undefined
  }

  /**
   * Every host that a VirtualService and its delegates send or mirror to, for proxies of one namespace.
   * @see istio/istio pilot/pkg/model/push_context.go, virtualServiceDestinationsFilteredBySourceNamespace
   */
  destinations(service: VirtualService, namespace: string): ReadonlyMap<string, DestinationPorts> {
    const known = this.#destinations.get(service)
    if (known) return known
    const rules = this.#carrying(service)
    const counting = rules.filter((rule) => countsIn(rule, namespace))
    const out = destinationsOf(counting)
    // Most say nothing of source namespaces: they have one answer for all clients.
    const isForAll = rules.every((rule) => rule.alternatives.every((a) => !a.sourceNamespace))
    if (isForAll) this.#destinations.set(service, out)
    return out
  }

  /** Its own rules with those of delegates in the place of the ones that delegate; a delegate cannot delegate again. */
  #carrying(service: VirtualService): readonly Rule[] {
    const http = service.http.flatMap((rule): readonly Rule[] => {
      if (!rule.delegate) return [rule]
      const found = this.delegate(service, rule.delegate.namespace, rule.delegate.name)
      // Both conditions must hold, so the root's also count for what the delegate sends.
      const both = (inner: Rule) => ({
        ...inner,
        alternatives: [...rule.alternatives, ...inner.alternatives],
      })
      return (found?.http ?? []).filter((inner) => !inner.delegate).map(both)
    })
    return [...http, ...service.tcp, ...service.tls]
  }
}

function destinationsOf(rules: readonly Rule[]): ReadonlyMap<string, DestinationPorts> {
  const ports = new Map<string, (number | undefined)[]>()
  for (const { destinations, mirrors } of rules) {
    for (const { host, port } of destinations) addTo(ports, host, port)
    for (const { host, port } of mirrors) addTo(ports, host, port)
  }
  return new Map(
    [...ports].map(([host, list]) => {
      const known = list.filter((port) => port !== undefined)
      return [host, known.length < list.length ? 'all' : new Set(known)] as const
    }),
  )
}
