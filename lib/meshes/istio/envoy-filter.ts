import type { Match, TextMatch } from '#lib/model/match.ts'
import {
  at,
  flag,
  isRecord,
  list,
  number,
  own,
  records,
  text,
  textMap,
} from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { hasLabels, type Labels } from '#lib/resources/label-selector.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import { reader } from './creation.ts'
import { type Governed, reads } from './governed.ts'

/** Part of a patch's scope; what it does not name it does not restrict. */
export type PatchScope = {
  readonly port: number | undefined
  readonly gateway: string | undefined
  readonly virtualHost: string | undefined
  readonly isNarrow: boolean
}

/** An HTTP route that a patch puts before or after those of the VirtualServices. */
export type InsertedRoute = {
  readonly path: string
  readonly where: 'first' | 'last'
  readonly name: string | undefined
  readonly scope: PatchScope
  readonly match: Match
  /** The patch tests something that has no words here. */
  readonly untold: boolean
  readonly clusters: readonly { readonly cluster: string; readonly weight: number | undefined }[]
}

export type EnvoyFilter = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly selector: Labels | undefined
  /** Contexts that its patches name: GATEWAY, SIDECAR_INBOUND, … */
  readonly contexts: ReadonlySet<string>
  readonly inserted: readonly InsertedRoute[]
}

/** Envoy's own JSON takes both spellings of a field. */
function field(value: unknown, name: string): unknown {
  const direct = own(value, name)
  if (direct !== undefined) return direct
  return own(
    value,
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  )
}

const FLIPPED: Partial<Record<TextMatch['op'], TextMatch['op']>> = {
  present: 'absent',
  absent: 'present',
}

/** @see envoyproxy/envoy api/envoy/config/route/v3/route_components.proto, HeaderMatcher */
function header(value: unknown): TextMatch | undefined {
  const name = text(field(value, 'name'))
  if (!name) return undefined
  const string = field(value, 'string_match')
  const wanted = (key: string) => text(field(value, `${key}_match`)) ?? text(own(string, key))
  const regex =
    text(at(field(value, 'safe_regex_match'), 'regex')) ??
    text(at(field(string, 'safe_regex'), 'regex'))
  const inverted = flag(field(value, 'invert_match')) ?? false
  const test: TextMatch =
    wanted('exact') !== undefined
      ? { name, op: 'exact', value: wanted('exact') ?? '' }
      : wanted('prefix') !== undefined
        ? { name, op: 'prefix', value: wanted('prefix') ?? '' }
        : regex !== undefined
          ? { name, op: 'regex', value: regex }
          : { name, op: flag(field(value, 'present_match')) === false ? 'absent' : 'present' }
  if (!inverted) return test
  const op = FLIPPED[test.op]
  return op ? { name, op } : undefined
}

function routeMatch(value: unknown): { match: Match; untold: boolean } {
  const written = list(field(value, 'headers'))
  const headers = written.flatMap((h) => header(h) ?? [])
  const prefix = text(field(value, 'prefix')) ?? text(field(value, 'path_separated_prefix'))
  const exact = text(field(value, 'path'))
  const regex = text(at(field(value, 'safe_regex'), 'regex'))
  const path: Match['path'] =
    exact !== undefined
      ? { op: 'exact', value: exact }
      : regex !== undefined
        ? { op: 'regex', value: regex }
        : prefix !== undefined && prefix !== '/' && prefix !== ''
          ? { op: 'prefix', value: prefix }
          : undefined
  const told = new Set([
    'headers',
    'prefix',
    'path',
    'safe_regex',
    'safeRegex',
    'path_separated_prefix',
    'pathSeparatedPrefix',
    'case_sensitive',
    'caseSensitive',
  ])
  const untold =
    headers.length < written.length ||
    (isRecord(value) && Object.keys(value).some((key) => !told.has(key)))
  return {
    match: { ...(path ? { path } : {}), ...(headers.length > 0 ? { headers } : {}) },
    untold,
  }
}

