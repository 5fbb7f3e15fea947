import type { Match } from '#lib/model/match.ts'
import type { RouteRule, RouteTable } from '#lib/model/route-table.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { type Destinations, type RoutingClient, resolveDestination } from './destinations.ts'
import { complement, type EnvoyFilter, type InsertedRoute, parseCluster } from './envoy-filter.ts'
import { type Server, servedHost } from './gateway.ts'
import type { IstioGatewayProxy, Programmed } from './gateway-proxies.ts'
import { inOrder, legOf, type Place, type RuleContext, rulesAt } from './rule-table.ts'
import { type Destination, shareOf, type VirtualService } from './virtual-service.ts'

export type GatewayRouteSources = {
  readonly destinations: Destinations
  readonly client: RoutingClient
  readonly filters: readonly EnvoyFilter[]
}

/** Servers that share one route configuration: all plain HTTP of a port, each TLS server for itself. */
export type Group = {
  readonly id: string
  readonly port: number
  readonly protocol: RouteTable['protocol']
  readonly servers: readonly Programmed[]
}

function groupsOf(programmed: readonly Programmed[]): readonly Group[] {
  const found = new Map<
    string,
    { id: string; port: number; protocol: RouteTable['protocol']; servers: Programmed[] }
  >()
  for (const entry of programmed) {
    const { server } = entry
    // All that a redirecting server does is to send people elsewhere.
    if (server.redirectsToHttps) continue
    const passes = server.tlsMode === 'PASSTHROUGH' || server.tlsMode === 'AUTO_PASSTHROUGH'
    const protocol =
      server.kind === 'http' || server.kind === 'https'
        ? 'http'
        : server.kind === 'tls' && passes
          ? 'tls'
          : 'tcp'
    const alone = server.kind === 'https' || server.kind === 'tls' || entry.contested
    const bind = server.bind ? ` ${server.bind}` : ''
    // Servers of several numbers can come out on one port of the pod, and then share what is there.
    const key = alone
      ? `${server.port} ${protocol} ${server.gateway.key} ${server.hosts.map((h) => h.written).join(' ')}`
      : `${entry.port} ${protocol}${bind}`
    const group = found.get(key) ?? {
      id: alone ? key : `${server.port} ${protocol}${bind}`,
      port: server.port,
      protocol,
      servers: [],
    }
    found.set(key, group)
    group.servers.push(entry)
  }
  return [...found.values()]
}

export type Bound = {
  readonly service: VirtualService
  readonly gateways: ReadonlySet<string>
  readonly via: readonly Ref[]
  readonly ports: ReadonlySet<number>
}

/** VirtualServices on a group's servers, by the host that they serve there. */
function boundHosts(group: Group, namespace: string, sources: GatewayRouteSources) {
  const bound = sources.client.governed.effective.virtualServiceIndex()
  const hosts = new Map<string, Map<VirtualService, { server: Server }[]>>()
  for (const { server } of group.servers)
    for (const service of bound.candidates(namespace, server.gateway.key))
      for (const host of service.hosts) {
        const served = servedHost(server, host, service.namespace)
        if (served === undefined) continue
        const services = hosts.get(served) ?? new Map<VirtualService, { server: Server }[]>()
        hosts.set(served, services)
        const servers = services.get(service) ?? []
        servers.push({ server })
        services.set(service, servers)
      }
  return hosts
}

/**
 * Hosts with the same VirtualServices behind them make one table. Their rules follow each other server by server,
 * and for each in the order of precedence.
 *
 * @see istio/istio pilot/pkg/networking/core/gateway.go, buildGatewayHTTPRouteConfig
 */
function virtualHosts(group: Group, namespace: string, sources: GatewayRouteSources) {
  const tables = new Map<string, { hosts: string[]; bound: readonly Bound[] }>()
  for (const [host, services] of boundHosts(group, namespace, sources)) {
    const bound = [...services].map(([service, servers]): Bound => {
      const gateways = servers.map(({ server }) => server.gateway)
      return {
        service,
        gateways: new Set(gateways.map((g) => g.key)),
        via: [...new Set(gateways.map((g) => g.ref))].sort(),
        ports: new Set(servers.map(({ server }) => server.port)),
      }
    })
    const key = bound.map((b) => `${b.service.ref} ${b.via.join(' ')}`).join('\n')
    const table = tables.get(key)
    if (table) table.hosts.push(host)
    else tables.set(key, { hosts: [host], bound })
  }
  return [...tables.values()]
}

/** Where a table of a gateway stands, and the VirtualServices that it is made of. */
export type GatewayPlace = {
  readonly id: string
  readonly owner: string
  readonly group: Group
  readonly hosts: readonly string[]
  readonly bound: readonly Bound[]
}

/** The tables that one gateway has: a port, hosts, and who is bound there. */
export function gatewayPlaces(
  proxy: Pick<IstioGatewayProxy, 'id' | 'programmed'>,
  sources: GatewayRouteSources,
): readonly GatewayPlace[] {
  return groupsOf(proxy.programmed).flatMap((group) => {
    const found = virtualHosts(group, sources.client.namespace, sources)
    // Without a VirtualService an HTTP listener still has one virtual host, which answers 404.
    const tables =
      found.length > 0 || group.protocol !== 'http' ? found : [{ hosts: ['*'], bound: [] }]
    return tables.map(({ hosts, bound }): GatewayPlace => {
      const sorted = hosts.sort()
      const id = `${proxy.id} ${group.id} ${sorted.join(' ')}`
      return { id, owner: proxy.id, group, hosts: sorted, bound }
    })
  })
}

