import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { formatRef, type Ref } from '#lib/resources/reference.ts'
import type { Pod } from './pod.ts'

/** What runs pods: the outermost owner that the cluster names, or a pod of its own. */
export type Workload = {
  readonly id: string
  readonly ref: Ref
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** Absent for owners of kinds that are not read (a Rollout, an operator's own kind). */
  readonly object: KubernetesObject | undefined
  readonly template: Pod | undefined
  /** Pods that still run; finished ones of Jobs are left out. By name. */
  readonly pods: readonly Pod[]
  readonly replicas: number | undefined
}

export const workloadRef = (kind: string, namespace: string, name: string): Ref =>
  formatRef(kind, namespace, name)

export const workloadId = (kind: string, namespace: string, name: string): string =>
  `workload:${namespace}/${kind}/${name}`

/** A pod to reason with where none runs: the template. */
export const samplePod = (workload: Workload): Pod | undefined =>
  workload.pods[0] ?? workload.template
