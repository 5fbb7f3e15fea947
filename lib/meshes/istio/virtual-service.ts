import type { Match, TextMatch } from '#lib/model/match.ts'
import { at, isRecord, number, own, records, text, textMap, texts } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import { reader } from './creation.ts'
import { resolveHost } from './hosts.ts'
import { parseStringMatch, parseStringMatches } from './string-match.ts'

/** One alternative of a rule's condition and where it counts. */
export type Alternative = {
  readonly match: Match
  /** What `match` has no words for. */
  readonly unless: string | undefined
  readonly gateways: readonly string[]
  readonly port: number | undefined
  readonly sourceNamespace: string | undefined
}

export type Destination = {
  readonly written: string
  readonly host: string
  readonly port: number | undefined
  readonly subset: string | undefined
  readonly weight: number | undefined
  readonly path: string
}

export type Rule = {
  readonly path: string
  readonly alternatives: readonly Alternative[]
  readonly destinations: readonly Destination[]
  readonly mirrors: readonly (Destination & { readonly percent: number })[]
  readonly action: 'route' | 'redirect' | 'direct-response' | 'none'
  readonly delegate: { readonly namespace: string; readonly name: string } | undefined
}

export type VirtualService = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  /** Resolved: short names are completed. */
  readonly hosts: readonly string[]
  /** As written. */
  readonly writtenHosts: readonly string[]
  /** `mesh` or `namespace/name`. */
  readonly gateways: readonly string[]
  readonly writtenGateways: readonly string[]
  readonly exportTo: readonly string[]
  readonly http: readonly Rule[]
  readonly tcp: readonly Rule[]
  readonly tls: readonly Rule[]
}

/**
 * `name`, `namespace/name`, or the old `name.namespace.svc…`.
 * @see istio/istio pilot/pkg/model/virtualservice.go, resolveGatewayName
 */
export function resolveGateway(written: string, namespace: string): string {
  if (written === 'mesh') return written
  const slash = written.indexOf('/')
  if (slash >= 0) {
    const owner = written.slice(0, slash)
    return `${owner === '.' ? namespace : owner}/${written.slice(slash + 1)}`
  }
  const [name, owner] = written.split('.')
  return owner ? `${owner}/${name}` : `${namespace}/${written}`
}

/** A host that the object says, as the control plane reads it. */
type Resolve = (host: string) => string

function destination(value: unknown, path: string, resolve: Resolve, weight?: number): Destination {
  const written = text(own(value, 'host')) ?? ''
  return {
    written,
    host: resolve(written),
    port: number(at(value, 'port', 'number')),
    subset: text(own(value, 'subset')) || undefined,
    weight,
    path,
  }
}

const destinations = (value: unknown, path: string, resolve: Resolve) =>
  records(value).map(({ at: place, value: entry }) =>
    destination(entry.destination, `${path}[${place}].destination`, resolve, number(entry.weight)),
  )

/** Everything is matched by no path, by the prefix `/` and by the expressions that people write for it. */
function pathOf(value: unknown): Match['path'] {
  if (!isRecord(value)) return undefined
  const test = parseStringMatch(value)
  if (test.op === 'present' || test.op === 'absent' || test.value === undefined) return undefined
  const takesAll =
    (test.op === 'prefix' && test.value === '/') ||
    (test.op === 'regex' && (test.value === '.*' || test.value === '/.*'))
  return takesAll ? undefined : { op: test.op, value: test.value }
}

function httpAlternative(value: unknown, namespace: string): Alternative {
  const special = (field: string): readonly TextMatch[] => {
    const entry = own(value, field)
    return isRecord(entry) ? [{ name: `:${field}`, ...parseStringMatch(entry) }] : []
  }
  const method = own(value, 'method')
  const exactMethod = isRecord(method) ? text(own(method, 'exact')) : undefined
  const without = parseStringMatches(own(value, 'withoutHeaders'))
  const headers = [
    ...special('authority'),
    ...special('scheme'),
    ...(exactMethod === undefined ? special('method') : []),
    ...parseStringMatches(own(value, 'headers')),
    ...without
      .filter((h) => h.op === 'present')
      .map((h) => ({ name: h.name, op: 'absent' as const })),
  ]
  const query = parseStringMatches(own(value, 'queryParams'))
  const path = pathOf(own(value, 'uri'))
  const port = number(own(value, 'port'))
  const labels = [...textMap(own(value, 'sourceLabels'))].map(([k, v]) => `${k}=${v}`).sort()
  const sourceNamespace = text(own(value, 'sourceNamespace')) || undefined
  const sources = [...labels, ...(sourceNamespace ? [`namespace ${sourceNamespace}`] : [])]
  const refused = without.filter((h) => h.op !== 'present')
  return {
    match: {
      ...(port === undefined ? {} : { port }),
      ...(exactMethod === undefined ? {} : { methods: [exactMethod] }),
      ...(path ? { path } : {}),
      ...(headers.length > 0 ? { headers } : {}),
      ...(query.length > 0 ? { query } : {}),
      ...(sources.length > 0 ? { sources } : {}),
    },
    unless:
      refused.length > 0
        ? refused.map((h) => `header ${h.name} ${h.op} ${h.value ?? ''}`).join(' or ')
        : undefined,
    gateways: texts(own(value, 'gateways')).map((g) => resolveGateway(g, namespace)),
    port,
    sourceNamespace,
  }
}

