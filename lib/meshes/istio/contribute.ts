import { concat } from '#lib/incremental/concat.ts'
import { gatewayId } from '#lib/model/gateway-proxy.ts'
import type { Contribution } from '#lib/model/mesh-model.ts'
import type { RouteLeg, RouteTable } from '#lib/model/route-table.ts'
import type { Service } from '#lib/model/service.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import type { KeepStage, KeptContribution, Stage } from '../provider.ts'
import { type AllowedCaller, allowedEdges } from './allowed-edges.ts'
import { badgesOf } from './badges.ts'
import { bypassEdges, loopbackEdges } from './bypass-edges.ts'
import { Callers } from './callers.ts'
import { type CheckedLeg, checkedLegs } from './checks/legs.ts'
import type { Destinations, Resolved, RoutingClient } from './destinations.ts'
import { filtersFor } from './envoy-filter.ts'
import { gatewayProxies, type IstioGatewayProxy } from './gateway-proxies.ts'
import {
  type GatewayPlace,
  type GatewayRouteSources,
  gatewayPlaces,
  gatewayTable,
} from './gateway-routes.ts'
import { hopMtls } from './hop.ts'
import { ingressListeners, servedIngresses } from './ingress-controller.ts'
import { ingressEdges } from './ingress-edges.ts'
import { liveView, narrowed } from './live-view.ts'
import { isGatewayPod, membershipOf } from './membership.ts'
import { calledNames, isAmbient, meshEdges, meshTables } from './mesh-routes.ts'
import { servicePosture, workloadPostures } from './posture.ts'
import type { ReceiverSource } from './receivers.ts'
import { resolutionOf } from './rule-table.ts'
import { entryFacts } from './service-entry.ts'
import { statedHop } from './stated-hop.ts'
import { gatewayEdges, type Spread, spread } from './table-edges.ts'
import { type AccessQuestion, accessAt, claimsOfAnyClient } from './target-access.ts'
import { type IstioView, istioView } from './view.ts'
import type { VirtualService } from './virtual-service.ts'

/** Istio's contribution, with what its checks ask beyond the shared words. */
export type IstioContribution = Contribution & {
  readonly view: IstioView
  readonly proxies: readonly IstioGatewayProxy[]
  readonly destinations: Destinations
  readonly receivers: ReceiverSource
  /** Every destination of a VirtualService as those who call get it. */
  readonly legs: (service: VirtualService) => readonly CheckedLeg[]
  /** Stated edges into a node. */
  readonly callers: (target: string) => readonly StatedEdge[]
}

const serviceId = ({ namespace, name }: Service) => `service:${namespace}/${name}`

/** A Service whose every workload is a gateway is the gateway, not a node of its own. */
function nodeOf(view: IstioView, service: Service): string {
  const backends = view.cluster.backends(service)
  const first = backends[0]
  const isGateway =
    first !== undefined &&
    backends.every(({ workload }) => {
      const pod = samplePod(workload)
      return pod !== undefined && isGatewayPod(pod)
    })
  return isGateway ? gatewayId(first.workload) : serviceId(service)
}

type Labels = ReadonlyMap<string, string>
const NO_LABELS: Labels = new Map()

/** What routes of a gateway hang on: not its pods' state, but what is programmed and who they are. */
type GatewayRouter = Pick<IstioGatewayProxy, 'id' | 'programmed' | 'listeners'> & {
  readonly namespace: string
  readonly labels: Labels
  readonly account: string
}

const filtersAt = (view: IstioView, namespace: string, labels: Labels) =>
  filtersFor(view.filters, { namespace, labels }, view.governing({ namespace, labels }))

function gatewayBadges(view: IstioView, workload: Workload): readonly string[] {
  const pod = samplePod(workload)
  const touched = pod ? filtersAt(view, workload.namespace, pod.labels) : []
  const isTouched = touched.some((f) => f.contexts.has('GATEWAY') || f.contexts.has('ANY'))
  return [...badgesOf(workload, view), ...(isTouched ? ['EnvoyFilter'] : [])]
}

/** Of a resolved destination what its hop hangs on: where it is written and its weight do not matter. */
const withoutPlace = (resolved: Resolved): Resolved => {
  const { host, subset, port } = resolved.destination
  const destination = { written: '', host, port, subset, weight: undefined, path: '' }
  return { ...resolved, destination }
}

/** Each table with what its legs were resolved to: one that says the same of other things is another one. */
const withResolutions = <T>(tables: readonly T[], tableOf: (entry: T) => RouteTable) =>
  tables.map((entry) => ({
    entry,
    resolved: tableOf(entry).rules.flatMap((rule) => rule.legs.map(resolutionOf)),
  }))

