import type { Memory } from '#lib/incremental/memory.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { IstioInstallation } from './detect.ts'
import type { PolicyIndex } from './effective/attachment.ts'
import type { EffectiveConfiguration } from './effective/configuration.ts'
import type { DestinationRuleIndex } from './effective/destination-rules.ts'
import type { ServiceIndex } from './effective/services.ts'
import { SIDECARS } from './effective/sidecar.ts'
import type { SidecarScopes } from './effective/sidecar-scope.ts'
import type { VirtualServiceIndex } from './effective/virtual-services.ts'
import { effectiveFor, rootNamespaceOf } from './governed.ts'
import * as kinds from './kinds.ts'
import type { LiveRoutes } from './live-routes.ts'
import type { PeerAuthentications } from './peer-authentication.ts'

/** The public side of a class: what stands in for it has no private fields of its own. */
type Face<T> = { readonly [K in keyof T]: T[K] }

const LOCAL = /\.svc\.[^/]*$/

/** Namespaces that a host of a Service can lie in: `name.namespace.svc.…`. */
function namespacesOf(host: string): readonly string[] {
  const labels = host.replace(LOCAL, '').split('.')
  return labels.slice(1, 9).map((_, i) => labels.slice(i + 1).join('.'))
}

/**
 * A control plane's effective configuration as derivations see it: an answer depends on the objects that can take
 * part in it (those of some namespaces, or of some names), not on everything that its index was made of.
 *
 * Each answer below first reads what it hangs on and then asks the index unwatched. What is asked by no method here
 * is asked of the index itself, and depends on all of it.
 */
