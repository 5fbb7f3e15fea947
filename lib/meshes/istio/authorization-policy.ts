import { at, isRecord, list, own, records, text, textMap, texts } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type Labels, SelectorIndex } from '#lib/resources/label-selector.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import { reader } from './creation.ts'

/** Fields of a source or operation that are set, by name; `not…` fields exclude. */
export type FieldTests = ReadonlyMap<string, readonly string[]>

export type AuthorizationRule = {
  readonly path: string
  readonly from: readonly FieldTests[]
  readonly to: readonly FieldTests[]
  readonly when: readonly {
    readonly key: string
    readonly values: readonly string[]
    readonly notValues: readonly string[]
    readonly path: string
  }[]
}

export type AuthorizationPolicy = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly selector: Labels | undefined
  readonly hasTargetRefs: boolean
  readonly action: 'ALLOW' | 'DENY' | 'CUSTOM' | 'AUDIT'
  readonly isDryRun: boolean
  readonly rules: readonly AuthorizationRule[]
}

const fieldTests = (value: unknown): FieldTests =>
  new Map(
    isRecord(value)
      ? Object.keys(value)
          .sort()
          .map((name) => [name, texts(own(value, name))] as const)
          .filter(([, values]) => values.length > 0)
      : [],
  )

const ACTIONS: readonly string[] = ['ALLOW', 'DENY', 'CUSTOM', 'AUDIT']

const selectorOf = (spec: unknown) => {
  const selector = textMap(at(spec, 'selector', 'matchLabels'))
  return selector.size > 0 ? selector : undefined
}

const hasTargets = (spec: unknown) =>
  list(at(spec, 'targetRefs')).length > 0 || isRecord(at(spec, 'targetRef'))

/** AuthorizationPolicies, oldest first. An empty or null rule tests nothing. */
export const readAuthorizationPolicies = reader((object): AuthorizationPolicy => {
  const { spec } = object
  const action = text(at(spec, 'action')) ?? 'ALLOW'
  return {
    object,
    ref: refOf(object),
    namespace: object.metadata.namespace ?? '',
    selector: selectorOf(spec),
    hasTargetRefs: hasTargets(spec),
    action: (ACTIONS.includes(action) ? action : 'ALLOW') as AuthorizationPolicy['action'],
    isDryRun: textMap(object.metadata.annotations).get('istio.io/dry-run') === 'true',
    rules: list(at(spec, 'rules')).map((rule, place) => ({
      path: `spec.rules[${place}]`,
      from: records(own(rule, 'from')).map(({ value }) => fieldTests(value.source)),
      to: records(own(rule, 'to')).map(({ value }) => fieldTests(value.operation)),
      when: records(own(rule, 'when')).map(({ at: i, value }) => ({
        key: text(value.key) ?? '',
        values: texts(value.values),
        notValues: texts(value.notValues),
        path: `spec.rules[${place}].when[${i}]`,
      })),
    })),
  }
})

export type JwtRule = {
  readonly path: string
  readonly issuer: string
  readonly audiences: readonly string[]
  /** Lower case. */
  readonly headers: readonly string[]
  readonly jwksUri: string | undefined
}

export type RequestAuthentication = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly selector: Labels | undefined
  readonly hasTargetRefs: boolean
  readonly rules: readonly JwtRule[]
}

/** RequestAuthentications, oldest first. Without a place to look a token is read from `Authorization`. */
export const readRequestAuthentications = reader((object): RequestAuthentication => {
  const { spec } = object
  return {
    object,
    ref: refOf(object),
    namespace: object.metadata.namespace ?? '',
    selector: selectorOf(spec),
    hasTargetRefs: hasTargets(spec),
    rules: records(at(spec, 'jwtRules')).map(({ at: place, value }) => {
      const headers = records(value.fromHeaders).flatMap(
        (h) => text(h.value.name)?.toLowerCase() ?? [],
      )
      const isElsewhere =
        headers.length > 0 ||
        list(value.fromParams).length > 0 ||
        list(value.fromCookies).length > 0
      return {
        path: `spec.jwtRules[${place}]`,
        issuer: text(value.issuer) ?? '',
        audiences: texts(value.audiences),
        headers: isElsewhere ? headers : ['authorization'],
        jwksUri: text(value.jwksUri),
      }
    }),
  }
})

type Attached = {
  readonly namespace: string
  readonly selector: Labels | undefined
  readonly hasTargetRefs: boolean
}

/**
 * Policies by the workload that they attach to: the root namespace's and its own, by selector. Those with
 * targetRefs are for Kubernetes Gateways and waypoints, not for sidecars.
 *
 * @see istio/istio pilot/pkg/model/policyattachment.go, ShouldAttachPolicy
 */
export class AttachedPolicies<T extends Attached> {
  readonly #byNamespace = new Map<string, SelectorIndex<T>>()
  readonly #root: string
  readonly all: readonly T[]

  constructor(policies: readonly T[], rootNamespace: string) {
    this.all = policies
    this.#root = rootNamespace
    const grouped = new Map<string, T[]>()
    for (const policy of policies)
      if (!policy.hasTargetRefs) addTo(grouped, policy.namespace, policy)
    for (const [namespace, own] of grouped)
      this.#byNamespace.set(namespace, new SelectorIndex(own, (p) => p.selector))
  }

  for(namespace: string, labels: Labels): readonly T[] {
    const own = this.#byNamespace.get(namespace)?.matching(labels) ?? []
    if (namespace === this.#root) return own
    return [...(this.#byNamespace.get(this.#root)?.matching(labels) ?? []), ...own]
  }
}
