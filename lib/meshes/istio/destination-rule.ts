import { at, isRecord, number, own, records, text, textMap, texts } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { hasLabels, type Labels } from '#lib/resources/label-selector.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import { reader } from './creation.ts'
import { covers, isWildcard, resolveHost } from './hosts.ts'

export type TlsMode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL'

type Policy = {
  readonly tls: TlsMode | undefined
  readonly ports: ReadonlyMap<number, { readonly tls: TlsMode | undefined }>
}

export type Subset = { readonly name: string; readonly labels: Labels; readonly policy: Policy }

export type DestinationRule = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly host: string
  readonly exportTo: readonly string[]
  readonly selector: Labels | undefined
  readonly policy: Policy | undefined
  readonly subsets: readonly Subset[]
}

const MODES: readonly string[] = ['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL']

/** A tls block without a mode has the enumeration's first value. */
function tlsOf(value: unknown): TlsMode | undefined {
  const tls = own(value, 'tls')
  if (!isRecord(tls)) return undefined
  const mode = text(own(tls, 'mode')) ?? 'DISABLE'
  return MODES.includes(mode) ? (mode as TlsMode) : undefined
}

const policyOf = (value: unknown): Policy => ({
  tls: tlsOf(value),
  ports: new Map(
    records(own(value, 'portLevelSettings')).flatMap(({ value: entry }) => {
      const port = number(at(entry, 'port', 'number'))
      return port === undefined ? [] : [[port, { tls: tlsOf(entry) }] as const]
    }),
  ),
})

/** DestinationRules, oldest first. */
export const readDestinationRules = reader((object): DestinationRule => {
  const namespace = object.metadata.namespace ?? ''
  const policy = at(object.spec, 'trafficPolicy')
  const selector = textMap(at(object.spec, 'workloadSelector', 'matchLabels'))
  return {
    object,
    ref: refOf(object),
    namespace,
    host: resolveHost(text(at(object.spec, 'host')) ?? '', namespace),
    exportTo: texts(at(object.spec, 'exportTo')),
    selector: selector.size > 0 ? selector : undefined,
    policy: isRecord(policy) ? policyOf(policy) : undefined,
    subsets: records(at(object.spec, 'subsets')).flatMap(({ value }) => {
      const name = text(value.name)
      return name
        ? [{ name, labels: textMap(value.labels), policy: policyOf(value.trafficPolicy) }]
        : []
    }),
  }
})

/** Rules that are in force together for one client and host. */
export type MergedRule = {
  readonly rules: readonly DestinationRule[]
  readonly policy: { readonly value: Policy; readonly from: Ref } | undefined
  readonly subsets: ReadonlyMap<string, { readonly subset: Subset; readonly from: Ref }>
}

function merge(rules: readonly DestinationRule[]): MergedRule {
  const subsets = new Map<string, { subset: Subset; from: Ref }>()
  for (const rule of rules)
    for (const subset of rule.subsets)
      if (!subsets.has(subset.name)) subsets.set(subset.name, { subset, from: rule.ref })
  const decider = rules.find((rule) => rule.policy)
  return {
    rules,
    policy: decider?.policy ? { value: decider.policy, from: decider.ref } : undefined,
    subsets,
  }
}

type Shelf = {
  readonly exact: ReadonlyMap<string, readonly DestinationRule[]>
  readonly wildcards: readonly DestinationRule[]
}

const audience = (rule: DestinationRule, byDefault: readonly string[]) =>
  rule.exportTo.length > 0 ? rule.exportTo : byDefault

/** Every DestinationRule of the cluster, found by who calls what. */
export class DestinationRules {
  readonly #shelves = new Map<string, Shelf>()
  readonly #root: string
  readonly #byDefault: readonly string[]
  readonly all: readonly DestinationRule[]

