import type { Match } from '#lib/model/match.ts'
import type { RouteLeg, RouteRule, RouteTable } from '#lib/model/route-table.ts'
import type { Service } from '#lib/model/service.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { type BackendRef, shareOf } from './backend-ref.ts'
import { type BackendTarget, backendTarget, type Targets } from './backend-target.ts'
import { byAge } from './creation.ts'
import { byRank, type RankedMatch } from './match-rank.ts'
import type { Route, RouteRuleSpec } from './route.ts'
import type { RouteFilter } from './route-filter.ts'

/** A leg with what its hop is asked by. */
export type GatewayLeg = RouteLeg & {
  readonly service: Service | undefined
  readonly problem: BackendTarget['problem']
  readonly isUncertain: boolean
  readonly because: string | undefined
}

export type GatewayRule = Omit<RouteRule, 'legs'> & {
  readonly route: Route
  readonly legs: readonly GatewayLeg[]
  readonly filters: readonly RouteFilter[]
  readonly timeouts: RouteRuleSpec['timeouts']
  /** Why its place is contested. */
  readonly contest: string | undefined
}

export type GatewayTable = Omit<RouteTable, 'rules'> & { readonly rules: readonly GatewayRule[] }

/** One route where it is attached. */
export type Bound = {
  readonly route: Route
  readonly via: readonly Ref[]
  readonly contest: string | undefined
}

type Entry = {
  readonly bound: Bound
  readonly rule: RouteRuleSpec
  readonly match: RankedMatch
}

function legs(route: Route, rule: RouteRuleSpec, targets: Targets, at: 'gateway' | 'mesh') {
  const leg = (
    kind: RouteLeg['kind'],
    backend: BackendRef,
    weight: number | undefined,
    share: number,
  ): GatewayLeg => {
    const target = backendTarget(targets, backend, {
      kind: route.kind,
      namespace: route.namespace,
      at,
    })
    const { to, host, port, via, service, problem, isUncertain, because } = target
    const other = backend.namespace === route.namespace ? '' : `${backend.namespace}/`
    return {
      kind,
      path: backend.path,
      written: `${other}${backend.name}`,
      host,
      port,
      subset: undefined,
      weight,
      share,
      to,
      via,
      service,
      problem,
      isUncertain,
      because,
    }
  }
  const mirrors = [
    ...rule.filters.map((filter) => ({ filter, of: 100 })),
    ...rule.backends.flatMap((backend) =>
      backend.filters.map((filter) => ({ filter, of: shareOf(rule.backends, backend) })),
    ),
  ]
  return [
    ...rule.backends.map((b) => leg('route', b, b.written, shareOf(rule.backends, b))),
    ...mirrors.flatMap(({ filter, of }) =>
      filter.kind === 'mirror'
        ? [leg('mirror', filter.backend, undefined, (filter.share * of) / 100)]
        : [],
    ),
  ]
}

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)

/** The same condition however it is written. */
const sameTest = (match: Match): string =>
  JSON.stringify([
    match.path?.op,
    match.path?.value,
    match.methods,
    (match.headers ?? []).map((h) => ({ ...h, name: h.name.toLowerCase() })).sort(byName),
    [...(match.query ?? [])].sort(byName),
  ])

const EVERYTHING = sameTest({})

/**
 * Rules of all routes at one place in the order in which they are tried: the most specific match first, then the
 * older route, then its name, then the order in the route. Alternatives of a rule that stand next to each other
 * are one rule here; others between them split it. A condition that was tried before is never reached.
 *
 * @see gateway-api apis/v1/httproute_types.go, HTTPRouteRule.Matches
 */
export function orderedRules(
  bounds: readonly Bound[],
  targets: Targets,
  at: 'gateway' | 'mesh',
  sources: readonly string[] = [],
): readonly GatewayRule[] {
  const entries = bounds
    .flatMap((bound) =>
      bound.route.rules.flatMap((rule) =>
        rule.matches.map((match): Entry => ({ bound, rule, match })),
      ),
    )
    .sort(
      (a, b) =>
        // What is contested is not mixed with what stands: their measures of "specific" differ.
        Number(a.bound.contest !== undefined) - Number(b.bound.contest !== undefined) ||
        byRank(a.match.rank, b.match.rank) ||
        byAge(a.bound.route, b.bound.route),
    )
  const seen = new Set<string>()
  const parts: { entry: Entry; matches: Match[]; isDead: boolean }[] = []
  for (const entry of entries) {
    const test = sameTest(entry.match.match)
    const isDead = seen.has(test) || seen.has(EVERYTHING)
    seen.add(test)
    const match = sources.length > 0 ? { ...entry.match.match, sources } : entry.match.match
    const last = parts.at(-1)
    if (last && last.entry.rule === entry.rule && last.isDead === isDead) last.matches.push(match)
    else parts.push({ entry, matches: [match], isDead })
  }
  const known = new Map<RouteRuleSpec, readonly GatewayLeg[]>()
  return parts.map(({ entry: { bound, rule }, matches, isDead }, i): GatewayRule => {
    const { route, via, contest } = bound
    const own = known.get(rule) ?? legs(route, rule, targets, at)
    known.set(rule, own)
    const redirects = rule.filters.some((f) => f.kind === 'redirect')
    const takesAll = matches.some((m) => Object.keys(m).length === 0)
    return {
      key: `${route.ref} ${rule.path}`,
      ref: route.ref,
      path: rule.path,
      via: [...new Set([route.ref, ...via])].sort(),
      match: takesAll ? [] : matches,
      unless: undefined,
      order: i + 1,
      legs: redirects ? [] : own,
      action: redirects ? 'redirect' : own.length > 0 ? 'route' : 'none',
      unreachable: isDead,
      conflict: contest !== undefined,
      route,
      filters: rule.filters,
      timeouts: rule.timeouts,
      contest,
    }
  })
}
