import { byCreation } from '#lib/meshes/istio/creation.ts'
import type { DestinationRule, Subset } from '#lib/meshes/istio/destination-rule.ts'
import { covers, isWildcard } from '#lib/meshes/istio/hosts.ts'
import { at, isRecord } from '#lib/resources/field.ts'
import { hasLabels, type Labels } from '#lib/resources/label-selector.ts'
import type { Ref } from '#lib/resources/reference.ts'

/** Rules for one host that are in force together, and where the client found them. */
export type RuleInForce = {
  readonly rules: readonly DestinationRule[]
  /** The one of which the host-level traffic policy counts, whole. */
  readonly decider: DestinationRule | undefined
  readonly subsets: ReadonlyMap<string, { readonly subset: Subset; readonly from: Ref }>
  readonly because: string
}

/** Rules of one host, namespace and audience. The first in `rules` gives selector and audience. */
type Group = {
  readonly audience: ReadonlySet<string>
  readonly selector: Labels | undefined
  readonly rules: DestinationRule[]
}

const PRIVATE: ReadonlySet<string> = new Set(['.'])

const contains = (all: ReadonlySet<string>, some: ReadonlySet<string>) =>
  [...some].every((name) => all.has(name))

const isEqual = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  a.size === b.size && contains(a, b)

const sameLabels = (a: Labels, b: Labels) => a.size === b.size && hasLabels(a, b)

/** A selector without labels selects every workload of its namespace, yet counts as a selector. */
const selectorOf = (rule: DestinationRule): Labels | undefined =>
  isRecord(at(rule.object.spec, 'workloadSelector')) ? (rule.selector ?? new Map()) : undefined

/** Groups of rules by host, found by the most specific one. */
class Pool {
  readonly #exact = new Map<string, Group[]>()
  readonly #wild = new Map<string, Group[]>()
  #longestFirst: readonly (readonly [string, readonly Group[]])[] | undefined

  /**
   * Adds a rule to every group that it may join, and where it joins none (or adds an audience to one with
   * another selector) as a group of its own. An audience that contains a group's own is taken into that group and
   * lost beyond it: so does the control plane.
   *
   * @see istio/istio pilot/pkg/model/destination_rule.go, mergeDestinationRule
   */
  add(rule: DestinationRule, audience: ReadonlySet<string>): void {
    const selector = selectorOf(rule)
    const groups = isWildcard(rule.host) ? this.#wild : this.#exact
    const known = groups.get(rule.host) ?? []
    let isApart = true
    for (const group of known) {
      const isSame = isEqual(audience, group.audience)
      const isWider = group.audience.size > 0 && contains(audience, group.audience)
      if (!isSame && !isWider) {
        isApart = true
        continue
      }
      if (selector && group.selector && !sameLabels(selector, group.selector)) {
        isApart = true
        continue
      }
      // One with and one without a selector: their audiences decide.
      isApart = !!selector !== !!group.selector && !isSame
      group.rules.push(rule)
    }
    if (isApart) groups.set(rule.host, [...known, { audience, selector, rules: [rule] }])
    this.#longestFirst = undefined
  }

  /** The groups of the most specific host that names this one: exact over wildcard, longer over shorter. */
  find(host: string): readonly Group[] | undefined {
    if (!isWildcard(host)) {
      const exact = this.#exact.get(host)
      if (exact) return exact
    }
    this.#longestFirst ??= [...this.#wild].sort(([a], [b]) => b.length - a.length)
    return this.#longestFirst.find(([pattern]) => covers(pattern, host))?.[1]
  }
}

function poolIn(pools: Map<string, Pool>, namespace: string): Pool {
  let pool = pools.get(namespace)
  if (!pool) {
    pool = new Pool()
    pools.set(namespace, pool)
  }
  return pool
}

