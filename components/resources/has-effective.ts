import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'ReplicaSet', 'Pod']

/** Objects that configuration applies to. */
export const isApplied = ({ kind }: Pick<KubernetesObject, 'kind'>): boolean =>
  kind === 'Service' || WORKLOADS.includes(kind)

/** Objects of configuration: they decide something elsewhere. */
export const isConfiguration = ({ apiVersion }: Pick<KubernetesObject, 'apiVersion'>): boolean =>
  /(^|\.)istio\.io\/|^gateway\.networking\.k8s\.io\/|^networking\.k8s\.io\//.test(apiVersion)

export const hasEffective = (object: Pick<KubernetesObject, 'kind' | 'apiVersion'>): boolean =>
  isApplied(object) || isConfiguration(object)
