import type { Contribution, EntryFacts } from '#lib/model/mesh-model.ts'
import { objectsOf } from '#lib/model/objects.ts'
import type { Service } from '#lib/model/service.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { Stage } from '../provider.ts'
import { type Attachment, attachToGateways } from './attachment.ts'
import type { Targets } from './backend-target.ts'
import { backendTls } from './backend-tls.ts'
import { OWN } from './controllers.ts'
import { type EffectiveGateway, effectiveGateways } from './effective-gateways.ts'
import { type KubernetesGatewayProxy, kubernetesGateways } from './gateway-proxies.ts'
import { gatewayTables } from './gateway-tables.ts'
import { EarlierMeshes, gatewayHops, meshHops } from './hops.ts'
import { ROUTE_KINDS, type RouteKind } from './kinds.ts'
import { attachToMesh, type MeshTable, meshTables } from './mesh-tables.ts'
import { ownSplits } from './own-splits.ts'
import { referenceGrants } from './reference-grant.ts'
import { type Route, readRoutes } from './route.ts'
import type { GatewayTable } from './rule-table.ts'
import { tableEdges } from './table-edges.ts'

/** Gateway API's contribution, with what lists and checks ask beyond the shared words. */
export type GatewayApiContribution = Contribution & {
  readonly kubernetesGateways: readonly EffectiveGateway[]
  readonly proxies: readonly KubernetesGatewayProxy[]
  readonly routes: readonly Route[]
  /** One for each parentRef to a Gateway, a ListenerSet, a Service or a ServiceEntry. */
  readonly attachments: readonly Attachment[]
  readonly gatewayTables: readonly GatewayTable[]
  readonly meshTables: readonly MeshTable[]
}

const routesOf = (snapshot: Snapshot): readonly Route[] =>
  (Object.keys(ROUTE_KINDS) as RouteKind[]).flatMap((kind) =>
    readRoutes[kind](objectsOf(snapshot, ROUTE_KINDS[kind])),
  )

/** A Service whose every workload is a gateway is the gateway, not a node of its own. */
function nodeOf(
  { cluster }: Stage,
  gatewayOf: ReadonlyMap<string, string>,
): (service: Service) => string {
  return (service) => {
    const backends = cluster.backends(service)
    const first = backends[0]
    const id = first && gatewayOf.get(first.workload.id)
    return id && backends.every(({ workload }) => gatewayOf.has(workload.id))
      ? id
      : `service:${service.namespace}/${service.name}`
  }
}

const entriesByHost = (earlier: readonly Contribution[]): ReadonlyMap<string, EntryFacts> =>
  new Map(earlier.flatMap((c) => c.entries.flatMap((e) => e.hosts.map((h) => [h, e] as const))))

const NOTHING: GatewayApiContribution = {
  mesh: OWN,
  installations: [],
  membership: () => undefined,
  gateways: [],
  entries: [],
  ingresses: [],
  tables: [],
  edges: [],
  services: [],
  workloads: [],
  badges: () => [],
  edgeRows: [],
  kubernetesGateways: [],
  proxies: [],
  routes: [],
  attachments: [],
  gatewayTables: [],
  meshTables: [],
}

/**
 * Gateways, routes and what they state. Pods, mTLS and access belong to the mesh that runs the proxies: it came
 * before, and is asked.
 */
export function contribute(stage: Stage): GatewayApiContribution {
  const { snapshot, cluster } = stage
  const gateways = effectiveGateways(snapshot, cluster)
  const routes = routesOf(snapshot)
  if (gateways.length === 0 && routes.length === 0) return NOTHING
  const earlier = [...stage.earlier.values()]
  const proxies = kubernetesGateways(gateways, cluster, earlier)
  const gatewayOf = new Map([
    ...earlier.flatMap((c) => c.gateways.map((g) => [g.workload.id, g.id] as const)),
    ...proxies.map((p) => [p.workload.id, p.id] as const),
  ])
  const targets: Targets = {
    snapshot,
    cluster,
    consents: referenceGrants(snapshot),
    nodeOf: nodeOf(stage, gatewayOf),
    entries: entriesByHost(earlier),
  }
  const meshes = new EarlierMeshes(earlier)
  const tlsOf = backendTls(snapshot)

  const toGateways = attachToGateways(routes, gateways, snapshot, cluster)
  const attached = new Map<EffectiveGateway, Attachment[]>()
  for (const attachment of toGateways)
    for (const gateway of new Set(attachment.listeners.map((l) => l.gateway)))
      addTo(attached, gateway, attachment)
  const ofGateways: GatewayTable[] = []
  const calls = proxies.flatMap((proxy) => {
    const own = gatewayTables(proxy, (gateway) => attached.get(gateway) ?? [], targets)
    ofGateways.push(...own)
    const listening = new Set(proxy.listeners.map((l) => l.port))
    return tableEdges(own, listening, true, gatewayHops(proxy, meshes, tlsOf))
  })

  const entries = earlier.flatMap((c) => c.entries)
  const toMesh = attachToMesh(routes, snapshot, cluster, entries)
  const ofMesh = meshTables(toMesh, targets)
  return {
    ...NOTHING,
    gateways: proxies,
    tables: [...ofGateways, ...ofMesh],
    edges: [...calls, ...meshEdges(ofMesh, stage, meshes)],
    kubernetesGateways: gateways,
    proxies,
    routes,
    attachments: [...toGateways, ...toMesh],
    gatewayTables: ofGateways,
    meshTables: ofMesh,
  }
}

/** Edges of the routes that a name is called by: of one name and audience together, as its ports share rules. */
function meshEdges(
  tables: readonly MeshTable[],
  { cluster }: Stage,
  meshes: EarlierMeshes,
): readonly StatedEdge[] {
  const groups = new Map<string, MeshTable[]>()
  for (const table of tables) addTo(groups, `${table.owner} ${table.consumer ?? ''}`, table)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { called, consumer, mesh } = first
    const namespace = called.kind === 'service' ? called.service.namespace : called.entry.namespace
    const ports =
      called.kind === 'service' ? called.service.ports.map((p) => p.port) : called.entry.ports
    const listening = new Set(group.some((t) => t.port === undefined) ? [] : ports)
    const hop = meshHops({ mesh, consumer, namespace }, meshes)
    return ownSplits(tableEdges(group, listening, false, hop), called, cluster)
  })
}