/** Namespaces of the gateway workloads on which a Gateway is opened. */
const carriersOf = (proxies: readonly IstioGatewayProxy[], gateway: string): readonly string[] => [
  ...new Set(
    proxies.flatMap((p) =>
      p.programmed.some(({ server }) => server.gateway.key === gateway)
        ? [p.workload.namespace]
        : [],
    ),
  ),
]

/** A place in a namespace, as a key of derivations. */
const split = (key: string): readonly [string, string] => {
  const slash = key.indexOf('/')
  return [key.slice(0, slash), key.slice(slash + 1)]
}

/**
 * Istio's contribution, each part derived on its own: by Service, by workload, by gateway, by called name, by hop.
 */
export function keepIstio({ memory, snapshot, cluster }: KeepStage): KeptContribution {
  const { view, settle } = liveView(memory, snapshot, cluster)
  const one = <T>(name: string, derive: () => T): (() => T) => {
    const derived = memory.derivation(name, derive)
    return () => derived('')
  }
  const node = memory.pinned('node of Service', (key) => {
    const [namespace, name] = split(key)
    const service = cluster.service(namespace, name)
    return service ? nodeOf(view, service) : `service:${key}`
  })
  const destinations: Destinations = {
    snapshot,
    nodeOf: ({ namespace, name }) => node(`${namespace}/${name}`),
  }

  const gatewaysIn = memory.derivation('gateway workloads of namespace', (namespace) =>
    cluster.workloadsIn(namespace).filter((workload) => {
      const pod = samplePod(workload)
      return pod !== undefined && isGatewayPod(pod)
    }),
  )
  const served = one("Ingresses that are Istio's", () => servedIngresses(view))
  const proxies = one('gateway proxies', () =>
    gatewayProxies(
      narrowed(cluster, gatewaysIn),
      (pod) => view.governing(pod).effective.gatewayIndex(),
      (workload) => gatewayBadges(view, workload),
      (pod) => ingressListeners(view, served(), pod),
    ),
  )
  const proxyOf = memory.pinned('gateway of workload', (id) =>
    proxies().find((p) => p.workload.id === id),
  )
  const receivers: ReceiverSource = { view, gatewayOf: (workload) => proxyOf(workload.id) }

  type Hop = { client: RoutingClient; resolved: Resolved; protocol: RouteTable['protocol'] }
  const hops = memory.derivationOf('hop', ({ client, resolved, protocol }: Hop) =>
    hopMtls(receivers, client, resolved, protocol),
  )
  const hop = (from: string, leg: RouteLeg, client: RoutingClient, protocol: Hop['protocol']) =>
    hops([from, leg.host, leg.port, leg.subset, protocol].join('\n'), {
      client,
      resolved: withoutPlace(resolutionOf(leg)),
      protocol,
    })
  type Asked = { service: Service; port: number | undefined; question: AccessQuestion }
  const access = memory.derivationOf('access', ({ service, port, question }: Asked) =>
    accessAt(view, service, port, question),
  )

  // By workload: workloads of two kinds can share a name, and with it the id of their node.
  const router = memory.pinned('gateway router', (workload): GatewayRouter | undefined => {
    const proxy = proxies().find((p) => p.workload.id === workload)
    if (!proxy) return undefined
    const pod = samplePod(proxy.workload)
    return {
      id: proxy.id,
      programmed: proxy.programmed,
      listeners: proxy.listeners,
      namespace: proxy.workload.namespace,
      labels: pod?.labels ?? NO_LABELS,
      account: pod?.serviceAccount ?? 'default',
    }
  })
  const clientOf = ({ namespace, labels }: GatewayRouter): RoutingClient => ({
    type: 'gateway',
    namespace,
    labels,
    governed: view.governing({ namespace, labels }),
  })
  type AtGateway = { place: GatewayPlace; sources: Omit<GatewayRouteSources, 'destinations'> }
  const gatewayTableAt = memory.derivationOf(
    'table of gateway',
    ({ place, sources }: AtGateway) => {
      const table = gatewayTable(place, { destinations, ...sources })
      return withResolutions(table ? [table] : [], (entry) => entry)
    },
  )
  const gatewayRoutes = memory.derivation('tables of gateway', (id) => {
    const own = router(id)
    if (!own) return []
    const filters = filtersAt(view, own.namespace, own.labels)
    const sources = { client: clientOf(own), filters }
    return gatewayPlaces(own, { destinations, ...sources }).flatMap((place) =>
      gatewayTableAt(`${id} ${place.id}`, { place, sources }),
    )
  })
  type Stated = {
    workload: string
    own: GatewayRouter
    entry: Spread
    listening: ReadonlySet<number>
    /** A rule that says the same of other things is another one. */
    resolved: readonly Resolved[]
  }
  const gatewayRule = memory.derivationOf(
    'edges of gateway rule',
    ({ workload, own, entry, listening }: Stated) => {
      const client = clientOf(own)
      const principal = `${client.governed.trustDomain}/ns/${own.namespace}/sa/${own.account}`
      return gatewayEdges(own.id, listening, entry, {
        mtls: (leg, protocol) => hop(workload, leg, client, protocol),
        access: (leg, protocol, match, mtls) => {
          const { found, port } = resolutionOf(leg)
          if (found?.kind !== 'service' || leg.to === 'nowhere') return undefined
          const hosts = [...new Set(match.flatMap((m) => m.hosts ?? []))]
          const question: AccessQuestion = {
            protocol: protocol === 'http' ? 'http' : 'tcp',
            from: 'gateway',
            principal,
            mtls,
            hosts: hosts.length > 0 ? hosts : undefined,
            match,
            claims: claimsOfAnyClient,
          }
          const key = [workload, leg.path, leg.to, port, hosts.join()].join('\n')
          return access(key, { service: found.service, port, question })
        },
      })
    },
  )
  const gatewayCalls = memory.derivation('edges of gateway', (workload): readonly StatedEdge[] => {
    const own = router(workload)
    if (!own) return []
    const listening = new Set(own.listeners.map((l) => l.port))
    const tables = gatewayRoutes(workload).map(({ entry }) => entry)
    return concat(
      spread(tables).map((entry) => {
        const resolved = entry.rule.legs.map(resolutionOf)
        const stated = { workload, own, entry, listening, resolved }
        return gatewayRule(`${workload}\n${entry.key}`, stated)
      }),
    )
  })
  const gatewayIds = one('gateways', () => proxies().map((p) => p.workload.id))

  const ambient = memory.pinned('ambient namespace', (namespace) => isAmbient(view, namespace))
  const meshRoutes = memory.derivation('tables of called name', (host) =>
    withResolutions(meshTables(view, destinations, host, ambient), ({ table }) => table),
  )
  const meshCalls = memory.derivation('edges of called name', (host) =>
    meshEdges(
      view,
      meshRoutes(host).map(({ entry }) => entry),
      (leg, client, protocol) => hop(`mesh ${host}`, leg, client, protocol),
    ),
  )
  const names = one('called names', () => calledNames(view))
  const tables = one('tables', () => {
    const all: RouteTable[] = []
    for (const id of gatewayIds()) for (const { entry } of gatewayRoutes(id)) all.push(entry)
    for (const host of names()) for (const { entry } of meshRoutes(host)) all.push(entry.table)
    all.push(...ingressRules())
    return all
  })
  const ingress = one('Ingresses', () => ingressEdges(receivers, destinations))
  const ingressRules = one('tables of Ingresses', () => ingress().tables)
  const ingressFacts = one('facts of Ingresses', () => ingress().facts)
  const ingressCalls = one('edges of Ingresses', () => ingress().edges)
  const stated = one('stated edges', () =>
    concat([...gatewayIds().map(gatewayCalls), ...names().map(meshCalls), ingressCalls()]),
  )

  const bypasses = memory.derivation('bypasses of workload', (key) => {
    const workload = cluster.workload(...split(key))
    return workload ? bypassEdges(view, workload) : []
  })
  const bypassesIn = memory.derivation('bypasses of namespace', (namespace) =>
    cluster.workloadsIn(namespace).flatMap(({ id }) => bypasses(`${namespace}/${id}`)),
  )
  const accounts = memory.derivation('accounts of namespace', (namespace) => {
    const byAccount = new Map<string, AllowedCaller[]>()
    for (const workload of cluster.workloadsIn(namespace)) {
      const pod = samplePod(workload)
      if (!pod) continue
      const { inMesh } = view.membership(pod)
      const id = proxyOf(workload.id)?.id ?? workload.id
      addTo(byAccount, pod.serviceAccount, { id, ref: workload.ref, inMesh })
    }
    return byAccount
  })
  const runningAs = memory.pinned('workloads of account', (key) => {
    const [namespace, name] = split(key)
    return accounts(namespace).get(name) ?? []
  })
  const allowedAt = memory.derivation('allowed calls of Service', (key) => {
    const [namespace, name] = split(key)
    const service = cluster.service(namespace, name)
    return service
      ? allowedEdges(view, service, node(key), (account) =>
          runningAs(`${account.namespace}/${account.name}`),
        )
      : []
  })
  const allowedIn = memory.derivation('allowed calls of namespace', (namespace) =>
    concat(
      cluster.servicesIn(namespace).map((service) => allowedAt(`${namespace}/${service.name}`)),
    ),
  )
  const loopbacks = one('loopbacks', () => loopbackEdges(stated, view.entries))
  /** What is stated; what is only allowed calls nobody. */
  const calls = one("Istio's calls", () =>
    concat([stated(), ...cluster.namespaceNames().map(bypassesIn), loopbacks()]),
  )
  const edges = one("Istio's edges", () =>
    concat([calls(), ...cluster.namespaceNames().map(allowedIn)]),
  )

  const posture = memory.derivation('posture of Service', (key) => {
    const service = cluster.service(...split(key))
    return service && servicePosture(receivers, service)
  })
  const posturesIn = memory.derivation('postures of namespace', (namespace) =>
    cluster.servicesIn(namespace).flatMap(({ name }) => posture(`${namespace}/${name}`) ?? []),
  )
  const services = one('postures', () => concat(cluster.namespaceNames().map(posturesIn)))
  const workloadPosture = memory.derivation('posture of workload', (key) => {
    const workload = cluster.workload(...split(key))
    return workload ? workloadPostures(receivers, workload) : []
  })
  const workloadsIn = memory.derivation('workload postures of namespace', (namespace) =>
    cluster.workloadsIn(namespace).flatMap(({ id }) => workloadPosture(`${namespace}/${id}`)),
  )
  const workloads = one('workload postures', () =>
    concat(cluster.namespaceNames().map(workloadsIn)),
  )
  const entries = one('entries', () =>
    view.entries.map((entry) =>
      entryFacts(entry, view.workloadEntries.selected(entry.namespace, entry.selector)),
    ),
  )
  const carriers = memory.pinned('carriers of Gateway', (key) => carriersOf(proxies(), key))
  const legs = memory.derivationOf('legs of VirtualService', (service: VirtualService) =>
    checkedLegs(view, destinations, service, carriers),
  )
  const callers = new Callers(memory)

  const live: IstioContribution = {
    mesh: 'istio',
    get installations() {
      return view.installations
    },
    membership: view.membership,
    get gateways() {
      return proxies()
    },
    get entries() {
      return entries()
    },
    get ingresses() {
      return ingressFacts()
    },
    get tables() {
      return tables()
    },
    get edges() {
      return edges()
    },
    get services() {
      return services()
    },
    posture: ({ namespace, name }) => posture(`${namespace}/${name}`),
    get workloads() {
      return workloads()
    },
    posturesOf: ({ namespace, id }) => workloadPosture(`${namespace}/${id}`),
    badges: (workload) => badgesOf(workload, view),
    edgeRows: [],
    hop: (call) => statedHop(receivers, call),
    view,
    get proxies() {
      return proxies()
    },
    destinations,
    receivers,
    legs: (service) => legs(`${service.namespace}/${service.name}`, service),
    callers: (target) => callers.of(target),
  }
  return {
    live,
    at: (stage) => settled(live, stage),
    settle(now) {
      settle(now)
      memory.settle()
      callers.move(calls())
    },
  }
}