/** A route table of a gateway, as the control plane would generate it for its proxies; none without a rule. */
export function gatewayTable(
  { id, owner, group, hosts, bound }: GatewayPlace,
  sources: GatewayRouteSources,
): RouteTable | undefined {
  const { client } = sources
  const effective = client.governed.effective
  const context: RuleContext = {
    resolve: (d) => resolveDestination(sources.destinations, d, client, undefined),
    delegate: (root, owner, name) => effective.virtualServiceIndex().delegate(root, owner, name),
  }
  const conflict = group.servers.some((s) => s.contested)
  const drafts = bound.map(({ service, gateways, via, ports }) => {
    const place: Place = { gateways, ports, via, conflict }
    return rulesAt(service, group.protocol, place, context)
  })
  const rules =
    group.protocol === 'http'
      ? withInserted(inOrder(drafts), group, sources.filters, context)
      : inOrder(drafts)
  if (rules.length === 0) return undefined
  const { protocol, port } = group
  return { id, mesh: 'istio', owner, protocol, port, hosts, rules }
}

const applies = (route: InsertedRoute, group: Group) =>
  (route.scope.port === undefined || route.scope.port === group.port) &&
  (route.scope.gateway === undefined ||
    group.servers.some(({ server }) => server.gateway.key === route.scope.gateway))

function insertedRule(
  filter: EnvoyFilter,
  route: InsertedRoute,
  context: RuleContext,
): Omit<RouteRule, 'order'> {
  const destinations = route.clusters.map(({ cluster, weight }, i): Destination => {
    const parsed = parseCluster(cluster)
    return {
      written: cluster,
      host: parsed?.host ?? cluster,
      port: parsed?.port,
      subset: parsed?.subset,
      weight,
      path: `${route.path}.patch.value.route${route.clusters.length > 1 ? `.weighted_clusters.clusters[${i}].name` : '.cluster'}`,
    }
  })
  const legs = destinations.map((d) =>
    legOf('route', d, shareOf(destinations, d), undefined, context),
  )
  const tests = Object.keys(route.match).length > 0
  return {
    key: `${filter.ref} ${route.path}`,
    ref: filter.ref,
    path: route.path,
    via: [filter.ref],
    match: tests ? [route.match] : [],
    unless: route.untold
      ? 'conditions of the patch that are not shown here do not hold'
      : undefined,
    legs,
    action: legs.length > 0 ? 'route' : 'none',
    unreachable: false,
    conflict: false,
  }
}

const and = (match: Match, test: NonNullable<Match['headers']>[number]): Match => ({
  ...match,
  headers: [...(match.headers ?? []), test],
})

const saysAlready = (match: Match, test: NonNullable<Match['headers']>[number]) =>
  match.headers?.some((h) => h.name === test.name) ?? false

/**
 * Puts the routes of EnvoyFilters in front of (or behind) those of the VirtualServices. What such a route takes
 * never reaches the ones after it, so these hold only where it does not match.
 *
 * @see istio/istio pilot/pkg/networking/core/envoyfilter/rc_patch.go
 */
function withInserted(
  rules: readonly RouteRule[],
  group: Group,
  filters: readonly EnvoyFilter[],
  context: RuleContext,
): readonly RouteRule[] {
  const inserted = filters.flatMap((filter) =>
    filter.inserted
      .filter((route) => applies(route, group))
      .map((route) => ({ route, rule: insertedRule(filter, route, context) })),
  )
  if (inserted.length === 0) return rules
  // Each INSERT_FIRST goes before those that are there already.
  const first = inserted.filter(({ route }) => route.where === 'first').reverse()
  const last = inserted.filter(({ route }) => route.where === 'last')
  const behind = rules.map((rule) => narrowed(rule, first))
  const ended = rules.some((r) => r.match.length === 0 && r.unless === undefined && !r.unreachable)
  const all: Omit<RouteRule, 'order'>[] = [
    ...first.map(({ rule }) => rule),
    ...behind,
    ...last.map(({ rule }) => ({ ...rule, unreachable: ended })),
  ]
  return all.map((rule, i) => ({ ...rule, order: i + 1 }))
}

function narrowed(
  rule: RouteRule,
  first: readonly { readonly route: InsertedRoute; readonly rule: Omit<RouteRule, 'order'> }[],
): Omit<RouteRule, 'order'> {
  let { match, unless, unreachable, via } = rule
  for (const { route, rule: diverting } of first) {
    if (route.untold) {
      via = [...via, diverting.ref]
      unless = [unless, `${diverting.ref} diverts it`].filter(Boolean).join(' or ')
      continue
    }
    if (Object.keys(route.match).length === 0) {
      unreachable = true
      continue
    }
    const test = complement(route.match)
    if (!test) via = [...via, diverting.ref]
    if (!test) unless = [unless, `${diverting.ref} diverts it`].filter(Boolean).join(' or ')
    else if (match.length === 0) match = [{ headers: [test] }]
    else match = match.map((m) => (saysAlready(m, test) ? m : and(m, test)))
  }
  return { ...rule, match, unless, unreachable, via }
}
