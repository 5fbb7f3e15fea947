import type { RouteTable } from '#lib/model/route-table.ts'
import type { Attachment } from './attachment.ts'
import type { Targets } from './backend-target.ts'
import { byAge } from './creation.ts'
import type { EffectiveGateway } from './effective-gateways.ts'
import type { GatewayListener } from './gateway.ts'
import type { KubernetesGatewayProxy } from './gateway-proxies.ts'
import type { Route } from './route.ts'
import { type Bound, type GatewayTable, orderedRules } from './rule-table.ts'

/** Which listeners share one route configuration: all plain HTTP of a port, each that ends TLS for itself. */
function groupOf({ port, protocol, tls, from, name }: GatewayListener, route: Route) {
  switch (route.kind) {
    case 'HTTPRoute':
    case 'GRPCRoute': {
      const alone = protocol.toUpperCase() === 'HTTPS' || tls !== undefined
      return { protocol: 'http' as const, id: `${port} http${alone ? ` ${from} ${name}` : ''}` }
    }
    // Selected by SNI both times; what leaves a listener that ends TLS is no longer TLS.
    case 'TLSRoute':
      return tls === 'Passthrough'
        ? { protocol: 'tls' as const, id: `${port} tls` }
        : { protocol: 'tcp' as const, id: `${port} tcp ${from} ${name}` }
    case 'TCPRoute':
      return { protocol: 'tcp' as const, id: `${port} tcp ${from} ${name}` }
    // Listed only: what a UDP listener forwards has no hop that a mesh would secure.
    case 'UDPRoute':
      return undefined
  }
}

type Routes = Map<Route, { readonly via: Set<string>; contest: string | undefined }>

type Draft = {
  readonly id: string
  readonly port: number
  readonly protocol: RouteTable['protocol']
  readonly hosts: Map<string, Routes>
}

/** Routes by the hosts that they serve on each group of listeners of a proxy. */
function drafts(
  proxy: KubernetesGatewayProxy,
  attached: (gateway: EffectiveGateway) => readonly Attachment[],
) {
  const groups = new Map<string, Draft>()
  for (const own of proxy.gateways)
    for (const { route, listeners, disagreement } of attached(own))
      for (const { gateway, listener, hosts } of listeners) {
        if (gateway !== own) continue
        const place = groupOf(listener, route)
        if (!place) continue
        const group: Draft = groups.get(place.id) ?? {
          ...place,
          port: listener.port,
          hosts: new Map(),
        }
        groups.set(place.id, group)
        const contest =
          disagreement ??
          (gateway.contested.has(listener)
            ? `Another listener claims port ${listener.port} as well.`
            : undefined)
        for (const host of hosts) {
          const routes: Routes = group.hosts.get(host) ?? new Map()
          group.hosts.set(host, routes)
          const known = routes.get(route) ?? { via: new Set<string>(), contest }
          routes.set(route, known)
          // One uncontested way in is enough.
          if (contest === undefined) known.contest = undefined
          for (const ref of [gateway.gateway.ref, listener.from]) known.via.add(ref)
        }
      }
  return [...groups.values()]
}

/**
 * HTTPRoutes and GRPCRoutes do not share a host of a listener: the kind of the oldest route keeps it. One TCPRoute
 * has the port.
 *
 * @see gateway-api apis/v1/grpcroute_types.go, GRPCRouteSpec.Hostnames
 */
function settled(routes: Routes): readonly Bound[] {
  const bounds = [...routes].sort(([a], [b]) => byAge(a, b))
  const [holder] = bounds.find(([, { contest }]) => contest === undefined) ?? []
  return bounds.map(([route, { via, contest }]): Bound => {
    const lost = holder !== undefined && route.kind !== holder.kind
    return {
      route,
      via: [...via].sort(),
      contest: contest ?? (lost ? `${holder.ref} is older and has the host.` : undefined),
    }
  })
}

/** Route tables of one gateway, one for each port and set of hosts with the same routes. */
export function gatewayTables(
  proxy: KubernetesGatewayProxy,
  attached: (gateway: EffectiveGateway) => readonly Attachment[],
  targets: Targets,
): readonly GatewayTable[] {
  return drafts(proxy, attached).flatMap((group) => {
    const tables = new Map<string, { hosts: string[]; bounds: readonly Bound[] }>()
    for (const [host, routes] of group.hosts) {
      const bounds = settled(routes)
      const key = bounds.map((b) => `${b.route.ref} ${b.via.join(' ')} ${b.contest}`).join('\n')
      const known = tables.get(key)
      if (known) known.hosts.push(host)
      else tables.set(key, { hosts: [host], bounds })
    }
    return [...tables.values()].map(({ hosts, bounds }): GatewayTable => {
      const sorted = hosts.sort()
      return {
        id: `${proxy.id} ${group.id} ${sorted.join(' ')}`,
        mesh: proxy.mesh,
        owner: proxy.id,
        protocol: group.protocol,
        port: group.port,
        hosts: sorted,
        rules: orderedRules(bounds, targets, 'gateway'),
      }
    })
  })
}
