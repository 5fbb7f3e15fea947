import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { LabelIndex, type Labels } from '#lib/resources/label-selector.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { namespaceOf, sorted } from './objects.ts'
import { type OwnerMaps, workloadsOf } from './owners.ts'
import type { Pod } from './pod.ts'
import { parseService, type Service } from './service.ts'
import type { Workload } from './workload.ts'

const KINDS = {
  Pod: 'core/pods',
  Service: 'core/services',
  Deployment: 'apps/deployments',
  ReplicaSet: 'apps/replicasets',
  StatefulSet: 'apps/statefulsets',
  DaemonSet: 'apps/daemonsets',
  ReplicationController: 'core/replicationcontrollers',
  Job: 'batch/jobs',
  CronJob: 'batch/cronjobs',
} as const

export const NAMESPACED_KINDS: readonly string[] = Object.values(KINDS)

type Maps = OwnerMaps & { readonly Service: ReadonlyMap<string, KubernetesObject> }

/** Pods of one workload behind a Service; `pods` is empty where only the template matches. */
export type Backend = { readonly workload: Workload; readonly pods: readonly Pod[] }

/** Workloads and Services of one namespace, joined. Rebuilt only when an object of these kinds changed in it. */
export type NamespaceView = {
  readonly name: string
  readonly maps: Maps
  readonly workloads: readonly Workload[]
  readonly services: readonly Service[]
  readonly service: (name: string) => Service | undefined
  readonly backends: (service: Service) => readonly Backend[]
  readonly servicesOf: (workload: Workload) => readonly Service[]
  /** Workloads of which a pod, or else the template, carries all these labels. */
  readonly select: (labels: Labels) => readonly Backend[]
}

type Selectable = {
  readonly labels: Labels
  readonly workload: Workload
  readonly pod: Pod | undefined
}

function gather(items: readonly Selectable[]): readonly Backend[] {
  const found = new Map<Workload, Pod[]>()
  for (const { workload, pod } of items) {
    const pods = found.get(workload) ?? []
    if (pod) pods.push(pod)
    found.set(workload, pods)
  }
  return [...found].map(([workload, pods]) => ({ workload, pods }))
}

export function namespaceView(
  snapshot: Snapshot,
  name: string,
  previous: NamespaceView | undefined,
): NamespaceView {
  const maps = Object.fromEntries(
    Object.entries(KINDS).map(([kind, id]) => [kind, namespaceOf(snapshot, id, name)]),
  ) as Maps
  if (previous && Object.keys(KINDS).every((k) => same(previous.maps, maps, k as keyof Maps)))
    return previous

  const workloads = workloadsOf(name, maps)
  const services = sorted(maps.Service).map(parseService)
  const byName = new Map(services.map((s) => [s.name, s]))
  const index = new LabelIndex<Selectable>(
    workloads.flatMap((workload): Selectable[] =>
      workload.pods.length > 0
        ? workload.pods.map((pod) => ({ labels: pod.labels, workload, pod }))
        : workload.template
          ? [{ labels: workload.template.labels, workload, pod: undefined }]
          : [],
    ),
    (item) => item.labels,
  )
  const backends = new Map<Service, readonly Backend[]>()
  const servicesOf = new Map<Workload, Service[]>()
  for (const service of services) {
    const found = service.selector ? gather(index.select(service.selector)) : []
    backends.set(service, found)
    for (const { workload } of found) {
      const known = servicesOf.get(workload)
      if (known) known.push(service)
      else servicesOf.set(workload, [service])
    }
  }
  return {
    name,
    maps,
    workloads,
    services,
    service: (service) => byName.get(service),
    backends: (service) => backends.get(service) ?? [],
    servicesOf: (workload) => servicesOf.get(workload) ?? [],
    select: (labels) => gather(index.select(labels)),
  }
}

const same = (a: Maps, b: Maps, kind: keyof Maps) =>
  a[kind] === b[kind] || (a[kind].size === 0 && b[kind].size === 0)
