import type { EdgeMtls } from '#lib/model/edge-words.ts'
import { matchWords } from '#lib/model/match-words.ts'
import type { RouteLeg, RouteTable } from '#lib/model/route-table.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import { samplePod } from '#lib/model/workload.ts'
import { hasLabels } from '#lib/resources/label-selector.ts'
import {
  type Destinations,
  nodeOfRegistered,
  type RoutingClient,
  resolveDestination,
} from './destinations.ts'
import { inOrder, type Place, type RuleContext, resolutionOf, rulesAt } from './rule-table.ts'
import type { IstioView } from './view.ts'
import type { VirtualService } from './virtual-service.ts'
import type { Waypoint } from './waypoints.ts'

const NO_LABELS: ReadonlyMap<string, string> = new Map()

type Taken = {
  readonly host: string
  readonly owner: string
  readonly client: RoutingClient
  readonly service: VirtualService
  readonly port: number | undefined
  /** The waypoint that carries the route for callers without a proxy of their own. */
  readonly waypoint: Waypoint | undefined
}

/** A table of the mesh and whose proxies follow it. */
export type MeshTable = { readonly table: RouteTable; readonly client: RoutingClient }

/** Whether all meshed workloads of a namespace are ambient: ztunnel follows no routes, waypoints do. */
export function isAmbient(view: IstioView, namespace: string): boolean {
  let found = false
  for (const workload of view.cluster.workloadsIn(namespace)) {
    const pod = samplePod(workload)
    const inMesh = pod && view.membership(pod).inMesh
    if (inMesh === 'sidecar' || inMesh === 'native-sidecar') return false
    if (inMesh === 'ambient') found = true
  }
  return found
}

/** Names for which sidecars may follow a VirtualService. */
export function calledNames(view: IstioView): readonly string[] {
  const routes = view.effective.virtualServiceIndex()
  const names = new Set(routes.calledHosts())
  if (routes.hasWildcards) for (const host of view.effective.serviceIndex().hosts()) names.add(host)
  return [...names]
}

/**
 * Which VirtualService sidecars follow for which called name, seen from the namespace of the called Service as its
 * Sidecar and `exportTo` let it see: of those that name the host, else of those with a wildcard, the private ones
 * first, then those exported by name, then the public ones, oldest first. The first takes the host. Where all
 * callers are ambient, the Service's waypoint follows it, with what the waypoint's namespace sees, or nobody does.
 *
 * @see istio/istio pilot/pkg/model/virtualservice.go, SelectVirtualServices
 */
function takenHost(
  view: IstioView,
  destinations: Destinations,
  host: string,
  isAmbientIn: (namespace: string) => boolean,
): Taken | undefined {
  const called = view.effective.serviceIndex().calledBy(host)
  // Nobody's name: the callers are those of the first that takes it.
  const namespace =
    called?.namespace ?? view.effective.virtualServiceIndex().named(host)[0]?.namespace ?? ''
  const ambient = isAmbientIn(namespace)
  const waypoint =
    ambient && called?.kind === 'service' ? view.waypoints.of(called.service) : undefined
  if (ambient && !waypoint) return undefined
  const client: RoutingClient = {
    type: waypoint ? 'waypoint' : 'sidecar',
    namespace: waypoint?.namespace ?? namespace,
    labels: NO_LABELS,
    governed: view.governing({ namespace }),
  }
  const followed = client.governed.effective.scopes().followed(client, host)
  if (!followed) return undefined
  const owner = called ? nodeOfRegistered(called, destinations.nodeOf) : `external:${host}`
  return { host, owner, client, waypoint, ...followed }
}

/** Route tables that the proxies of callers follow for one called name. */
export function meshTables(
  view: IstioView,
  destinations: Destinations,
  called: string,
  isAmbientIn: (namespace: string) => boolean,
): readonly MeshTable[] {
  const taken = takenHost(view, destinations, called, isAmbientIn)
  if (!taken) return []
  const { host, owner, client, service, port, waypoint } = taken
  const routes = client.governed.effective.virtualServiceIndex()
  const context: RuleContext = {
    resolve: (d, following) => resolveDestination(destinations, d, client, following),
    delegate: (root, namespace, name) => routes.delegate(root, namespace, name),
  }
  const place: Place = {
    gateways: new Set(['mesh']),
    ports: port === undefined ? undefined : new Set([port]),
    via: waypoint ? [waypoint.ref] : [],
    conflict: false,
  }
  return (['http', 'tls', 'tcp'] as const).flatMap((protocol): MeshTable[] => {
    const rules = inOrder([rulesAt(service, protocol, place, context)])
    if (rules.length === 0) return []
    const id = `mesh ${host} ${protocol}`
    const table = { id, mesh: 'istio', owner, protocol, port, hosts: [host], rules }
    return [{ table, client }]
  })
}

const PROTOCOLS = { http: 'HTTP', tcp: 'TCP', tls: 'TLS' } as const

/**
 * What mesh tables state. A rule that sends a Service's own traffic to a subset of it splits the Service over
 * workloads; one that names another destination is a hop from the called name to that. A rule that leads back
 * to the Service as a whole states nothing new.
 */
export function meshEdges(
  view: IstioView,
  tables: readonly MeshTable[],
  mtlsOf: (leg: RouteLeg, client: RoutingClient, protocol: RouteTable['protocol']) => EdgeMtls,
): readonly StatedEdge[] {
  return tables.flatMap(({ table, client }) => {
    const host = table.hosts[0] ?? ''
    const called = view.effective.serviceIndex().calledBy(host)
    return table.rules.flatMap((rule) => {
      if (rule.unreachable) return []
      const when = matchWords(rule.match, rule.unless, rule.order > 1 && rule.match.length === 0)
      return rule.legs.flatMap((leg): StatedEdge[] => {
        const base = {
          key: `${rule.key} ${leg.kind} ${leg.path} ${host}`,
          from: table.owner,
          port: leg.port,
          protocol: PROTOCOLS[table.protocol],
          subset: leg.subset,
          order: table.rules.length > 1 ? rule.order : undefined,
          match: rule.match.length > 0 ? rule.match : undefined,
          when,
          share: leg.share,
          written: leg.weight,
          via: [...new Set([...rule.via, ...leg.via])].sort(),
          mtls: mtlsOf(leg, client, table.protocol),
        }
        if (leg.to !== table.owner) return [{ ...base, to: leg.to, kind: leg.kind }]
        if (leg.subset === undefined || called?.kind !== 'service') return []
        const wanted = resolutionOf(leg).rule?.subsets.get(leg.subset)?.subset.labels
        if (!wanted) return []
        const workloads = view.cluster
          .backends(called.service)
          .filter(({ workload, pods }) =>
            pods.length > 0
              ? pods.some((pod) => hasLabels(pod.labels, wanted))
              : hasLabels(workload.template?.labels ?? NO_LABELS, wanted),
          )
        return workloads.map(({ workload }) => ({
          ...base,
          key: `${base.key} ${workload.id}`,
          to: workload.id,
          kind: leg.kind === 'mirror' ? 'mirror' : 'split',
          // How a subset's requests divide over its workloads is a matter of endpoints; nothing states it.
          share: workloads.length === 1 ? leg.share : undefined,
          because:
            workloads.length === 1
              ? undefined
              : `The subset ${leg.subset} has ${workloads.length} workloads; together they get ${leg.share ?? '?'} %.`,
        }))
      })
    })
  })
}
