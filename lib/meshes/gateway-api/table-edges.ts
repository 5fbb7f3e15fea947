import type { Hop } from '#lib/model/hop.ts'
import type { Match } from '#lib/model/match.ts'
import { matchWords } from '#lib/model/match-words.ts'
import type { RouteTable } from '#lib/model/route-table.ts'
import type { StatedEdge } from '#lib/model/stated-edge.ts'
import type { GatewayLeg, GatewayRule, GatewayTable } from './rule-table.ts'

export type HopOf = (
  leg: GatewayLeg,
  rule: GatewayRule,
  protocol: RouteTable['protocol'],
  match: readonly Match[],
) => Hop

/** One written rule over all places where it counts: hosts, ports, and parts that other rules stand between. */
type Spread = {
  readonly rule: GatewayRule
  readonly protocol: RouteTable['protocol']
  readonly hosts: Set<string>
  readonly ports: Set<number>
  readonly via: Set<string>
  readonly match: Map<string, Match>
  takesAll: boolean
  order: number | undefined
  follows: boolean
  contest: string | undefined
}

function spread(tables: readonly GatewayTable[]): readonly Spread[] {
  const found = new Map<string, Spread>()
  for (const table of tables)
    for (const rule of table.rules) {
      if (rule.unreachable) continue
      const known: Spread = found.get(rule.key) ?? {
        rule,
        protocol: table.protocol,
        hosts: new Set(),
        ports: new Set(),
        via: new Set(),
        match: new Map(),
        takesAll: false,
        order: undefined,
        follows: false,
        contest: rule.contest,
      }
      found.set(rule.key, known)
      for (const host of table.hosts) known.hosts.add(host)
      if (table.port !== undefined) known.ports.add(table.port)
      for (const ref of rule.via) known.via.add(ref)
      for (const match of rule.match) known.match.set(JSON.stringify(match), match)
      known.takesAll ||= rule.match.length === 0
      known.order ??= table.rules.length > 1 ? rule.order : undefined
      known.follows ||= rule.order > 1
      // Where it stands uncontested it does what it says.
      if (rule.contest === undefined) known.contest = undefined
    }
  return [...found.values()]
}

/** A port is a condition where others are listened on that do not have the rule; hosts unless all are served. */
function wholeMatch(entry: Spread, listening: ReadonlySet<number>): readonly Match[] {
  const { hosts, ports, takesAll, match } = entry
  const narrow = ports.size < listening.size ? [...ports].sort((a, b) => a - b) : []
  const named = hosts.has('*') ? [] : [...hosts].sort()
  const alternatives = takesAll || match.size === 0 ? [{}] : [...match.values()]
  const whole = alternatives.flatMap((alternative): Match[] => {
    const withHosts = named.length > 0 ? { ...alternative, hosts: named } : alternative
    return narrow.length === 0 ? [withHosts] : narrow.map((port) => ({ ...withHosts, port }))
  })
  return whole.some((m) => Object.keys(m).length === 0) ? [] : whole
}

const PROTOCOLS = { http: 'HTTP', tcp: 'TCP', tls: 'TLS' } as const

const sentences = (...said: readonly (string | undefined)[]) =>
  said.filter((text) => text).join(' ') || undefined

/**
 * What tables state: one edge for each written rule, destination and port.
 *
 * @param listening ports that the owner listens on
 * @param namesHosts whether the hosts of a table are conditions (a gateway) or the name that was called (a mesh)
 */
export function tableEdges(
  tables: readonly GatewayTable[],
  listening: ReadonlySet<number>,
  namesHosts: boolean,
  hopOf: HopOf,
): readonly StatedEdge[] {
  const owner = tables[0]?.owner ?? ''
  return spread(tables).flatMap((entry) => {
    const { rule, protocol, follows, order, contest } = entry
    const scope = namesHosts ? entry : { ...entry, hosts: new Set(['*']) }
    const match = wholeMatch(scope, listening)
    const when = matchWords(match, rule.unless, follows && entry.takesAll)
    const [host] = entry.hosts
    return rule.legs.map((leg): StatedEdge => {
      const { mtls, verdict, policies, because } = hopOf(leg, rule, protocol, match)
      return {
        key: `${rule.key} ${leg.kind} ${leg.path}`,
        from: owner,
        to: leg.to,
        kind: leg.kind,
        port: leg.port,
        protocol: rule.route.kind === 'GRPCRoute' ? 'GRPC' : PROTOCOLS[protocol],
        host: namesHosts && entry.hosts.size === 1 && host !== '*' ? host : undefined,
        order,
        match: match.length > 0 ? match : undefined,
        when,
        share: leg.share,
        written: leg.weight,
        conflict: contest !== undefined || undefined,
        verdict,
        via: [...new Set([...entry.via, ...leg.via])].sort(),
        policies,
        because: sentences(contest, leg.because, because),
        mtls,
      }
    })
  })
}
