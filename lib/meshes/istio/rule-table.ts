import type { Match } from '#lib/model/match.ts'
import type { RouteLeg, RouteRule } from '#lib/model/route-table.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { Resolved } from './destinations.ts'
import { isVisible } from './hosts.ts'
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
  readonly port: number | undefined
  readonly via: readonly Ref[]
  readonly conflict: boolean
}

export type RuleContext = {
  readonly resolve: (destination: Destination) => Resolved
  readonly delegate: (namespace: string, name: string) => VirtualService | undefined
  readonly exportTo: (service: VirtualService) => readonly string[]
}

/** A rule before it has a place in a table. */
export type DraftRule = Omit<RouteRule, 'order' | 'unreachable'> & { readonly takesAll: boolean }

const counts = (alternative: Alternative, place: Place) =>
  (alternative.gateways.length === 0 || alternative.gateways.some((g) => place.gateways.has(g))) &&
  (alternative.port === undefined || place.port === undefined || alternative.port === place.port)

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

function legs(rule: Rule, context: RuleContext): readonly RouteLeg[] {
  const leg = (kind: RouteLeg['kind'], d: Destination, share: number | undefined): RouteLeg => {
    const resolved = context.resolve(d)
    return {
      kind,
      path: d.path,
      written: d.written,
      host: d.host,
      port: resolved.port,
      subset: d.subset,
      weight: d.weight,
      share,
      to: resolved.to,
      via: resolved.via,
    }
  }
  return [
    ...rule.destinations.map((d) => leg('route', d, shareOf(rule.destinations, d))),
    ...rule.mirrors.map((m) => leg('mirror', m, m.percent)),
  ]
}

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
    legs: legs(rule, context),
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
    const delegate = context.delegate(rule.delegate.namespace, rule.delegate.name)
    if (!delegate || !isVisible(context.exportTo(delegate), delegate.namespace, service.namespace))
      return []
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
