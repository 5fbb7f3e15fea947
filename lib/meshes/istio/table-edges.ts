import type { EdgeMtls } from '#lib/model/edge-words.ts'
import type { GatewayProxy } from '#lib/model/gateway-proxy.ts'
import type { Match } from '#lib/model/match.ts'
import { matchWords } from '#lib/model/match-words.ts'
import type { RouteLeg, RouteRule, RouteTable } from '#lib/model/route-table.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import type { AccessDecision } from './access.ts'

/** One rule over all tables of a gateway that hold it. */
export type Spread = {
  /** Told apart from the other rules of the gateway by this. */
  readonly key: string
  readonly rule: RouteRule
  readonly protocol: RouteTable['protocol']
  readonly hosts: Set<string>
  readonly ports: Set<number>
  readonly via: Set<string>
  /** Its place in the first of these tables that has more than one rule. */
  order: number | undefined
  /** Rules without a condition that come later take "everything else". */
  follows: boolean
  conflict: boolean
}

const keys = new WeakMap<RouteRule, string>()

function keyOf(rule: RouteRule): string {
  const key = keys.get(rule) ?? `${rule.key} ${JSON.stringify(rule.match)} ${rule.unless ?? ''}`
  keys.set(rule, key)
  return key
}

export function spread(tables: Iterable<RouteTable>): readonly Spread[] {
  const found = new Map<string, Spread>()
  for (const table of tables)
    for (const rule of table.rules) {
      if (rule.unreachable) continue
      const key = keyOf(rule)
      const known: Spread = found.get(key) ?? {
        key,
        rule,
        protocol: table.protocol,
        hosts: new Set(),
        ports: new Set(),
        via: new Set(),
        order: undefined,
        follows: false,
        conflict: false,
      }
      found.set(key, known)
      for (const host of table.hosts) known.hosts.add(host)
      if (table.port !== undefined) known.ports.add(table.port)
      for (const ref of rule.via) known.via.add(ref)
      known.order ??= table.rules.length > 1 ? rule.order : undefined
      known.follows ||= rule.order > 1
      known.conflict ||= rule.conflict
    }
  return [...found.values()]
}

/**
 * The rule's condition with what its tables say. A port is a condition where the gateway listens on others too
 * that do not have the rule; hosts are one unless every host is served.
 */
function wholeMatch(
  { rule, hosts, ports, protocol }: Spread,
  listening: ReadonlySet<number>,
): readonly Match[] {
  const narrowPorts = ports.size < listening.size ? [...ports].sort((a, b) => a - b) : []
  const named = protocol === 'http' && !hosts.has('*') ? [...hosts].sort() : []
  const alternatives = rule.match.length > 0 ? rule.match : [{}]
  const whole = alternatives.flatMap((match) => {
    const withHosts = named.length > 0 && !match.hosts ? { ...match, hosts: named } : match
    if (match.port !== undefined || narrowPorts.length === 0) return [withHosts]
    return narrowPorts.map((port) => ({ ...withHosts, port }))
  })
  return whole.filter((match) => Object.keys(match).length > 0).length < whole.length ? [] : whole
}

export type EdgeFacts = {
  readonly mtls: (leg: RouteLeg, protocol: RouteTable['protocol']) => EdgeMtls
  readonly access: (
    leg: RouteLeg,
    protocol: RouteTable['protocol'],
    match: readonly Match[],
    mtls: EdgeMtls,
  ) => (AccessDecision & { readonly policies: readonly string[] }) | undefined
}

const PROTOCOLS = { http: 'HTTP', tcp: 'TCP', tls: 'TLS' } as const

/**
 * What a rule of a gateway's tables states: one edge for each destination and port.
 *
 * @param listening the ports that the gateway listens on
 */
export function gatewayEdges(
  from: GatewayProxy['id'],
  listening: ReadonlySet<number>,
  entry: Spread,
  facts: EdgeFacts,
): readonly StatedEdge[] {
  const { rule, protocol, follows, order } = entry
  const match = wholeMatch(entry, listening)
  const when = matchWords(match, rule.unless, follows && rule.match.length === 0)
  const hosts = [...entry.hosts]
  return rule.legs.map((leg): StatedEdge => {
    const mtls = facts.mtls(leg, protocol)
    const access = facts.access(leg, protocol, match, mtls)
    return {
      key: `${rule.key} ${leg.kind} ${leg.path}`,
      from,
      to: leg.to,
      kind: leg.kind,
      port: leg.port,
      protocol: PROTOCOLS[protocol],
      host: protocol === 'http' && hosts.length === 1 && hosts[0] !== '*' ? hosts[0] : undefined,
      subset: leg.subset,
      order,
      match: match.length > 0 ? match : undefined,
      when,
      share: leg.share,
      written: leg.weight,
      conflict: entry.conflict || undefined,
      verdict: access?.verdict,
      via: [...new Set([...entry.via, ...leg.via])].sort(),
      policies: access?.policies,
      because: access && access.policies.length > 0 ? access.because : undefined,
      mtls,
    }
  })
}
