import type { ServicePosture } from '#lib/model/inbound.ts'
import type { Contribution, MeshModel } from '#lib/model/mesh-model.ts'
import type { Service } from '#lib/model/service.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { GraphNode } from './graph.ts'
import { serviceId } from './node-id.ts'

type Draft = Omit<GraphNode, 'findings'>

const refsAmong = (deciders: readonly string[]): readonly Ref[] =>
  deciders.filter((d) => d.includes('/'))

function acceptsOf(posture: ServicePosture | undefined): GraphNode['accepts'] {
  if (!posture) return undefined
  const modes = new Set(posture.ports.map((p) => p.mode))
  const [only] = modes
  const mode = modes.size > 1 ? 'mixed' : (only ?? posture.mode)
  return { mode, decidedBy: refsAmong(posture.decidedBy), because: posture.because }
}

function serviceNode(
  model: MeshModel,
  service: Service,
  posture: ServicePosture | undefined,
): Draft {
  const backends = model.cluster.backends(service)
  const versions = new Set(
    backends.flatMap(({ workload, pods }) =>
      (pods.length > 0 ? pods : workload.template ? [workload.template] : []).flatMap(
        (pod) => pod.labels.get('version') ?? [],
      ),
    ),
  )
  const accepts = acceptsOf(posture)
  return {
    id: serviceId(service),
    kind: 'service',
    name: service.name,
    namespace: service.namespace,
    ports: [...new Set(service.ports.map((p) => p.port))],
    ...(service.addresses.length > 0 ? { address: service.addresses } : {}),
    ...(service.externalName ? { hosts: [service.externalName] } : {}),
    ...(versions.size > 0 ? { versions: [...versions].sort() } : {}),
    ...(accepts ? { accepts } : {}),
    resources: [service.ref],
  }
}

function workloadFacts(
  model: MeshModel,
  workload: Workload,
  contributions: readonly Contribution[],
) {
  const { inMesh, variants } = model.workload(workload)
  const mesh = variants.find((v) => v.membership.mesh)?.membership.mesh
  const bypasses = variants.flatMap((v) => v.membership.bypasses)
  const pod = samplePod(workload)
  const version = pod?.labels.get('version')
  return {
    name: workload.name,
    namespace: workload.namespace,
    ...(mesh ? { mesh } : {}),
    inMesh,
    pods: workload.pods.map((p) => p.facts),
    ...(workload.replicas === undefined ? {} : { replicas: workload.replicas }),
    ...(version ? { versions: [version] } : {}),
    ...(bypasses.length > 0 ? { bypasses } : {}),
    ...(pod ? { serviceAccount: pod.serviceAccount } : {}),
    badges: [...new Set(contributions.flatMap((c) => c.badges(workload)))],
  }
}

/** Everything that exists: Services, workloads, gateways, entries and Ingresses; what edges add comes later. */
export function nodesOf(model: MeshModel): ReadonlyMap<string, Draft> {
  const contributions = [...model.contributions.values()]
  const nodes = new Map<string, Draft>()
  const add = (node: Draft) => nodes.set(node.id, node)
  const taken = new Set<string>()
  const absorbed = new Set<Service>()
  for (const { gateways } of contributions)
    for (const gateway of gateways) {
      taken.add(gateway.workload.id)
      const address = [...new Set(gateway.services.flatMap((s) => s.addresses))]
      // A Service that also has other pods behind it stays a node of its own.
      const own = gateway.services.filter((s) =>
        model.cluster.backends(s).every(({ workload }) => workload.id === gateway.workload.id),
      )
      for (const service of own) absorbed.add(service)
      add({
        id: gateway.id,
        kind: 'gateway',
        ...workloadFacts(model, gateway.workload, []),
        ports: [...new Set(gateway.services.flatMap((s) => s.ports.map((p) => p.port)))],
        ...(address.length > 0 ? { address } : {}),
        listeners: gateway.listeners,
        badges: [...new Set(gateway.badges)],
        resources: [...new Set(gateway.resources)],
      })
    }
  const postures = new Map(
    contributions.flatMap((c) => c.services.map((p) => [p.service, p] as const)),
  )
  for (const service of model.cluster.services())
    if (!absorbed.has(service)) add(serviceNode(model, service, postures.get(service)))
  for (const workload of model.cluster.workloads())
    if (!taken.has(workload.id))
      add({
        id: workload.id,
        kind: 'workload',
        ...workloadFacts(model, workload, contributions),
        resources: [workload.ref],
      })
  for (const { entries, ingresses } of contributions) {
    for (const { id, ref, namespace, name, hosts, ports, endpoints } of entries)
      add({ id, kind: 'entry', name, namespace, hosts, ports, endpoints, resources: [ref] })
    for (const { id, ref, namespace, name, hosts, controller, badges } of ingresses)
      add({
        id,
        kind: 'ingress',
        name,
        namespace,
        hosts,
        ...(controller ? { controller } : {}),
        badges,
        resources: [ref],
      })
  }
  return nodes
}
