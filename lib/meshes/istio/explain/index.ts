import type { AppliedPolicy, Explainer } from '#lib/model/explain.ts'
import { namespaceOf } from '#lib/model/objects.ts'
import type { Pod } from '#lib/model/pod.ts'
import type { Service } from '#lib/model/service.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import { at, text } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Labels } from '#lib/resources/label-selector.ts'
import { parseRef, type Ref } from '#lib/resources/reference.ts'
import type { IstioContribution } from '../contribute.ts'
import { filtersFor } from '../envoy-filter.ts'
import { serviceHost } from '../hosts.ts'
import type { InboundRules } from '../inbound.ts'
import { VIRTUAL_SERVICES } from '../kinds.ts'
import type { IstioView } from '../view.ts'
import { accessReport } from './access.ts'
import { proxyOf } from './attached.ts'
import { entryRows } from './entries.ts'
import { idleGateways, listenerFacts } from './gateways.ts'
import { ladderOf, widePolicies } from './ladder.ts'
import { protocolOf } from './port-protocol.ts'
import { ruleFacts } from './rule-facts.ts'
import { installationFacts } from './webhooks.ts'

const NO_LABELS: Labels = new Map()

/** Why Istio says what it says, asked only when somebody looks. */
export function explainer(contribution: IstioContribution): Explainer {
  const { view } = contribution
  const virtualService = (ref: Ref): KubernetesObject | undefined => {
    const parsed = parseRef(ref)
    if (parsed?.kind !== 'VirtualService' || !parsed.namespace) return undefined
    return namespaceOf(view.snapshot, VIRTUAL_SERVICES, parsed.namespace).get(parsed.name)
  }
  const byControlPlane = new Map<InboundRules, ReturnType<typeof widePolicies>>()
  /** What decides for a pod: the policies that its own control plane reads. */
  const inboundOf = (pod: Pod) => {
    const { inbound } = view.governing(pod)
    const wide = byControlPlane.get(inbound) ?? widePolicies(inbound.peers.all)
    byControlPlane.set(inbound, wide)
    return { inbound, wide }
  }
  return {
    mesh: 'istio',
    ladder: (workload, port) => {
      const pod = workload.pods[0]
      if (!pod) return []
      const { inbound, wide } = inboundOf(pod)
      return ladderOf(inbound, wide, pod, view.cluster.servicesOf(workload), port)
    },
    policies: (workload) => {
      const pod = samplePod(workload)
      return pod ? appliedTo(view, pod, inboundOf(pod)) : []
    },
    protocol: protocolOf,
    subsets: (service) => {
      const host = serviceHost(service.name, service.namespace, view.domain)
      const client = { namespace: service.namespace, labels: NO_LABELS }
      const merged = view.clientRules.rules.find(client, host, service.namespace)
      return [...(merged?.subsets.values() ?? [])].map(({ subset, from }) => ({
        name: subset.name,
        labels: subset.labels,
        from,
      }))
    },
    waypoint: (service) => waypointOf(view, service),
    listeners: (gateway) => listenerFacts(contribution, gateway),
    filters: ({ workload }) => filtersOf(view, workload),
    idleGateways: () => idleGateways(contribution),
    rule: (rule) => ruleFacts(rule, virtualService),
    access: (nodeOf, isAsked) => accessReport(view, nodeOf, isAsked),
    entries: () => entryRows(contribution),
    installation: (id) => {
      const installation = view.installations.find((i) => i.id === id)
      return installation ? installationFacts(view, installation) : {}
    },
    minimumVersion: (id) => minimumVersion(contribution, id),
  }
}

const filtersOf = (view: IstioView, workload: Workload): readonly Ref[] => {
  const pod = samplePod(workload)
  if (!pod) return []
  return filtersFor(view.filters, pod, view.governing(pod)).map((f) => f.ref)
}

/** PeerAuthentications, AuthorizationPolicies, RequestAuthentications and EnvoyFilters on a workload's proxies. */
function appliedTo(
  view: IstioView,
  pod: Pod,
  { inbound, wide }: { inbound: InboundRules; wide: ReturnType<typeof widePolicies> },
): readonly AppliedPolicy[] {
  const { peers } = inbound
  const governed = view.governing(pod)
  const { effective, rootNamespace: root } = governed
  const own = peers.own(pod.namespace, pod.labels)
  const selecting = [
    ...[...new Set([wide.get(root), wide.get(pod.namespace), own])].flatMap((p) => p ?? []),
    ...filtersFor(view.filters, pod, governed),
  ]
  const because = (selector: Labels | undefined, namespace: string) =>
    selector
      ? 'Its selector matches the workload.'
      : namespace === root
        ? 'It covers the whole mesh.'
        : `It covers the namespace ${namespace}.`
  const proxy = proxyOf(pod, view.membership(pod))
  return [
    ...selecting.map((p) => ({ resource: p.ref, because: because(p.selector, p.namespace) })),
    ...[...effective.authorization(proxy), ...effective.requestAuthentication(proxy)].map((r) => ({
      resource: r.policy.ref,
      because: r.because,
    })),
  ]
}

/** @see istio/istio pilot/pkg/serviceregistry/kube/controller/ambient/waypoints.go */
function waypointOf(view: IstioView, service: Service) {
  const label = 'istio.io/use-waypoint'
  const own = text(at(service.object.metadata.labels, label))
  const name = own ?? view.cluster.namespaceLabels(service.namespace).get(label)
  if (name === undefined || name === 'none' || name === '') return undefined
  const from = own === undefined ? `Namespace/${service.namespace}` : service.ref
  return { name, from }
}

/** `meshMTLS.minProtocolVersion` of the mesh configuration, where it is written. */
function minimumVersion({ view }: IstioContribution, id: string): string | undefined {
  const version = view.installations.find((i) => i.id === id)?.config.minimumVersion
  return version === 'TLS_AUTO' ? undefined : version
}