  constructor(
    rules: readonly DestinationRule[],
    rootNamespace: string,
    byDefault: readonly string[],
  ) {
    this.all = rules
    this.#root = rootNamespace
    this.#byDefault = byDefault
    type Open = { exact: Map<string, DestinationRule[]>; wildcards: DestinationRule[] }
    const grouped = new Map<string, Open>()
    for (const rule of rules) {
      const shelf: Open = grouped.get(rule.namespace) ?? { exact: new Map(), wildcards: [] }
      grouped.set(rule.namespace, shelf)
      if (isWildcard(rule.host)) shelf.wildcards.push(rule)
      else addTo(shelf.exact, rule.host, rule)
    }
    for (const [namespace, { exact, wildcards }] of grouped) {
      // A longer wildcard is the more specific one; sorting is stable, so the older of one host stays first.
      this.#shelves.set(namespace, {
        exact,
        wildcards: wildcards.sort((a, b) => b.host.length - a.host.length),
      })
    }
  }

  /**
   * The rule in force: the client's namespace, then the service's, then the root namespace; within one the
   * most specific host; equal hosts merge where they are exported to the same namespaces.
   *
   * @see istio/istio pilot/pkg/model/push_context.go, destinationRule; pilot/pkg/model/destination_rule.go
   */
  find(
    client: { readonly namespace: string; readonly labels: Labels },
    host: string,
    owner: string,
  ) {
    const places = new Map<string, boolean>()
    // For clients in the root namespace its private rules count here, exported ones below.
    places.set(client.namespace, true)
    if (!places.has(owner)) places.set(owner, false)
    if (!places.has(this.#root)) places.set(this.#root, false)
    for (const [namespace, isOwn] of places) {
      const found = this.#in(namespace, host, (rule) => this.#applies(rule, client, isOwn))
      if (found) return found
    }
    return undefined
  }

  #applies(rule: DestinationRule, client: { namespace: string; labels: Labels }, isOwn: boolean) {
    if (rule.selector) return isOwn && hasLabels(client.labels, rule.selector)
    const to = audience(rule, this.#byDefault)
    if (isOwn)
      return to.length === 0 || to.some((t) => t === '*' || t === '.' || t === client.namespace)
    return to.length === 0 || to.some((t) => t === '*' || t === client.namespace)
  }

  #in(namespace: string, host: string, applies: (rule: DestinationRule) => boolean) {
    const shelf = this.#shelves.get(namespace)
    if (!shelf) return undefined
    let found = (shelf.exact.get(host) ?? []).filter(applies)
    if (found.length === 0) {
      const best = shelf.wildcards.find((rule) => covers(rule.host, host) && applies(rule))
      found = best ? shelf.wildcards.filter((r) => r.host === best.host && applies(r)) : []
    }
    const first = found.find((rule) => rule.selector) ?? found[0]
    if (!first) return undefined
    const like = (rule: DestinationRule) =>
      sameLabels(rule.selector, first.selector) &&
      key(audience(rule, this.#byDefault)) === key(audience(first, this.#byDefault))
    return merge(found.filter(like))
  }
}

const key = (names: readonly string[]) => (names.length > 0 ? [...names].sort().join(' ') : '*')

const sameLabels = (a: Labels | undefined, b: Labels | undefined) =>
  a === b || (!!a && !!b && a.size === b.size && hasLabels(a, b))

/** What a rule tells its clients to send, and which object says so; `undefined` where none does. */
export function tlsInForce(
  merged: MergedRule | undefined,
  port: number | undefined,
  subset: string | undefined,
): { readonly mode: TlsMode; readonly from: Ref } | undefined {
  if (!merged) return undefined
  const own = subset === undefined ? undefined : merged.subsets.get(subset)
  if (own) {
    const block = port === undefined ? undefined : own.subset.policy.ports.get(port)
    const mode = block ? block.tls : own.subset.policy.tls
    if (mode) return { mode, from: own.from }
  }
  if (!merged.policy) return undefined
  const { value, from } = merged.policy
  const block = port === undefined ? undefined : value.ports.get(port)
  if (!block) return value.tls ? { mode: value.tls, from } : undefined
  if (block.tls) return { mode: block.tls, from }
  // The block replaces the host's settings, yet whether an endpoint gets mTLS is asked of the host level.
  return value.tls === 'DISABLE' ? { mode: 'DISABLE', from } : undefined
}
