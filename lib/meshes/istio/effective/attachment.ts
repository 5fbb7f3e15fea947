import { at, isRecord, own, records, text, textMap } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { hasLabels, type Labels, SelectorIndex } from '#lib/resources/label-selector.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import { kubernetesGatewayOf, type ProxyView } from './proxy-view.ts'

export type TargetRef = {
  /** `''` for the core group. */
  readonly group: string
  readonly kind: string
  readonly name: string
  readonly namespace: string | undefined
}

/** The part of a policy that says where it applies. */
export type AttachedPolicy = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  readonly selector: Labels | undefined
  readonly targetRefs: readonly TargetRef[]
}

function targetRef(value: unknown): TargetRef {
  const group = text(own(value, 'group')) ?? ''
  return {
    group: group === 'core' ? '' : group,
    kind: text(own(value, 'kind')) ?? '',
    name: text(own(value, 'name')) ?? '',
    namespace: text(own(value, 'namespace')) || undefined,
  }
}

/** `targetRefs`, or else the older single `targetRef`. */
function targetRefs(spec: unknown): readonly TargetRef[] {
  const many = records(own(spec, 'targetRefs')).map(({ value }) => targetRef(value))
  const one = own(spec, 'targetRef')
  return many.length === 0 && isRecord(one) ? [targetRef(one)] : many
}

/** Reads where a policy applies. */
export function attachedPolicy(object: KubernetesObject): AttachedPolicy {
  const selector = textMap(at(object.spec, 'selector', 'matchLabels'))
  return {
    object,
    ref: refOf(object),
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    selector: selector.size > 0 ? selector : undefined,
    targetRefs: targetRefs(object.spec),
  }
}

const GATEWAY_API = 'gateway.networking.k8s.io'
const WAYPOINT_CLASS = 'istio-waypoint'

function bySelector(policy: AttachedPolicy, proxy: ProxyView, root: string): string | undefined {
  if (policy.selector)
    return hasLabels(proxy.labels, policy.selector)
      ? 'Its selector matches the workload.'
      : undefined
  return policy.namespace === root
    ? 'It covers the whole mesh.'
    : `It covers the namespace ${policy.namespace}.`
}

function byTarget(
  policy: AttachedPolicy,
  target: TargetRef,
  proxy: ProxyView,
  gateway: string,
  root: string,
): string | undefined {
  const { group, kind, name } = target
  const isWaypoint = proxy.type === 'waypoint'
  const { service } = proxy
  const servedAs = group === '' ? 'Service' : group === 'networking.istio.io' ? 'ServiceEntry' : ''
  if (isWaypoint && kind === servedAs)
    return service?.kind === kind && service.name === name && service.namespace === policy.namespace
      ? `It targets the ${kind} ${name}, which the waypoint serves.`
      : undefined
  if (group !== GATEWAY_API) return undefined
  if (kind === 'GatewayClass')
    return isWaypoint && policy.namespace === root && name === WAYPOINT_CLASS
      ? 'It targets every waypoint.'
      : undefined
  const isHere =
    policy.namespace === proxy.namespace &&
    (target.namespace === undefined || target.namespace === proxy.namespace)
  return kind === 'Gateway' && isHere && name === gateway
    ? `It targets the Gateway ${name}.`
    : undefined
}

/**
 * Why a policy of the root namespace, the proxy's or the served service's applies to a proxy; `undefined` where
 * it does not. Proxies that belong to no Kubernetes Gateway go by selector and pass over policies with targets;
 * Kubernetes Gateways take both; waypoints take targets only.
 *
 * @see istio/istio pilot/pkg/model/policyattachment.go, ShouldAttachPolicy
 */
export function whyAttached(
  policy: AttachedPolicy,
  proxy: ProxyView,
  rootNamespace: string,
): string | undefined {
  const gateway = kubernetesGatewayOf(proxy)
  if (policy.targetRefs.length === 0) {
    const ignoresSelectors = gateway !== undefined && proxy.type === 'waypoint'
    return ignoresSelectors ? undefined : bySelector(policy, proxy, rootNamespace)
  }
  if (gateway === undefined) return undefined
  for (const target of policy.targetRefs) {
    const because = byTarget(policy, target, proxy, gateway, rootNamespace)
    if (because !== undefined) return because
  }
  return undefined
}

export type Attached<P> = { readonly policy: P; readonly because: string }

type Shelf<P> = {
  readonly all: readonly P[]
  /** Those without targets; proxies of no Kubernetes Gateway take only these. */
  readonly bySelector: SelectorIndex<P>
}

/** Policies of one kind, looked up in the namespaces from which they can reach a proxy. */
export class PolicyIndex<P extends AttachedPolicy> {
  readonly #namespaces = new Map<string, Shelf<P>>()
  readonly #root: string
  readonly all: readonly P[]

  /** @param policies oldest first */
  constructor(policies: Iterable<P>, rootNamespace: string) {
    this.#root = rootNamespace
    this.all = [...policies]
    const grouped = new Map<string, P[]>()
    for (const policy of this.all) addTo(grouped, policy.namespace, policy)
    for (const [namespace, all] of grouped) {
      const untargeted = all.filter((policy) => policy.targetRefs.length === 0)
      const bySelector = new SelectorIndex(untargeted, (policy) => policy.selector)
      this.#namespaces.set(namespace, { all, bySelector })
    }
  }

  /** Root namespace first, then the proxy's, then the service's; oldest first in each. */
  appliedTo(proxy: ProxyView): readonly Attached<P>[] {
    const namespaces = new Set([this.#root, proxy.namespace])
    if (proxy.service) namespaces.add(proxy.service.namespace)
    const isPlain = kubernetesGatewayOf(proxy) === undefined
    const out: Attached<P>[] = []
    for (const namespace of namespaces) {
      const shelf = this.#namespaces.get(namespace)
      if (!shelf) continue
      for (const policy of isPlain ? shelf.bySelector.matching(proxy.labels) : shelf.all) {
        const because = whyAttached(policy, proxy, this.#root)
        if (because !== undefined) out.push({ policy, because })
      }
    }
    return out
  }

  /** The policies that apply to pods with these labels; not for waypoints, which serve others. */
  for(namespace: string, labels: Labels): readonly P[] {
    return this.appliedTo({ type: 'sidecar', namespace, labels }).map(({ policy }) => policy)
  }
}