function l4Alternative(value: unknown, namespace: string): Alternative {
  const port = number(own(value, 'port'))
  const hosts = texts(own(value, 'sniHosts')).filter((host) => host !== '*')
  const subnets = texts(own(value, 'destinationSubnets'))
  const labels = [...textMap(own(value, 'sourceLabels'))].map(([k, v]) => `${k}=${v}`).sort()
  const sourceNamespace = text(own(value, 'sourceNamespace')) || undefined
  const sources = [...labels, ...(sourceNamespace ? [`namespace ${sourceNamespace}`] : [])]
  return {
    match: {
      ...(port === undefined ? {} : { port }),
      ...(hosts.length > 0 ? { hosts } : {}),
      ...(sources.length > 0 ? { sources } : {}),
    },
    unless: subnets.length > 0 ? `the destination is outside ${subnets.join(', ')}` : undefined,
    gateways: texts(own(value, 'gateways')).map((g) => resolveGateway(g, namespace)),
    port,
    sourceNamespace,
  }
}

const ALWAYS: Alternative = {
  match: {},
  unless: undefined,
  gateways: [],
  port: undefined,
  sourceNamespace: undefined,
}

function alternatives(
  value: unknown,
  parse: (entry: unknown) => Alternative,
): readonly Alternative[] {
  const written = records(value).map(({ value: entry }) => parse(entry))
  return written.length > 0 ? written : [ALWAYS]
}

function actionOf(value: unknown): Rule['action'] {
  if (isRecord(own(value, 'redirect'))) return 'redirect'
  if (isRecord(own(value, 'directResponse'))) return 'direct-response'
  return records(own(value, 'route')).length > 0 ? 'route' : 'none'
}

function mirrorsOf(value: unknown, path: string, resolve: Resolve): Rule['mirrors'] {
  const percentOf = (entry: unknown) => number(at(entry, 'percentage', 'value')) ?? 100
  const many = records(own(value, 'mirrors')).map(({ at: place, value: entry }) => ({
    ...destination(entry.destination, `${path}.mirrors[${place}].destination`, resolve),
    percent: percentOf(entry),
  }))
  if (many.length > 0) return many
  const one = own(value, 'mirror')
  if (!isRecord(one)) return []
  const percent =
    number(at(value, 'mirrorPercentage', 'value')) ?? number(own(value, 'mirrorPercent')) ?? 100
  return [{ ...destination(one, `${path}.mirror`, resolve), percent }]
}

function rules(
  object: KubernetesObject,
  kind: 'http' | 'tcp' | 'tls',
  resolve: Resolve,
): readonly Rule[] {
  const namespace = object.metadata.namespace ?? ''
  return records(at(object.spec, kind)).map(({ at: place, value }) => {
    const path = `spec.${kind}[${place}]`
    const delegate = own(value, 'delegate')
    const name = text(own(delegate, 'name'))
    return {
      path,
      alternatives: alternatives(value.match, (entry) =>
        kind === 'http' ? httpAlternative(entry, namespace) : l4Alternative(entry, namespace),
      ),
      destinations: destinations(value.route, `${path}.route`, resolve),
      mirrors: kind === 'http' ? mirrorsOf(value, path, resolve) : [],
      action: kind === 'http' ? actionOf(value) : 'route',
      delegate: name
        ? { namespace: text(own(delegate, 'namespace')) || namespace, name }
        : undefined,
    }
  })
}

/** VirtualServices with every name resolved, oldest first. */
export const readVirtualServices = reader((object, domain): VirtualService => {
  const namespace = object.metadata.namespace ?? ''
  const resolve = (host: string) => resolveHost(host, namespace, domain)
  const writtenHosts = texts(at(object.spec, 'hosts'))
  const writtenGateways = texts(at(object.spec, 'gateways'))
  const gateways = writtenGateways.map((g) => resolveGateway(g, namespace))
  return {
    object,
    ref: refOf(object),
    namespace,
    name: object.metadata.name,
    hosts: writtenHosts.map(resolve),
    writtenHosts,
    gateways: gateways.length > 0 ? gateways : ['mesh'],
    writtenGateways,
    exportTo: texts(at(object.spec, 'exportTo')),
    http: rules(object, 'http', resolve),
    tcp: rules(object, 'tcp', resolve),
    tls: rules(object, 'tls', resolve),
  }
})

/** Percent of a rule's requests that one destination gets: its weight over the sum; one alone gets all. */
export function shareOf(rule: readonly Destination[], one: Destination): number | undefined {
  if (rule.length === 1) return 100
  const sum = rule.reduce((total, d) => total + Math.max(0, d.weight ?? 0), 0)
  return sum > 0 ? (Math.max(0, one.weight ?? 0) / sum) * 100 : undefined
}