/**
 * The contribution as it is now, for good. What only some ask, with the objects behind it, is read off the snapshot
 * when it is first asked.
 */
function settled(live: IstioContribution, { snapshot, cluster }: Stage): IstioContribution {
  let read: { view: IstioView; destinations: Destinations; receivers: ReceiverSource } | undefined
  const proxies = live.proxies
  const sources = () => {
    if (read) return read
    const view = istioView(snapshot, cluster)
    const proxyOf = new Map(proxies.map((p) => [p.workload.id, p]))
    read = {
      view,
      destinations: { snapshot, nodeOf: (service) => nodeOf(view, service) },
      receivers: { view, gatewayOf: (workload) => proxyOf.get(workload.id) },
    }
    return read
  }
  const { edges } = live
  return {
    mesh: live.mesh,
    installations: live.installations,
    membership: (pod) => membershipOf(pod, cluster),
    gateways: proxies,
    entries: live.entries,
    ingresses: live.ingresses,
    tables: live.tables,
    edges,
    services: live.services,
    workloads: live.workloads,
    badges: (workload) => badgesOf(workload, sources().view),
    edgeRows: live.edgeRows,
    hop: (call) => statedHop(sources().receivers, call),
    get view() {
      return sources().view
    },
    proxies,
    get destinations() {
      return sources().destinations
    },
    get receivers() {
      return sources().receivers
    },
    legs: (service) =>
      checkedLegs(sources().view, sources().destinations, service, (key) =>
        carriersOf(proxies, key),
      ),
    callers: (target) => edges.filter((edge) => edge.to === target && edge.kind !== 'allowed'),
  }
}
