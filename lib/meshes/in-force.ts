import type { InForce } from '#lib/model/in-force.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { Pod } from '#lib/model/pod.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { IstioContribution } from './istio/contribute.ts'
import { inForceFor } from './istio/explain/in-force.ts'

export type InForceReport = {
  /** `none` where no proxy of a mesh reads configuration. */
  readonly mesh: string
  readonly inMesh: string
  /** The pod that was asked for; alike pods are told the same. */
  readonly pod: string
  readonly facts?: InForce
}

/** What the proxy of a workload, or of a pod, is told. `undefined` where there is no such workload. */
export function inForceOf(
  model: MeshModel,
  kind: string,
  namespace: string,
  name: string,
): InForceReport | undefined {
  const pod = podOf(model, kind, namespace, name)
  if (!pod) return undefined
  const { inMesh, mesh } = model.membership(pod)
  const base = { inMesh, pod: pod.name }
  const istio = model.contributions.get('istio') as IstioContribution | undefined
  if (mesh !== 'istio' || !istio || inMesh === 'none' || inMesh === 'unknown')
    return { ...base, mesh: mesh ?? 'none' }
  return { ...base, mesh, facts: inForceFor(istio.view, pod) }
}

function podOf(model: MeshModel, kind: string, namespace: string, name: string): Pod | undefined {
  const ref: Ref = `${kind}/${namespace}/${name}`
  for (const workload of model.cluster.workloadsIn(namespace)) {
    if (workload.ref === ref) return firstInMesh(model, workload)
    const own = kind === 'Pod' && workload.pods.find((pod) => pod.name === name)
    if (own) return own
  }
  return undefined
}

/** Pods of one workload may differ while a roll-out goes on: one that has a proxy can be told something. */
const firstInMesh = (model: MeshModel, workload: Workload): Pod | undefined =>
  workload.pods.find((pod) => model.membership(pod).mesh !== undefined) ?? samplePod(workload)
