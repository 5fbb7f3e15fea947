import type { Cluster } from '#lib/model/cluster.ts'
import type { InMesh, Membership } from '#lib/model/membership.ts'
import type { Container, Pod, PodTraits } from '#lib/model/pod.ts'
import type { Labels } from '#lib/resources/label-selector.ts'
import { bypassesOf, inboundBypassOf } from './bypass.ts'
import { parseImage, parseVersion } from './version.ts'

const proxyOf = (pod: Pod): Container | undefined =>
  pod.containers.find((c) => c.name === 'istio-proxy' && (!c.init || c.restartPolicy === 'Always'))

const templatesOf = (pod: Pod): readonly string[] =>
  (pod.annotations.get('inject.istio.io/templates') ?? '').split(',').map((t) => t.trim())

/**
 * Whether these pods are proxies of their own (a gateway) rather than a sidecar of an application: the proxy
 * runs as `router`, or the injector was asked for its gateway template, or a Kubernetes Gateway made it.
 *
 * @see istio/istio pilot/pkg/model/context.go, NodeType
 */
export function isGatewayPod(pod: Pod): boolean {
  return (
    proxyOf(pod)?.args.includes('router') === true ||
    templatesOf(pod).includes('gateway') ||
    pod.labels.has('gateway.networking.k8s.io/gateway-name')
  )
}

const isWaypointPod = (pod: Pod) =>
  proxyOf(pod)?.args.includes('waypoint') === true ||
  pod.labels.get('gateway.istio.io/managed') === 'istio.io-mesh-controller'

function whatItIs(pod: Pod): { inMesh: InMesh; evidence: string } {
  if (pod.isTemplate) return { inMesh: 'unknown', evidence: 'No pod runs, so nothing shows it.' }
  const proxy = proxyOf(pod)
  if (isWaypointPod(pod)) return { inMesh: 'waypoint', evidence: 'The proxy runs as a waypoint.' }
  if (proxy && isGatewayPod(pod))
    return { inMesh: 'gateway', evidence: 'The proxy is the workload itself.' }
  if (proxy?.init)
    return {
      inMesh: 'native-sidecar',
      evidence: 'istio-proxy runs as an init container that stays.',
    }
  if (proxy) return { inMesh: 'sidecar', evidence: 'The pod has the container istio-proxy.' }
  if (pod.annotations.get('ambient.istio.io/redirection') === 'enabled')
    return { inMesh: 'ambient', evidence: 'The node confirms redirection to ztunnel.' }
  return { inMesh: 'none', evidence: 'The pod has no proxy.' }
}

/**
 * Whether injection was asked for: the pod's label or annotation first, then its namespace's labels.
 * @see istio/istio pkg/kube/inject/inject.go, injectRequired
 */
export function injectionOf(pod: Pod, namespace: Labels): Membership['injection'] {
  if (pod.hostNetwork) return 'not-injectable'
  const own =
    pod.labels.get('sidecar.istio.io/inject') ?? pod.annotations.get('sidecar.istio.io/inject')
  if (own === 'false') return 'opted-out'
  if (namespace.get('istio-injection') === 'disabled') return 'not-asked'
  if (own === 'true' || pod.labels.has('istio.io/rev')) return 'asked'
  if (namespace.get('istio-injection') === 'enabled') return 'asked'
  return namespace.has('istio.io/rev') ? 'asked' : 'not-asked'
}

type Known = { readonly namespace: Labels; readonly membership: Membership }

/** By traits: replicas are seen alike. What bypasses a proxy names its pod, and is known by that. */
const running = new WeakMap<PodTraits | Pod, Known>()
const templates = new WeakMap<PodTraits | Pod, Known>()

/** How Istio sees a pod. Templates are unknown: what runs decides, not what is asked for. */
export function membershipOf(pod: Pod, cluster: Cluster): Membership {
  const namespace = cluster.namespaceLabels(pod.namespace)
  const known = pod.isTemplate ? templates : running
  const before = known.get(pod.traits) ?? known.get(pod)
  if (before && sameLabels(before.namespace, namespace)) return before.membership
  const { inMesh, evidence } = whatItIs(pod)
  const proxy = proxyOf(pod)
  const meshed = inMesh !== 'none' && inMesh !== 'unknown'
  const captured = inMesh === 'sidecar' || inMesh === 'native-sidecar'
  const membership: Membership = {
    mesh: meshed ? 'istio' : undefined,
    inMesh,
    evidence,
    proxyVersion: proxy ? parseVersion(parseImage(proxy.image).tag)?.text : undefined,
    revision: pod.labels.get('istio.io/rev') || namespace.get('istio.io/rev') || undefined,
    injection: injectionOf(pod, namespace),
    bypasses: captured ? bypassesOf(pod) : [],
    inboundBypass: captured ? inboundBypassOf(pod) : undefined,
  }
  const isAlike = membership.bypasses.length === 0 && !membership.inboundBypass
  known.set(isAlike ? pod.traits : pod, { namespace, membership })
  return membership
}

function sameLabels(a: Labels, b: Labels): boolean {
  if (a === b) return true
  if (a.size !== b.size) return false
  for (const [key, value] of a) if (b.get(key) !== value) return false
  return true
}
