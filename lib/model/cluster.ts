import { textMap } from '#lib/resources/field.ts'
import type { Labels } from '#lib/resources/label-selector.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import {
  type Backend,
  NAMESPACED_KINDS,
  type NamespaceView,
  namespaceView,
} from './namespace-view.ts'
import type { Service } from './service.ts'
import type { Workload } from './workload.ts'

/** Kubernetes' own part of the picture, before any mesh: workloads, Services and who is behind them. */
export type Cluster = {
  readonly snapshot: Snapshot
  /** By name, in order. */
  readonly namespaces: ReadonlyMap<string, NamespaceView>
  readonly namespaceLabels: (namespace: string) => Labels
  readonly service: (namespace: string, name: string) => Service | undefined
  readonly backends: (service: Service) => readonly Backend[]
  readonly servicesOf: (workload: Workload) => readonly Service[]
  readonly workloads: () => Iterable<Workload>
  readonly services: () => Iterable<Service>
  /** Workloads with these labels in one namespace or, without one, in all. */
  readonly select: (labels: Labels, namespace?: string) => readonly Backend[]
}

const NO_LABELS: Labels = new Map()

export function clusterOf(snapshot: Snapshot, previous?: Cluster): Cluster {
  const names = new Set<string>()
  for (const kind of NAMESPACED_KINDS)
    for (const [name, objects] of snapshot.kinds.get(kind)?.namespaces ?? [])
      if (objects.size > 0) names.add(name)
  const namespaces = new Map(
    [...names]
      .sort()
      .map((name) => [name, namespaceView(snapshot, name, previous?.namespaces.get(name))]),
  )
  const objects = snapshot.kinds.get('core/namespaces')?.namespaces.get('')
  return {
    snapshot,
    namespaces,
    namespaceLabels: (name) => {
      const object = objects?.get(name)
      return object ? textMap(object.metadata.labels) : NO_LABELS
    },
    service: (namespace, name) => namespaces.get(namespace)?.service(name),
    backends: (service) => namespaces.get(service.namespace)?.backends(service) ?? [],
    servicesOf: (workload) => namespaces.get(workload.namespace)?.servicesOf(workload) ?? [],
    *workloads() {
      for (const view of namespaces.values()) yield* view.workloads
    },
    *services() {
      for (const view of namespaces.values()) yield* view.services
    },
    select: (labels, namespace) =>
      namespace === undefined
        ? [...namespaces.values()].flatMap((view) => view.select(labels))
        : (namespaces.get(namespace)?.select(labels) ?? []),
  }
}
