import { textMap } from '#lib/resources/field.ts'
import type { Labels } from '#lib/resources/label-selector.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import {
  type Backend,
  keepList,
  NAMESPACED_KINDS,
  type NamespaceView,
  namespaceView,
} from './namespace-view.ts'
import type { Service } from './service.ts'
import type { Workload } from './workload.ts'

/** Kubernetes' own part of the picture, before any mesh: workloads, Services and who is behind them. */
export type Cluster = {
  readonly snapshot: Snapshot
  /** Those that hold something, in order. */
  readonly namespaceNames: () => readonly string[]
  readonly namespaceLabels: (namespace: string) => Labels
  readonly service: (namespace: string, name: string) => Service | undefined
  readonly workload: (namespace: string, id: string) => Workload | undefined
  readonly backends: (service: Service) => readonly Backend[]
  readonly servicesOf: (workload: Workload) => readonly Service[]
  readonly workloadsIn: (namespace: string) => readonly Workload[]
  readonly servicesIn: (namespace: string) => readonly Service[]
  readonly workloads: () => Iterable<Workload>
  readonly services: () => Iterable<Service>
  /** Workloads with these labels in one namespace or, without one, in all. */
  readonly select: (labels: Labels, namespace?: string) => readonly Backend[]
}

/** A cluster that was read off one snapshot. */
export type ClusterView = Cluster & {
  /** By name, in order. */
  readonly namespaces: ReadonlyMap<string, NamespaceView>
}

const NO_LABELS: Labels = new Map()

export const clusterOf = (snapshot: Snapshot, previous?: ClusterView): ClusterView =>
  new ClusterReading(snapshot, previous).finish()

/** A cluster that is being read, namespace by namespace. */
export class ClusterReading {
  readonly snapshot: Snapshot
  readonly #previous: ClusterView | undefined
  readonly #read = new Map<string, NamespaceView>()

  constructor(snapshot: Snapshot, previous: ClusterView | undefined) {
    this.snapshot = snapshot
    this.#previous = previous
  }

  /**
   * Reads what is left of it.
   *
   * @param pause called after each namespace; where it throws, the next call goes on from there
   */
  finish(pause: () => void = () => {}): ClusterView {
    const [snapshot, previous] = [this.snapshot, this.#previous]
    const isHeld = (kind: string) =>
      snapshot.kinds.get(kind)?.namespaces === previous?.snapshot.kinds.get(kind)?.namespaces
    if (previous && [...NAMESPACED_KINDS, 'core/namespaces'].every(isHeld))
      return over(snapshot, previous.namespaces, previous.namespaceNames())
    const found = new Set<string>()
    for (const kind of NAMESPACED_KINDS)
      for (const [name, objects] of snapshot.kinds.get(kind)?.namespaces ?? [])
        if (objects.size > 0) found.add(name)
    const names = keepList(previous?.namespaceNames(), [...found].sort())
    for (const name of names) {
      if (this.#read.has(name)) continue
      const before = previous?.namespaces.get(name)
      const view = namespaceView(snapshot, name, labelsOf(snapshot, name), before)
      this.#read.set(name, view)
      if (view !== before) pause()
    }
    return over(snapshot, this.#read, names)
  }
}

function labelsOf(snapshot: Snapshot, namespace: string): Labels {
  const object = snapshot.kinds.get('core/namespaces')?.namespaces.get('')?.get(namespace)
  return object ? textMap(object.metadata.labels) : NO_LABELS
}

const over = (
  snapshot: Snapshot,
  namespaces: ReadonlyMap<string, NamespaceView>,
  names: readonly string[],
): ClusterView => ({
  snapshot,
  namespaces,
  namespaceNames: () => names,
  namespaceLabels: (name) => namespaces.get(name)?.labels ?? labelsOf(snapshot, name),
  service: (namespace, name) => namespaces.get(namespace)?.service(name),
  workload: (namespace, id) => namespaces.get(namespace)?.workload(id),
  backends: (service) => namespaces.get(service.namespace)?.backends(service) ?? [],
  servicesOf: (workload) => namespaces.get(workload.namespace)?.servicesOf(workload) ?? [],
  workloadsIn: (namespace) => namespaces.get(namespace)?.workloads ?? [],
  servicesIn: (namespace) => namespaces.get(namespace)?.services ?? [],
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
})
