import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'ReplicaSet', 'Pod']

/** Objects that configuration applies to; others are configuration themselves. */
export const hasEffective = ({ kind }: KubernetesObject): boolean =>
  kind === 'Service' || WORKLOADS.includes(kind)
