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

/**
 * Workloads and Services of one namespace, joined. Rebuilt only when an object of these kinds changed in it, and
 * what comes out as it was keeps its identity: a workload, the list of them, who is behind a Service.
 */
export type NamespaceView = {
  readonly name: string
  readonly maps: Maps
  readonly labels: Labels
  readonly workloads: readonly Workload[]
  readonly services: readonly Service[]
  readonly service: (name: string) => Service | undefined
  readonly workload: (id: string) => Workload | undefined
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

const NO_BACKENDS: readonly Backend[] = []
const NO_SERVICES: readonly Service[] = []

function gather(items: readonly Selectable[]): readonly Backend[] {
  const found = new Map<Workload, Pod[]>()
  for (const { workload, pod } of items) {
    const pods = found.get(workload) ?? []
    if (pod) pods.push(pod)
    found.set(workload, pods)
  }
  // All of its pods in their order are its own list: answers about that are known already.
  return [...found].map(([workload, pods]) => ({
    workload,
    pods: keepList(workload.pods, pods),
  }))
}

/** The old list where each entry is the old one. */
export function keepList<T>(
  before: readonly T[] | undefined,
  now: readonly T[],
  isSame: (a: T, b: T) => boolean = Object.is,
): readonly T[] {
  if (!before || before.length !== now.length) return now
  for (const [i, entry] of now.entries()) if (!isSame(before[i] as T, entry)) return now
  return before
}

/** The old workload where nothing about it changed; lists of pods are compared one by one. */
function keepWorkload(before: Workload | undefined, now: Workload): Workload {
  if (!before) return now
  const pods = keepList(before.pods, now.pods)
  if (
    pods === before.pods &&
    before.kind === now.kind &&
    before.object === now.object &&
    before.template === now.template &&
    before.replicas === now.replicas
  )
    return before
  return pods === now.pods ? now : { ...now, pods }
}

const sameBackend = (a: Backend, b: Backend) =>
  a.workload === b.workload && keepList(a.pods, b.pods) === a.pods

/**
 * @param labels of the Namespace itself: they decide how a mesh sees the pods, so other labels make everything
 * in it anew
 */
export function namespaceView(
  snapshot: Snapshot,
  name: string,
  labels: Labels,
  previous: NamespaceView | undefined,
): NamespaceView {
  const maps = Object.fromEntries(
    Object.entries(KINDS).map(([kind, id]) => [kind, namespaceOf(snapshot, id, name)]),
  ) as Maps
  const before = previous && sameLabels(previous.labels, labels) ? previous : undefined
  if (before && Object.keys(KINDS).every((k) => same(before.maps, maps, k as keyof Maps)))
    return before

  const workloads = keepList(
    before?.workloads,
    workloadsOf(name, maps).map((now) => keepWorkload(before?.workload(now.id), now)),
  )
  const services = keepList(before?.services, sorted(maps.Service).map(parseService))
  const byName = new Map(services.map((s) => [s.name, s]))
  const byId = new Map(workloads.map((w) => [w.id, w]))
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
  const backends = new Map<string, readonly Backend[]>()
  const servicesOf = new Map<string, Service[]>()
  for (const service of services) {
    const selected = service.selector ? gather(index.select(service.selector)) : NO_BACKENDS
    const found = keepList(before?.backends(service), selected, sameBackend)
    backends.set(service.name, found)
    for (const { workload } of found) {
      const known = servicesOf.get(workload.id)
      if (known) known.push(service)
      else servicesOf.set(workload.id, [service])
    }
  }
  const kept = new Map(
    workloads.flatMap((w) => {
      const own = servicesOf.get(w.id)
      return own ? [[w.id, keepList(before?.servicesOf(w), own)] as const] : []
    }),
  )
  return {
    name,
    maps,
    labels: before?.labels ?? labels,
    workloads,
    services,
    service: (service) => byName.get(service),
    workload: (id) => byId.get(id),
    backends: (service) => backends.get(service.name) ?? NO_BACKENDS,
    servicesOf: (workload) => kept.get(workload.id) ?? NO_SERVICES,
    select: (wanted) => gather(index.select(wanted)),
  }
}

const same = (a: Maps, b: Maps, kind: keyof Maps) =>
  a[kind] === b[kind] || (a[kind].size === 0 && b[kind].size === 0)

function sameLabels(a: Labels, b: Labels): boolean {
  if (a === b) return true
  if (a.size !== b.size) return false
  for (const [key, value] of a) if (b.get(key) !== value) return false
  return true
}
