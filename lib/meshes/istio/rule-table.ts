import type { Match } from '#lib/model/match.ts'
import type { RouteLeg, RouteRule } from '#lib/model/route-table.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { Resolved } from './destinations.ts'
import {
  type Alternative,
  type Destination,
  type Rule,
  shareOf,
  type VirtualService,
} from './virtual-service.ts'

/** Where a rule is asked to count: a port of a gateway that some Gateways opened, or the mesh. */
export type Place = {
  readonly gateways: ReadonlySet<string>
  /** Absent: any. */
  readonly ports: ReadonlySet<number> | undefined
  readonly via: readonly Ref[]
  readonly conflict: boolean
}

export type RuleContext = {
  /** @param following the VirtualService that the client follows, the root one where it delegates */
  readonly resolve: (destination: Destination, following: VirtualService | undefined) => Resolved
  readonly delegate: (
    root: VirtualService,
    namespace: string,
    name: string,
  ) => VirtualService | undefined
}

/** A rule before it has a place in a table. */
export type DraftRule = Omit<RouteRule, 'order' | 'unreachable'> & { readonly takesAll: boolean }

const counts = (alternative: Alternative, place: Place) =>
  (alternative.gateways.length === 0 || alternative.gateways.some((g) => place.gateways.has(g))) &&
  (alternative.port === undefined || !place.ports || place.ports.has(alternative.port))

const isEmpty = (match: Match) => Object.keys(match).every((key) => key === 'port')

/**
 * What root and delegate both demand. Where they contradict each other (two paths that do not nest, one header
 * with two tests) there is no answer and the delegate's rule is dropped.
 *
 * @see istio/istio pilot/pkg/model/virtualservice.go, mergeHTTPMatchRequest
 */
function intersect(root: Match, inner: Match): Match | undefined {
  for (const field of ['methods', 'sources'] as const)
    if (root[field] && inner[field]) return undefined
  if (root.port !== undefined && inner.port !== undefined && root.port !== inner.port)
    return undefined
  const names = new Set((root.headers ?? []).map((h) => h.name))
  if (inner.headers?.some((h) => names.has(h.name))) return undefined
  const asked = new Set((root.query ?? []).map((q) => q.name))
  if (inner.query?.some((q) => asked.has(q.name))) return undefined
  let path = root.path ?? inner.path
  if (root.path && inner.path) {
    if (root.path.op !== 'prefix' || inner.path.op === 'regex') return undefined
    if (!inner.path.value.startsWith(root.path.value)) return undefined
    path = inner.path
  }
  const headers = [...(root.headers ?? []), ...(inner.headers ?? [])]
  const query = [...(root.query ?? []), ...(inner.query ?? [])]
  return {
    ...root,
    ...inner,
    ...(path ? { path } : {}),
    ...(headers.length > 0 ? { headers } : {}),
    ...(query.length > 0 ? { query } : {}),
  }
}

const resolutions = new WeakMap<RouteLeg, Resolved>()

/** What a leg of a table was resolved to. */
export function resolutionOf(leg: RouteLeg): Resolved {
  const known = resolutions.get(leg)
  if (!known) throw new Error(`The leg ${leg.path} belongs to no table.`)
  return known
}

/** One leg of a table; what it leads to is kept beside it for those who ask more than the table says. */
export function legOf(
  kind: RouteLeg['kind'],
  destination: Destination,
  share: number | undefined,
  following: VirtualService | undefined,
  context: RuleContext,
): RouteLeg {
  const resolved = context.resolve(destination, following)
  const { path, written, host, subset, weight } = destination
  const { port, to, via } = resolved
  const leg = { kind, path, written, host, port, subset, weight, share, to, via }
  resolutions.set(leg, resolved)
  return leg
}

const legs = (rule: Rule, following: VirtualService, context: RuleContext): readonly RouteLeg[] => [
  ...rule.destinations.map((d) =>
    legOf('route', d, shareOf(rule.destinations, d), following, context),
  ),
  ...rule.mirrors.map((m) => legOf('mirror', m, m.percent, following, context)),
]

function draft(
  service: VirtualService,
  rule: Rule,
  alternatives: readonly { match: Match; unless: string | undefined }[],
  place: Place,
  context: RuleContext,
  root?: { readonly service: VirtualService; readonly rule: Rule },
): DraftRule {
  const takesAll = alternatives.some((a) => isEmpty(a.match) && a.unless === undefined)
  const unless = alternatives.flatMap((a) => a.unless ?? [])
  return {
    key: root
      ? `${root.service.ref} ${root.rule.path} ${service.ref} ${rule.path}`
      : `${service.ref} ${rule.path}`,
    ref: service.ref,
    path: rule.path,
    via: [...new Set([...place.via, ...(root ? [root.service.ref] : []), service.ref])],
    match: takesAll
      ? alternatives
          .filter((a) => isEmpty(a.match) && a.match.port !== undefined)
          .map((a) => a.match)
          .slice(0, 1)
      : alternatives.map((a) => a.match),
    unless: !takesAll && unless.length > 0 ? unless.join(' or ') : undefined,
    legs: legs(rule, root?.service ?? service, context),
    action: rule.action,
    conflict: place.conflict,
    takesAll,
  }
}

/** Rules of one VirtualService that count at a place, delegates put in, in order. */
export function rulesAt(
  service: VirtualService,
  kind: 'http' | 'tcp' | 'tls',
  place: Place,
  context: RuleContext,
): readonly DraftRule[] {
  return service[kind].flatMap((rule) => {
    const alternatives = rule.alternatives.filter((a) => counts(a, place))
    if (alternatives.length === 0) return []
    if (!rule.delegate) return [draft(service, rule, alternatives, place, context)]
    const delegate = context.delegate(service, rule.delegate.namespace, rule.delegate.name)
    if (!delegate) return []
    return delegate.http.flatMap((inner) => {
      // A delegate may not delegate again.
      if (inner.delegate) return []
      const merged = alternatives.flatMap((a) =>
        inner.alternatives.map((b) => {
          const match = intersect(a.match, b.match)
          return match && { match, unless: a.unless ?? b.unless }
        }),
      )
      // One contradiction drops the whole rule, not only its alternative.
      if (merged.some((m) => m === undefined)) return []
      const agreed = merged.flatMap((m) => m ?? [])
      return [draft(delegate, inner, agreed, place, context, { service, rule })]
    })
  })
}

/**
 * One order out of several VirtualServices for the same hosts: rule by rule, oldest first; where there are
 * several, rules that take everything go to the end. What follows such a rule is never reached.
 *
 * @see istio/istio pilot/pkg/networking/core/route/route.go, CombineVHostRoutes
 */
export function inOrder(services: readonly (readonly DraftRule[])[]): readonly RouteRule[] {
  const reachable: DraftRule[] = []
  const last: DraftRule[] = []
  const dropped: DraftRule[] = []
  for (const rules of services) {
    const end = rules.findIndex((r) => r.takesAll)
    const kept = end < 0 ? rules : rules.slice(0, end)
    reachable.push(...kept)
    if (end >= 0) {
      const rule = rules[end]
      if (rule) last.push(rule)
      dropped.push(...rules.slice(end + 1))
    }
  }
  const [taker, ...late] = last
  const all = [...reachable, ...(taker ? [taker] : []), ...late, ...dropped]
  const count = reachable.length + (taker ? 1 : 0)
  return all.map(({ takesAll: _, ...rule }, i) => ({
    ...rule,
    order: i + 1,
    unreachable: i >= count,
  }))
}
