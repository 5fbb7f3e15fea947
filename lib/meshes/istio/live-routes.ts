import type { Memory, Source } from '#lib/incremental/memory.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { isWildcard } from './hosts.ts'
import { VIRTUAL_SERVICES } from './kinds.ts'
import { readVirtualServices, type VirtualService } from './virtual-service.ts'

type Namespaces = ReadonlyMap<string, ReadonlyMap<string, KubernetesObject>>
const NONE: Namespaces = new Map()

/** A host without the cluster's domain, which decides nothing here: one more look is all that it may cost. */
const withoutDomain = (host: string): string => {
  const at = host.indexOf('.svc.')
  return at < 0 ? host : host.slice(0, at)
}

/**
 * Which answers about VirtualServices hang on which of them: by called host, by gateway, by name. A weight that
 * changes in one touches the hosts and gateways that it names and no others.
 */
export class LiveRoutes {
  readonly #host: Source
  readonly #gateway: Source
  readonly #name: Source
  readonly #hosts: Source
  #before: Namespaces = NONE

  constructor(memory: Memory) {
    this.#host = memory.source()
    this.#gateway = memory.source()
    this.#name = memory.source()
    this.#hosts = memory.source()
  }

  readHost(host: string): void {
    this.#host.read(withoutDomain(host))
  }

  readGateway(gateway: string): void {
    this.#gateway.read(gateway)
  }

  readName(namespace: string, name: string): void {
    this.#name.read(`${namespace}/${name}`)
  }

  /** Which hosts are named at all. */
  readHosts(): void {
    this.#hosts.read('')
  }

  /** Compares with the snapshot before and tells those that read what differs. */
  move(snapshot: Snapshot): void {
    const before = this.#before
    const now: Namespaces = snapshot.kinds.get(VIRTUAL_SERVICES)?.namespaces ?? NONE
    if (before === now) return
    this.#before = now
    for (const namespace of new Set([...before.keys(), ...now.keys()])) {
      const [old, fresh] = [before.get(namespace), now.get(namespace)]
      if (old === fresh) continue
      for (const name of new Set([...(old?.keys() ?? []), ...(fresh?.keys() ?? [])]))
        this.#changed(old?.get(name), fresh?.get(name))
    }
  }

  #changed(before: KubernetesObject | undefined, now: KubernetesObject | undefined): void {
    if (before === now) return
    const both = [before, now].map((object) => object && readVirtualServices([object])[0])
    for (const service of both) {
      if (!service) continue
      this.#name.changed(`${service.namespace}/${service.name}`)
      for (const gateway of service.gateways) this.#gateway.changed(gateway)
      for (const host of service.hosts) {
        this.#host.changed(withoutDomain(host))
        // It may cover any name.
        if (isWildcard(host)) for (const key of this.#host.keys()) this.#host.changed(key)
      }
    }
    if (namesOf(both[0]) !== namesOf(both[1])) this.#hosts.changed('')
  }
}

/** What decides which hosts are called, and in which order they are listed. */
const namesOf = (service: VirtualService | undefined): string =>
  service
    ? JSON.stringify([
        service.hosts,
        service.gateways.includes('mesh'),
        service.object.metadata.creationTimestamp,
        service.object.metadata.labels?.['istio.io/rev'],
      ])
    : ''
