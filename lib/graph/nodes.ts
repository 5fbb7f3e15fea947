import type { ServicePosture } from '#lib/model/inbound.ts'
import type { Contribution, MeshModel } from '#lib/model/mesh-model.ts'
import type { Service } from '#lib/model/service.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { GraphNode } from './graph.ts'
import { serviceId } from './node-id.ts'

export type Draft = Omit<GraphNode, 'findings'>

const refsAmong = (deciders: readonly string[]): readonly Ref[] =>
  deciders.filter((d) => d.includes('/'))

function acceptsOf(posture: ServicePosture | undefined): GraphNode['accepts'] {
  if (!posture) return undefined
  const modes = new Set(posture.ports.map((p) => p.mode))
  const [only] = modes
  const mode = modes.size > 1 ? 'mixed' : (only ?? posture.mode)
  return { mode, decidedBy: refsAmong(posture.decidedBy), because: posture.because }
}

/** The last mesh that says something about the Service counts. */
export const postureOf = (model: MeshModel, service: Service): ServicePosture | undefined =>
  [...model.contributions.values()]
    .map((c) =>
      c.posture ? c.posture(service) : c.services.find((p) => p.service.ref === service.ref),
    )
    .findLast((posture) => posture !== undefined)

export function serviceNode(model: MeshModel, service: Service): Draft {
  const backends = model.cluster.backends(service)
  const versions = new Set(
    backends.flatMap(({ workload, pods }) =>
      (pods.length > 0 ? pods : workload.template ? [workload.template] : []).flatMap(
        (pod) => pod.labels.get('version') ?? [],
      ),
    ),
  )
  const accepts = acceptsOf(postureOf(model, service))
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

export const workloadNode = (model: MeshModel, workload: Workload): Draft => ({
  id: workload.id,
  kind: 'workload',
  ...workloadFacts(model, workload, [...model.contributions.values()]),
  resources: [workload.ref],
})

/** Gateways stand for their workloads, and for the Services that lead to them only. */
export type Gateways = {
  readonly drafts: readonly Draft[]
  readonly workloads: ReadonlySet<string>
  readonly services: ReadonlySet<Ref>
}

export function gatewayNodes(model: MeshModel): Gateways {
  const drafts: Draft[] = []
  const workloads = new Set<string>()
  const absorbed = new Set<Ref>()
  for (const { gateways } of model.contributions.values())
    for (const gateway of gateways) {
      workloads.add(gateway.workload.id)
      const address = [...new Set(gateway.services.flatMap((s) => s.addresses))]
      // A Service that also has other pods behind it stays a node of its own.
      const own = gateway.services.filter((s) =>
        model.cluster.backends(s).every(({ workload }) => workload.id === gateway.workload.id),
      )
      for (const service of own) absorbed.add(service.ref)
      drafts.push({
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
  return { drafts, workloads, services: absorbed }
}

/** Names that configuration brings in, and Ingresses. */
export function entryNodes(model: MeshModel): readonly Draft[] {
  const drafts: Draft[] = []
  for (const { entries, ingresses } of model.contributions.values()) {
    for (const { id, ref, namespace, name, hosts, ports, endpoints } of entries)
      drafts.push({
        id,
        kind: 'entry',
        name,
        namespace,
        hosts,
        ports,
        endpoints,
        resources: [ref],
      })
    for (const { id, ref, namespace, name, hosts, controller, badges } of ingresses)
      drafts.push({
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
  return drafts
}
