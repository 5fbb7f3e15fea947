import type { Memory, Source } from '#lib/incremental/memory.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { Cluster, ClusterView } from './cluster.ts'
import type { NamespaceView } from './namespace-view.ts'

/**
 * The cluster of the moment as derivations see it: whatever asks for a workload, a Service or who is behind it
 * depends on just that, not on its neighbours.
 */
export class WatchedCluster {
  #current: ClusterView
  readonly #names: Source
  readonly #labels: Source
  readonly #services: Source
  readonly #serviceList: Source
  readonly #workloads: Source
  readonly #workloadList: Source
  readonly #backends: Source
  readonly #servicesOf: Source
  readonly cluster: Cluster

  constructor(memory: Memory, snapshot: Snapshot, current: ClusterView) {
    this.#current = current
    this.#names = memory.source()
    this.#labels = memory.source()
    this.#services = memory.source()
    this.#serviceList = memory.source()
    this.#workloads = memory.source()
    this.#workloadList = memory.source()
    this.#backends = memory.source()
    this.#servicesOf = memory.source()
    const names = () => {
      this.#names.read('')
      return this.#current.namespaceNames()
    }
    const workloadsIn = (namespace: string) => {
      this.#workloadList.read(namespace)
      return this.#current.workloadsIn(namespace)
    }
    const servicesIn = (namespace: string) => {
      this.#serviceList.read(namespace)
      return this.#current.servicesIn(namespace)
    }
    this.cluster = {
      snapshot,
      namespaceNames: names,
      namespaceLabels: (namespace) => {
        this.#labels.read(namespace)
        return this.#current.namespaceLabels(namespace)
      },
      service: (namespace, name) => {
        this.#services.read(`${namespace}/${name}`)
        return this.#current.service(namespace, name)
      },
      workload: (namespace, id) => {
        this.#workloads.read(id)
        return this.#current.workload(namespace, id)
      },
      backends: (service) => {
        this.#backends.read(`${service.namespace}/${service.name}`)
        return this.#current.backends(service)
      },
      servicesOf: (workload) => {
        this.#servicesOf.read(workload.id)
        return this.#current.servicesOf(workload)
      },
      workloadsIn,
      servicesIn,
      *workloads() {
        for (const name of names()) yield* workloadsIn(name)
      },
      *services() {
        for (const name of names()) yield* servicesIn(name)
      },
      select: (labels, namespace) => {
        for (const name of namespace === undefined ? names() : [namespace]) workloadsIn(name)
        return this.#current.select(labels, namespace)
      },
    }
  }

  /** Takes the next cluster; whoever read what differs is told. */
  move(next: ClusterView): void {
    const before = this.#current
    this.#current = next
    const names = next.namespaceNames()
    if (before.namespaceNames() !== names) this.#names.changed('')
    for (const name of this.#labels.keys())
      if (before.namespaceLabels(name) !== next.namespaceLabels(name)) this.#labels.changed(name)
    if (before.namespaces === next.namespaces) return
    for (const name of new Set([...before.namespaceNames(), ...names]))
      this.#moveNamespace(before.namespaces.get(name), next.namespaces.get(name))
  }

  #moveNamespace(before: NamespaceView | undefined, next: NamespaceView | undefined): void {
    if (before === next) return
    const namespace = (before ?? next)?.name ?? ''
    if (before?.workloads !== next?.workloads) this.#workloadList.changed(namespace)
    if (before?.services !== next?.services) this.#serviceList.changed(namespace)
    const ids = new Set<string>()
    const services = new Set<string>()
    for (const view of [before, next]) {
      for (const { id } of view?.workloads ?? []) ids.add(id)
      for (const { name } of view?.services ?? []) services.add(name)
    }
    for (const id of ids) {
      const [old, now] = [before?.workload(id), next?.workload(id)]
      if (old !== now) this.#workloads.changed(id)
      if ((old && before?.servicesOf(old)) !== (now && next?.servicesOf(now)))
        this.#servicesOf.changed(id)
    }
    for (const name of services) {
      const [old, now] = [before?.service(name), next?.service(name)]
      const key = `${namespace}/${name}`
      if (old !== now) this.#services.changed(key)
      if ((old && before?.backends(old)) !== (now && next?.backends(now)))
        this.#backends.changed(key)
    }
  }
}