export function liveConfiguration(
  memory: Memory,
  snapshot: Snapshot,
  routes: LiveRoutes,
  installation: () => IstioInstallation | undefined,
): EffectiveConfiguration {
  const makers = new Map<string, () => unknown>()
  const made = memory.pinned('effective configuration', () =>
    effectiveFor(snapshot, installation(), <T>(name: string, make: () => T) => {
      makers.set(name, make)
      return () => index(name) as T
    }),
  )
  const all = () => made('')
  const index = memory.derivation('index', (name) => {
    // Another configuration makes it in its own way.
    all()
    return makers.get(name)?.()
  })
  const rootOf = memory.pinned(
    'root namespace',
    () => all().rootNamespace ?? rootNamespaceOf(installation()),
  )
  const root = () => rootOf('')
  /** Reads the objects of a kind in some namespaces, the root's among them. */
  const read = (kind: string, namespace: string | undefined, other?: string) => {
    const held = snapshot.kinds.get(kind)?.namespaces
    held?.get(root())
    if (namespace !== undefined) held?.get(namespace)
    if (other !== undefined && other !== namespace) held?.get(other)
  }
  const readWhole = (kind: string) => snapshot.kinds.get(kind)?.namespaces.size
  const readNamed = (host: string) => {
    // What an index is made with: the mesh configuration decides who sees what.
    all()
    readWhole(kinds.SERVICE_ENTRIES)
    const held = snapshot.kinds.get('core/services')?.namespaces
    for (const namespace of namespacesOf(host)) held?.get(namespace)
  }
  const ask = <T>(question: (configuration: EffectiveConfiguration) => T): T => {
    const configuration = all()
    return memory.unwatched(() => question(configuration))
  }

  const policies = <P>(kind: string, index: (c: EffectiveConfiguration) => PolicyIndex<never>) =>
    ({
      get all() {
        return index(all()).all
      },
      appliedTo(proxy) {
        read(kind, proxy.namespace, proxy.service?.namespace)
        return ask((c) => index(c).appliedTo(proxy))
      },
      for(namespace, labels) {
        read(kind, namespace)
        return ask((c) => index(c).for(namespace, labels))
      },
    }) satisfies Face<PolicyIndex<never>> as unknown as P

  const peers = {
    get all() {
      return all().peerAuthentications().all
    },
    own(namespace, labels) {
      read(kinds.PEER_AUTHENTICATIONS, namespace)
      return ask((c) => c.peerAuthentications().own(namespace, labels))
    },
    decide(namespace, labels, port) {
      read(kinds.PEER_AUTHENTICATIONS, namespace)
      return ask((c) => c.peerAuthentications().decide(namespace, labels, port))
    },
  } satisfies Face<PeerAuthentications> as unknown as PeerAuthentications

  const destinationRules = {
    get all() {
      return all().destinationRuleIndex().all
    },
    find(client, host, owner) {
      read(kinds.DESTINATION_RULES, client.namespace, owner)
      return ask((c) => c.destinationRuleIndex().find(client, host, owner))
    },
  } satisfies Face<DestinationRuleIndex> as unknown as DestinationRuleIndex

  const services = {
    visibleTo: (namespace) => all().serviceIndex().visibleTo(namespace),
    hosts: () => all().serviceIndex().hosts(),
    named(host) {
      readNamed(host)
      return ask((c) => c.serviceIndex().named(host))
    },
    seen(host, client) {
      readNamed(host)
      return ask((c) => c.serviceIndex().seen(host, client))
    },
    calledBy(host) {
      readNamed(host)
      return ask((c) => c.serviceIndex().calledBy(host))
    },
    pick(host, client) {
      readNamed(host)
      return ask((c) => c.serviceIndex().pick(host, client))
    },
  } satisfies Face<ServiceIndex> as unknown as ServiceIndex

  const virtualServices = {
    candidates(namespace, gateway) {
      routes.readGateway(gateway)
      return ask((c) => c.virtualServiceIndex().candidates(namespace, gateway))
    },
    forCalls(host, namespace) {
      routes.readHost(host)
      return ask((c) => c.virtualServiceIndex().forCalls(host, namespace))
    },
    named(host) {
      routes.readHost(host)
      return ask((c) => c.virtualServiceIndex().named(host))
    },
    calledHosts() {
      routes.readHosts()
      return ask((c) => c.virtualServiceIndex().calledHosts())
    },
    get hasWildcards() {
      routes.readHosts()
      return ask((c) => c.virtualServiceIndex().hasWildcards)
    },
    delegate(rootService, namespace, name) {
      routes.readName(namespace, name)
      return ask((c) => c.virtualServiceIndex().delegate(rootService, namespace, name))
    },
    destinations: (service, namespace) =>
      all().virtualServiceIndex().destinations(service, namespace),
  } satisfies Face<VirtualServiceIndex> as unknown as VirtualServiceIndex

  const scopes = {
    of: (proxy) => all().scopes().of(proxy),
    find(proxy, host, following) {
      // Destinations of the route that is followed are those of the object at hand, which whoever asks has read.
      readNamed(host)
      read(SIDECARS, proxy.namespace)
      return ask((c) => c.scopes().find(proxy, host, following))
    },
    followed(proxy, host) {
      routes.readHost(host)
      read(SIDECARS, proxy.namespace)
      return ask((c) => c.scopes().followed(proxy, host))
    },
  } satisfies Face<SidecarScopes> as unknown as SidecarScopes

  const parts: Partial<Record<keyof EffectiveConfiguration, () => unknown>> = {
    peerAuthentications: () => peers,
    destinationRuleIndex: () => destinationRules,
    serviceIndex: () => services,
    virtualServiceIndex: () => virtualServices,
    scopes: () => scopes,
  }
  const authorization = policies<ReturnType<EffectiveConfiguration['authorizationIndex']>>(
    kinds.AUTHORIZATION_POLICIES,
    (c) => c.authorizationIndex() as unknown as PolicyIndex<never>,
  )
  const authentication = policies<ReturnType<EffectiveConfiguration['requestAuthenticationIndex']>>(
    kinds.REQUEST_AUTHENTICATIONS,
    (c) => c.requestAuthenticationIndex() as unknown as PolicyIndex<never>,
  )
  parts.authorizationIndex = () => authorization
  parts.requestAuthenticationIndex = () => authentication
  return new Proxy({} as EffectiveConfiguration, {
    get(_, name) {
      const own = parts[name as keyof EffectiveConfiguration]
      if (own) return own
      const whole = all()
      const value = Reflect.get(whole, name, whole) as unknown
      return typeof value === 'function' ? value.bind(whole) : value
    },
  })
}