function merged(group: Group, because: string): RuleInForce {
  const { rules } = group
  const subsets = new Map<string, { readonly subset: Subset; readonly from: Ref }>()
  for (const rule of rules)
    for (const subset of rule.subsets)
      if (!subsets.has(subset.name)) subsets.set(subset.name, { subset, from: rule.ref })
  return { rules, decider: rules.find((rule) => rule.hasPolicy), subsets, because }
}

type Client = { readonly namespace: string; readonly labels: Labels }

/**
 * Every DestinationRule of the cluster, found by who calls what.
 *
 * A client looks in its own namespace (private and public rules), then among the exported rules of the service's
 * namespace, then of the root namespace; within one the most specific host wins. Clients in the root namespace
 * begin with its private rules only, so that its mesh-wide ones do not hide a service's own. A more specific host
 * that is exported to others only still hides a wilder one of the same namespace.
 *
 * @see istio/istio pilot/pkg/model/push_context.go, setDestinationRules and destinationRule
 */
export class DestinationRuleIndex {
  readonly #own = new Map<string, Pool>()
  readonly #exported = new Map<string, Pool>()
  readonly #rootPrivate = new Pool()
  readonly #root: string
  readonly all: readonly DestinationRule[]

  constructor(
    rules: readonly DestinationRule[],
    rootNamespace: string,
    byDefault: readonly string[],
  ) {
    this.all = rules
    this.#root = rootNamespace
    const isDefaultPrivate = byDefault.includes('.')
    const selective = (rule: DestinationRule) => (selectorOf(rule) ? 0 : 1)
    const inOrder = [...rules].sort((a, b) => selective(a) - selective(b) || byCreation(a, b))
    for (const rule of inOrder) {
      const audience = selectorOf(rule) ? PRIVATE : new Set(rule.exportTo)
      const { namespace } = rule
      const isOwn = audience.size === 0 || ['*', '.', namespace].some((name) => audience.has(name))
      const isPrivate =
        audience.size === 0
          ? isDefaultPrivate
          : audience.size === 1 && (audience.has('.') || audience.has(namespace))
      if (isOwn) poolIn(this.#own, namespace).add(rule, audience)
      if (!isPrivate) poolIn(this.#exported, namespace).add(rule, audience)
      else if (namespace === rootNamespace) this.#rootPrivate.add(rule, audience)
    }
  }

  /** @param owner the namespace of the service that goes by `host` for this client */
  find(client: Client, host: string, owner: string): RuleInForce | undefined {
    const isRoot = client.namespace === this.#root
    const own = (isRoot ? this.#rootPrivate : this.#own.get(client.namespace))?.find(host)
    // Rules that are found end the search, even if each of them selects other workloads.
    if (own) return inForce(own, client, 'It stands in the client’s namespace.')
    const there = this.#exportedTo(client, host, owner)
    if (there) return inForce(there, client, 'It stands in the service’s namespace.')
    const root = this.#exportedTo(client, host, this.#root)
    return root && inForce(root, client, 'It stands in the root namespace.')
  }

  #exportedTo(client: Client, host: string, namespace: string): readonly Group[] | undefined {
    const visible = this.#exported
      .get(namespace)
      ?.find(host)
      ?.filter(
        ({ audience }) =>
          audience.size === 0 || audience.has('*') || audience.has(client.namespace),
      )
    return visible && visible.length > 0 ? visible : undefined
  }
}

/**
 * Of groups with different audiences: the first that selects the client, else the last without a selector.
 * @see istio/istio pilot/pkg/model/sidecar.go, DestinationRule
 */
function inForce(groups: readonly Group[], client: Client, because: string) {
  const selecting = groups.find(
    ({ selector, rules }) =>
      selector && rules[0]?.namespace === client.namespace && hasLabels(client.labels, selector),
  )
  if (selecting) return merged(selecting, 'Its selector matches the client.')
  const general = groups.findLast(({ selector }) => !selector)
  return general && merged(general, because)
}
