import type { GatewayProxy } from '#lib/model/gateway-proxy.ts'
import type { Variant } from '#lib/model/membership.ts'
import type { Pod, PodTraits } from '#lib/model/pod.ts'
import { type Service, type ServicePort, targetPortOn } from '#lib/model/service.ts'
import type { Workload } from '#lib/model/workload.ts'
import { hasLabels, type Labels } from '#lib/resources/label-selector.ts'
import { receiving } from './inbound.ts'
import { isAllLoopback, type ServiceEntry } from './service-entry.ts'
import type { Receiver } from './verdict.ts'
import type { IstioView } from './view.ts'
import type { WorkloadEntry } from './workload-entry.ts'

/** Labels that differ from pod to pod of one workload and that no policy selects by. */
const PER_POD = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/job-completion-index',
])

const signatures = new WeakMap<PodTraits, string>()

/** Pods with the same signature are treated alike by every policy. */
function signature(pod: PodTraits): string {
  const known = signatures.get(pod)
  if (known !== undefined) return known
  const labels = [...pod.labels]
    .filter(([key]) => !PER_POD.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const capture = [...pod.annotations]
    .filter(([key]) => key.startsWith('traffic.sidecar.istio.io/'))
    .sort()
  const made = JSON.stringify([labels, capture])
  signatures.set(pod, made)
  return made
}

type Memberships = Pick<IstioView, 'membership'>

/** Answers of one view; lists of pods keep their identity for as long as nothing in their namespace changed. */
const grouped = new WeakMap<
  Memberships['membership'],
  WeakMap<readonly Pod[], readonly Variant[]>
>()

/** Pods grouped by how the mesh treats them, most of them first. */
export function variantsOf(pods: readonly Pod[], view: Memberships): readonly Variant[] {
  const answers = grouped.get(view.membership) ?? new WeakMap<readonly Pod[], readonly Variant[]>()
  grouped.set(view.membership, answers)
  const known = answers.get(pods)
  if (known) return known
  const made = groupPods(pods, view)
  answers.set(pods, made)
  return made
}

function groupPods(pods: readonly Pod[], view: Memberships): readonly Variant[] {
  type Group = { pod: Pod; count: number; membership: Variant['membership'] }
  const groups = new Map<string, Group>()
  let last: Group | undefined
  for (const pod of pods) {
    const membership = view.membership(pod)
    // Replicas follow each other.
    if (last && last.pod.traits === pod.traits && last.membership.inMesh === membership.inMesh) {
      last.count++
      continue
    }
    const key = `${membership.inMesh} ${signature(pod.traits)}`
    last = groups.get(key)
    if (last) last.count++
    else {
      last = { pod, count: 1, membership }
      groups.set(key, last)
    }
  }
  const found = [...groups.values()]
  return found.length > 1 ? found.sort((a, b) => b.count - a.count) : found
}

export type ReceiverSource = {
  readonly view: IstioView
  readonly gatewayOf: (workload: Workload) => GatewayProxy | undefined
}

function receiverOf(
  { view, gatewayOf }: ReceiverSource,
  workload: Workload,
  variant: Variant,
  port: number | undefined,
  service: Service | undefined,
  servicePort: ServicePort | undefined,
): Receiver {
  const { inbound } = view.governing(variant.pod)
  const take = receiving(inbound, variant.pod, variant.membership, port, service, servicePort)
  const { inMesh } = variant.membership
  if (inMesh === 'gateway') {
    const mutual = gatewayOf(workload)?.listeners.find((l) => l.tls === 'ISTIO_MUTUAL')
    return mutual
      ? {
          ...take,
          mode: 'STRICT',
          because: `${mutual.from} takes certificates of the mesh only.`,
          proxy: 'yes',
          count: variant.count,
        }
      : {
          ...take,
          proxy: variant.pod.labels.get('security.istio.io/tlsMode') === 'istio' ? 'yes' : 'no',
          count: variant.count,
        }
  }
  const proxy = inMesh === 'none' ? 'no' : inMesh === 'unknown' ? 'unknown' : 'yes'
  return { ...take, proxy, isTunnelled: inMesh === 'ambient', count: variant.count }
}

/** Who takes calls to one port of a Service: its running pods, or those of a subset, grouped. */
export function receiversOf(
  source: ReceiverSource,
  service: Service,
  port: ServicePort | undefined,
  subset?: Labels,
): readonly Receiver[] {
  if (service.externalName !== undefined) {
    const because = `${service.ref} is an alias for a name outside.`
    return [
      { mode: 'n/a', decidedBy: [service.ref], because, bypass: undefined, proxy: 'no', count: 1 },
    ]
  }
  const outside = source.view.workloadEntries
    .selected(service.namespace, service.selector)
    .filter((entry) => !subset || hasLabels(entry.labels, subset))
    .map((entry) => workloadEntryReceiver(source, entry, port && portOn(entry, port)))
  const inside = source.view.cluster.backends(service).flatMap(({ workload, pods }) => {
    const chosen = subset ? pods.filter((pod) => hasLabels(pod.labels, subset)) : pods
    return variantsOf(chosen, source.view).map((variant) =>
      receiverOf(source, workload, variant, port && targetPortOn(port, variant.pod), service, port),
    )
  })
  return [...inside, ...outside]
}

const portOn = ({ ports }: WorkloadEntry, { name, port, targetPort }: ServicePort): number =>
  ports.get(name ?? '') ?? (typeof targetPort === 'number' ? targetPort : port)

/** A workload outside the cluster takes what policies of its namespace say, if it speaks mutual TLS at all. */
function workloadEntryReceiver(
  { view }: ReceiverSource,
  entry: WorkloadEntry,
  port: number | undefined,
): Receiver {
  const base = { bypass: undefined, count: 1 }
  if (!entry.hasMeshTls) {
    const because = `${entry.ref} does not say that ${entry.address} has a proxy.`
    return { ...base, mode: 'n/a', decidedBy: [entry.ref], because, proxy: 'no' }
  }
  const { inbound } = view.governing(entry)
  if (inbound.era !== 'peer' || !inbound.readable(entry.namespace)) {
    const because = `${entry.ref} says that ${entry.address} speaks mutual TLS; its policies cannot be seen.`
    return { ...base, mode: 'unknown', decidedBy: ['unknown'], because, proxy: 'unknown' }
  }
  const { mode, by } = inbound.peers.decide(entry.namespace, entry.labels, port)
  const because =
    by === 'default'
      ? `${entry.ref} says that ${entry.address} speaks mutual TLS; plaintext is accepted by default.`
      : `${by} sets ${mode} for ${entry.ref}.`
  return { ...base, mode, decidedBy: [by], because, proxy: 'yes' }
}

/** The endpoints of a ServiceEntry that stands inside the mesh; those outside never get automatic mTLS. */
export function entryReceivers(
  source: ReceiverSource,
  entry: ServiceEntry,
  port: number | undefined,
): readonly Receiver[] {
  if (entry.location === 'outside' || isAllLoopback(entry)) {
    const because = `${entry.ref} stands outside the mesh.`
    return [
      { mode: 'n/a', decidedBy: [entry.ref], because, bypass: undefined, proxy: 'no', count: 1 },
    ]
  }
  if (entry.selector) {
    const named = entry.ports.find((p) => p.number === port)
    const target = named?.targetPort
    const outside = source.view.workloadEntries
      .selected(entry.namespace, entry.selector)
      .map((e) => workloadEntryReceiver(source, e, e.ports.get(named?.name ?? '') ?? target))
    const inside = source.view.cluster
      .select(entry.selector, entry.namespace)
      .flatMap(({ workload, pods }) =>
        variantsOf(pods, source.view).map((variant) =>
          receiverOf(source, workload, variant, target, undefined, undefined),
        ),
      )
    return [...inside, ...outside]
  }
  return entry.endpoints.map(
    (endpoint): Receiver => ({
      mode: endpoint.hasMeshTls ? 'unknown' : 'n/a',
      decidedBy: [entry.ref],
      because: endpoint.hasMeshTls
        ? `${entry.ref} says that ${endpoint.address} speaks mutual TLS; its policies cannot be seen.`
        : `${entry.ref} does not say that ${endpoint.address} has a proxy.`,
      bypass: undefined,
      proxy: endpoint.hasMeshTls ? 'unknown' : 'no',
      count: 1,
    }),
  )
}