function clustersOf(route: unknown): InsertedRoute['clusters'] {
  const one = text(field(route, 'cluster'))
  if (one) return [{ cluster: one, weight: undefined }]
  return records(own(field(route, 'weighted_clusters'), 'clusters')).flatMap(({ value }) => {
    const cluster = text(value.name)
    return cluster ? [{ cluster, weight: number(value.weight) }] : []
  })
}

const PLACES: Readonly<Record<string, InsertedRoute['where']>> = {
  INSERT_FIRST: 'first',
  INSERT_BEFORE: 'first',
  INSERT_AFTER: 'last',
  ADD: 'last',
}

/** EnvoyFilters, oldest first: whom they touch, and the routes that they put into gateways. */
export const readEnvoyFilters = reader((object): EnvoyFilter => {
  const selector = textMap(at(object.spec, 'workloadSelector', 'labels'))
  const patches = records(at(object.spec, 'configPatches'))
  const inserted = patches.flatMap(({ at: place, value }): InsertedRoute[] => {
    const context = text(at(value, 'match', 'context')) ?? 'ANY'
    const operation = text(at(value, 'patch', 'operation')) ?? ''
    const where = Object.hasOwn(PLACES, operation) ? PLACES[operation] : undefined
    const isGateway = context === 'GATEWAY' || context === 'ANY'
    if (text(value.applyTo) !== 'HTTP_ROUTE' || !where || !isGateway) return []
    const route = at(value, 'patch', 'value')
    const scope = at(value, 'match', 'routeConfiguration')
    const port = number(own(scope, 'portNumber'))
    const gateway = text(own(scope, 'gateway'))
    const virtualHost = text(at(scope, 'vhost', 'name'))
    const { match, untold } = routeMatch(own(route, 'match'))
    return [
      {
        path: `spec.configPatches[${place}]`,
        where,
        name: text(own(route, 'name')),
        scope: {
          port,
          gateway,
          virtualHost,
          isNarrow: [port, gateway, virtualHost, text(own(scope, 'name'))].some(
            (x) => x !== undefined,
          ),
        },
        match,
        untold,
        clusters: clustersOf(own(route, 'route')),
      },
    ]
  })
  return {
    object,
    ref: refOf(object),
    namespace: object.metadata.namespace ?? '',
    selector: selector.size > 0 ? selector : undefined,
    contexts: new Set(patches.map(({ value }) => text(at(value, 'match', 'context')) ?? 'ANY')),
    inserted,
  }
})

/**
 * Filters that reach a workload: the root namespace's and its own, by selector, of those that its control plane reads.
 * @see istio/istio pilot/pkg/model/push_context.go, getMatchedEnvoyFilters
 */
export function filtersFor(
  filters: readonly EnvoyFilter[],
  { namespace, labels }: { readonly namespace: string; readonly labels: Labels },
  { rootNamespace, main }: Pick<Governed, 'rootNamespace' | 'main'>,
): readonly EnvoyFilter[] {
  return filters.filter(
    (f) =>
      (f.namespace === rootNamespace || f.namespace === namespace) &&
      (!f.selector || hasLabels(labels, f.selector)) &&
      reads(main, f.object),
  )
}

/**
 * `outbound|80||host` or `outbound|80|subset|host`, as the control plane names its clusters.
 * @see istio/istio pilot/pkg/model/context.go, BuildSubsetKey
 */
export function parseCluster(name: string) {
  const [direction, port, subset, host, ...rest] = name.split('|')
  if (direction !== 'outbound' || !host || rest.length > 0) return undefined
  return /^\d{1,5}$/.test(port ?? '')
    ? { port: Number(port), subset: subset || undefined, host }
    : undefined
}

/** The other side of a condition of one header; everything else has no words and is `undefined`. */
export function complement(match: Match): TextMatch | undefined {
  const [only, ...more] = match.headers ?? []
  const op = only && FLIPPED[only.op]
  const isAlone = Object.keys(match).length === 1 && more.length === 0
  return only && op && isAlone ? { name: only.name, op } : undefined
}
