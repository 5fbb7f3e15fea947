import { at, number, record, records, text, texts } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import { type BackendRef, readBackend } from './backend-ref.ts'
import { type Condition, generationOf, readConditions } from './conditions.ts'
import { reader } from './creation.ts'
import { GROUP, type RouteKind } from './kinds.ts'
import { grpcMatch, httpMatch, type RankedMatch } from './match-rank.ts'
import { type RouteFilter, readFilters } from './route-filter.ts'

/** What a route asks to be attached to. */
export type ParentRef = {
  readonly path: string
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly sectionName: string | undefined
  readonly port: number | undefined
}

/** What one controller says of the route at one of its parents. */
export type ParentStatus = {
  readonly parent: ParentRef
  readonly controller: string
  readonly conditions: readonly Condition[]
}

export type RouteRuleSpec = {
  readonly path: string
  readonly name: string | undefined
  /** Never empty: without matches a rule takes everything. */
  readonly matches: readonly RankedMatch[]
  readonly backends: readonly (BackendRef & { readonly filters: readonly RouteFilter[] })[]
  readonly filters: readonly RouteFilter[]
  readonly timeouts: { readonly request?: string; readonly backendRequest?: string }
}

export type Route = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly kind: RouteKind
  readonly namespace: string
  readonly name: string
  readonly parents: readonly ParentRef[]
  /** In lower case, as written otherwise. */
  readonly hostnames: readonly string[]
  readonly rules: readonly RouteRuleSpec[]
  readonly statuses: readonly ParentStatus[]
}

function parentOf(value: unknown, path: string, namespace: string): ParentRef {
  const ref = record(value)
  return {
    path,
    group: text(ref.group) ?? GROUP,
    kind: text(ref.kind) ?? 'Gateway',
    namespace: text(ref.namespace) || namespace,
    name: text(ref.name) ?? '',
    sectionName: text(ref.sectionName) || undefined,
    port: number(ref.port),
  }
}

function matchesOf(kind: RouteKind, value: unknown, path: string): readonly RankedMatch[] {
  const read = kind === 'GRPCRoute' ? grpcMatch : kind === 'HTTPRoute' ? httpMatch : undefined
  if (!read) return [{ path, match: {}, rank: [] }]
  const found = records(value).map(({ at: place, value: entry }) =>
    read(entry, `${path}.matches[${place}]`),
  )
  return found.length > 0 ? found : [read({}, path)]
}

function ruleOf(kind: RouteKind, value: unknown, path: string, namespace: string): RouteRuleSpec {
  const rule = record(value)
  const timeouts = record(rule.timeouts)
  const [request, backendRequest] = [text(timeouts.request), text(timeouts.backendRequest)]
  return {
    path,
    name: text(rule.name),
    matches: matchesOf(kind, rule.matches, path),
    backends: records(rule.backendRefs).flatMap(({ at: place, value: entry }) => {
      const own = `${path}.backendRefs[${place}]`
      const backend = readBackend(entry, own, namespace)
      return backend ? [{ ...backend, filters: readFilters(entry.filters, own, namespace) }] : []
    }),
    filters: readFilters(rule.filters, path, namespace),
    timeouts: { ...(request ? { request } : {}), ...(backendRequest ? { backendRequest } : {}) },
  }
}

const parse =
  (kind: RouteKind) =>
  (object: KubernetesObject): Route => {
    const { spec, status, metadata } = object
    const namespace = metadata.namespace ?? ''
    const generation = generationOf(metadata)
    return {
      object,
      ref: refOf(object),
      kind,
      namespace,
      name: metadata.name,
      parents: records(at(spec, 'parentRefs')).map(({ at: place, value }) =>
        parentOf(value, `spec.parentRefs[${place}]`, namespace),
      ),
      hostnames: texts(at(spec, 'hostnames')).map((host) => host.toLowerCase()),
      rules: records(at(spec, 'rules')).map(({ at: place, value }) =>
        ruleOf(kind, value, `spec.rules[${place}]`, namespace),
      ),
      statuses: records(at(status, 'parents')).map(({ at: place, value }) => ({
        parent: parentOf(value.parentRef, `status.parents[${place}].parentRef`, namespace),
        controller: text(value.controllerName) ?? '',
        conditions: readConditions(value.conditions, generation),
      })),
    }
  }

/** Routes of each kind, oldest first. */
export const readRoutes: Readonly<
  Record<RouteKind, (objects: Iterable<KubernetesObject>) => readonly Route[]>
> = {
  GRPCRoute: reader(parse('GRPCRoute')),
  HTTPRoute: reader(parse('HTTPRoute')),
  TLSRoute: reader(parse('TLSRoute')),
  TCPRoute: reader(parse('TCPRoute')),
  UDPRoute: reader(parse('UDPRoute')),
}

export const sameParent = (a: ParentRef, b: ParentRef): boolean =>
  a.group === b.group &&
  a.kind === b.kind &&
  a.namespace === b.namespace &&
  a.name === b.name &&
  a.sectionName === b.sectionName &&
  a.port === b.port
