import type { Cluster } from '#lib/model/cluster.ts'
import type { Service } from '#lib/model/service.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { covers, isVisible, isWildcard, serviceHost } from './hosts.ts'
import type { ServiceEntry } from './service-entry.ts'

export type Registered =
  | { readonly kind: 'service'; readonly host: string; readonly service: Service }
  | { readonly kind: 'entry'; readonly host: string; readonly entry: ServiceEntry }

export const namespaceOfRegistered = (found: Registered): string =>
  found.kind === 'service' ? found.service.namespace : found.entry.namespace

export const refOfRegistered = (found: Registered): Ref =>
  found.kind === 'service' ? found.service.ref : found.entry.ref

/** Every name that a proxy can be told to call: Services and the hosts of ServiceEntries. */
export class Registry {
  readonly #hosts = new Map<string, Registered[]>()
  readonly #wildcards: { readonly host: string; readonly entry: ServiceEntry }[] = []
  readonly #byDefault: readonly string[]

  constructor(cluster: Cluster, entries: readonly ServiceEntry[], byDefault: readonly string[]) {
    this.#byDefault = byDefault
    for (const service of cluster.services()) {
      const host = serviceHost(service.name, service.namespace)
      this.#hosts.set(host, [{ kind: 'service', host, service }])
    }
    for (const entry of entries)
      for (const host of entry.hosts) {
        if (isWildcard(host)) this.#wildcards.push({ host, entry })
        else addTo(this.#hosts, host, { kind: 'entry', host, entry })
      }
    this.#wildcards.sort((a, b) => b.host.length - a.host.length)
  }

  /** All that goes by a name, whoever may see it. */
  all(host: string): readonly Registered[] {
    const exact = this.#hosts.get(host)
    if (exact) return exact
    return this.#wildcards
      .filter((w) => covers(w.host, host))
      .map((w) => ({ kind: 'entry', host: w.host, entry: w.entry }))
  }

  /**
   * What a client of this namespace gets under a name: its own namespace's first, then a Service rather than
   * a ServiceEntry, then the oldest.
   *
   * @see istio/istio pilot/pkg/model/sidecar.go, servicesExportedToNamespace and its users
   */
  find(host: string, client: string): Registered | undefined {
    const seen = this.all(host).filter((r) => this.#sees(r, client))
    return (
      seen.find((r) => namespaceOfRegistered(r) === client) ??
      seen.find((r) => r.kind === 'service') ??
      seen[0]
    )
  }

  *hosts(): Iterable<string> {
    yield* this.#hosts.keys()
  }

  #sees(found: Registered, client: string): boolean {
    if (found.kind === 'entry') {
      const to = found.entry.exportTo.length > 0 ? found.entry.exportTo : this.#byDefault
      return isVisible(to, found.entry.namespace, client)
    }
    const written = found.service.annotations.get('networking.istio.io/exportTo')
    const to = written ? written.split(',').map((t) => t.trim()) : this.#byDefault
    return isVisible(to, found.service.namespace, client)
  }
}
