import { explainersOf } from '#lib/meshes/explain.ts'
import type { AppliedPolicy, LadderStep } from '#lib/model/explain.ts'
import type { WorkloadPosture } from '#lib/model/inbound.ts'
import type { Bypass, InMesh, Membership } from '#lib/model/membership.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { Decider, InboundMode } from '#lib/model/mtls-report.ts'
import type { PodFacts } from '#lib/model/pod.ts'
import { targetPortOn } from '#lib/model/service.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { serviceId } from '../node-id.ts'
import { nodeOfWorkload } from './node-of.ts'
import { inScope, type ReportScope } from './scope.ts'

/** Pods of one workload that a mesh sees alike: what was asked for, and what they are. */
export type MembershipRow = {
  readonly inMesh: InMesh
  readonly pods: number
  readonly asked: Membership['injection']
  /** What was asked for is what runs; absent where nothing runs. */
  readonly agrees?: boolean
  readonly evidence: string
  readonly revision?: string
  readonly proxyVersion?: string
}

export type WorkloadRow = {
  readonly id: string
  readonly resource: Ref
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** The outermost owner of the pods; `read` is false where its kind is not read and only its name is known. */
  readonly owner: { readonly resource: Ref; readonly read: boolean }
  readonly replicas?: number
  readonly pods: readonly PodFacts[]
  readonly mesh?: string
  readonly inMesh: InMesh
  readonly memberships: readonly MembershipRow[]
  readonly bypasses: readonly Bypass[]
  readonly services: readonly {
    readonly id: string
    readonly resource: Ref
    readonly ports: readonly { readonly port: number; readonly target?: number }[]
  }[]
  /** By port of the workload; a row without port for one that no Service names. */
  readonly inbound: readonly {
    readonly port?: number
    readonly mode: InboundMode
    readonly decidedBy: readonly Decider[]
    readonly because: string
    readonly bypass?: string
    readonly ladder: readonly LadderStep[]
  }[]
  readonly identity: {
    readonly serviceAccount: string
    readonly trustDomain: string
    /** Absent where no proxy carries it. */
    readonly principal?: string
  }
  readonly policies: readonly AppliedPolicy[]
}

const HAS_IDENTITY = new Set<InMesh>([
  'sidecar',
  'native-sidecar',
  'gateway',
  'ambient',
  'waypoint',
])
const RUNS = new Set<InMesh>(['sidecar', 'native-sidecar', 'ambient'])

/** A proxy that nobody asked for is no quarrel: it may have been put in by hand. */
function agrees({ inMesh, injection }: Membership): boolean | undefined {
  if (inMesh === 'unknown') return undefined
  if (injection === 'asked') return inMesh !== 'none'
  return injection === 'opted-out' || injection === 'not-injectable' ? !RUNS.has(inMesh) : true
}

function memberships(model: MeshModel, workload: Workload): readonly MembershipRow[] {
  const pods = workload.pods.length > 0 ? workload.pods : [samplePod(workload)]
  const found = new Map<string, MembershipRow>()
  for (const pod of pods) {
    if (!pod) continue
    const membership = model.membership(pod)
    const { inMesh, injection, evidence, revision, proxyVersion } = membership
    const key = JSON.stringify([inMesh, injection, revision, proxyVersion])
    const known = found.get(key)
    const agreed = agrees(membership)
    found.set(key, {
      inMesh,
      pods: (known?.pods ?? 0) + (pod.isTemplate ? 0 : 1),
      asked: injection,
      ...(agreed === undefined ? {} : { agrees: agreed }),
      evidence,
      ...(revision === undefined ? {} : { revision }),
      ...(proxyVersion === undefined ? {} : { proxyVersion }),
    })
  }
  return [...found.values()].sort((a, b) => b.pods - a.pods)
}

/** Every workload with its proxies, its Services, what its ports take and by which steps. */
export function workloadsReport(model: MeshModel, scope: ReportScope = {}): readonly WorkloadRow[] {
  const contributions = [...model.contributions.values()]
  const explainers = explainersOf(model)
  const nodeOf = nodeOfWorkload(model)
  const postures = new Map<string, WorkloadPosture[]>()
  for (const { workloads } of contributions)
    for (const posture of workloads) addTo(postures, posture.workload.id, posture)
  const installations = contributions.flatMap((c) => c.installations)
  const out: WorkloadRow[] = []
  for (const workload of model.cluster.workloads()) {
    const id = nodeOf(workload)
    if (!inScope(scope, workload.namespace, id, workload.id)) continue
    const pod = samplePod(workload)
    const { inMesh, variants } = model.workload(workload)
    const mesh = variants.find((v) => v.membership.mesh)?.membership.mesh
    const explainer = explainers.get(mesh ?? 'istio')
    const trustDomain =
      installations.find((i) => i.mesh === mesh)?.trustDomain.value ??
      installations[0]?.trustDomain.value ??
      'unknown'
    const serviceAccount = pod?.serviceAccount ?? 'default'
    const ports = postures.get(workload.id) ?? []
    const bypasses = new Map(
      variants.flatMap((v) => v.membership.bypasses.map((b) => [JSON.stringify(b), b] as const)),
    )
    out.push({
      id,
      resource: workload.ref,
      kind: workload.kind,
      namespace: workload.namespace,
      name: workload.name,
      owner: {
        resource: workload.ref,
        read: workload.object !== undefined || workload.kind === 'Pod',
      },
      ...(workload.replicas === undefined ? {} : { replicas: workload.replicas }),
      pods: workload.pods.map((p) => p.facts),
      ...(mesh ? { mesh } : {}),
      inMesh: workload.pods.length > 0 ? inMesh : 'unknown',
      memberships: memberships(model, workload),
      bypasses: [...bypasses.values()],
      services: model.cluster.servicesOf(workload).map((service) => ({
        id: serviceId(service),
        resource: service.ref,
        ports: service.ports.map((port) => {
          const target = pod && targetPortOn(port, pod)
          return { port: port.port, ...(target === undefined ? {} : { target }) }
        }),
      })),
      inbound: ports.map(({ port, mode, decidedBy, because, bypass }) => ({
        port,
        mode,
        decidedBy,
        because,
        ...(bypass === undefined ? {} : { bypass }),
        ladder: explainer?.ladder?.(workload, port) ?? [],
      })),
      identity: {
        serviceAccount,
        trustDomain,
        ...(HAS_IDENTITY.has(inMesh) && trustDomain !== 'unknown'
          ? { principal: `spiffe://${trustDomain}/ns/${workload.namespace}/sa/${serviceAccount}` }
          : {}),
      },
      policies: mesh ? (explainer?.policies?.(workload) ?? []) : [],
    })
  }
  return out.sort((a, b) => (a.id < b.id ? -1 : 1))
}
