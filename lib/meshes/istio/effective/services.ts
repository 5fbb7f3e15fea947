import { createdAt } from '#lib/meshes/istio/creation.ts'
import { covers, isWildcard, serviceHost } from '#lib/meshes/istio/hosts.ts'
import type { ServiceEntry } from '#lib/meshes/istio/service-entry.ts'
import type { Service } from '#lib/model/service.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import type { Ref } from '#lib/resources/reference.ts'
import { ByReach, type Reach, reachOf } from './visibility.ts'

export type RegisteredPort = {
  readonly port: number
  readonly name: string
  readonly protocol: string
}

type Registered = {
  readonly host: string
  readonly namespace: string
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly ports: readonly RegisteredPort[]
  readonly reach: Reach
  /** What two ServiceEntries for one host must agree in for their ports to be united. */
  readonly kindOfService: string
}

/** One name that proxies can call: a Kubernetes Service, or one host of a ServiceEntry. */
export type RegisteredService = Registered &
  (
    | { readonly kind: 'service'; readonly service: Service }
    | { readonly kind: 'entry'; readonly entry: ServiceEntry }
  )

const EXPORT_TO = 'networking.istio.io/exportTo'

function ofService(
  service: Service,
  byDefault: readonly string[],
  domain: string | undefined,
): RegisteredService {
  const written = service.annotations.get(EXPORT_TO)
  const exportTo = written ? written.split(',').map((to) => to.trim()) : []
  return {
    kind: 'service',
    service,
    host: serviceHost(service.name, service.namespace, domain),
    namespace: service.namespace,
    object: service.object,
    ref: service.ref,
    ports: service.ports.map(({ port, name, protocol }) => ({ port, name: name ?? '', protocol })),
    reach: reachOf(exportTo, service.namespace, byDefault),
    kindOfService: '',
  }
}

function ofEntry(entry: ServiceEntry, byDefault: readonly string[]): readonly RegisteredService[] {
  const reach = reachOf(entry.exportTo, entry.namespace, byDefault)
  const labels = Object.entries(entry.object.metadata.labels ?? {})
  const kindOfService = JSON.stringify([
    entry.resolution,
    labels.sort(),
    [...(entry.selector ?? [])].sort(),
    [...entry.exportTo].sort(),
  ])
  const ports = entry.ports.map(({ number, name, protocol }) => ({ port: number, name, protocol }))
  return [...new Set(entry.hosts)].map((host) => ({
    kind: 'entry',
    entry,
    host,
    namespace: entry.namespace,
    object: entry.object,
    ref: entry.ref,
    ports,
    reach,
    kindOfService,
  }))
}

const nameOf = (service: RegisteredService) =>
  service.kind === 'service' ? service.object.metadata.name : service.host

/** @see istio/istio pilot/pkg/model/push_context.go, SortServicesByCreationTime */
function byAge(a: RegisteredService, b: RegisteredService): number {
  const difference = createdAt(a.object) - createdAt(b.object)
  if (difference !== 0) return difference
  const [first, second] = [nameOf(a), nameOf(b)]
  if (first !== second) return first < second ? -1 : 1
  return a.namespace < b.namespace ? -1 : a.namespace > b.namespace ? 1 : 0
}

/** A Kubernetes Service is not displaced by a ServiceEntry, however old that is. */
export const isStronger = (a: RegisteredService, b: RegisteredService): boolean =>
  a.kind === 'service' && b.kind !== 'service'

/** Every callable name of the mesh, oldest first, indexed once by who may see it and by host. */
export class ServiceIndex {
  readonly #reach = new ByReach<RegisteredService>()
  readonly #hosts = new Map<string, RegisteredService[]>()
  #wildcards: readonly (readonly RegisteredService[])[] | undefined

  constructor(
    services: Iterable<Service>,
    entries: Iterable<ServiceEntry>,
    byDefault: readonly string[],
    domain?: string,
  ) {
    const all: RegisteredService[] = []
    for (const service of services) all.push(ofService(service, byDefault, domain))
    for (const entry of entries) all.push(...ofEntry(entry, byDefault))
    for (const service of all.sort(byAge)) {
      this.#reach.add(service, service.reach, service.namespace)
      addTo(this.#hosts, service.host, service)
    }
  }

  /** What a namespace may see, private ones first; several may have one host. */
  visibleTo(namespace: string): readonly RegisteredService[] {
    return this.#reach.visibleTo(namespace)
  }

  /** All that go by exactly this host, oldest first, whoever may see them. */
  named(host: string): readonly RegisteredService[] {
    return this.#hosts.get(host) ?? []
  }

  /** Of the same name, those that a namespace may see: its own private ones, those exported to it, public ones. */
  seen(host: string, client: string): readonly RegisteredService[] {
    const seen = this.named(host).filter((s) => isVisibleTo(s, client))
    if (seen.length < 2) return seen
    const rank = ({ reach, namespace }: RegisteredService) =>
      reach.to === 'everyone' ? 2 : namespace === client ? 0 : 1
    return [...seen].sort((a, b) => rank(a) - rank(b))
  }

  /** What a called name belongs to, whoever calls: a Service, else the oldest entry, else the narrowest wildcard. */
  calledBy(host: string): RegisteredService | undefined {
    const named = this.named(host)
    if (named.length > 0) return named.find((s) => s.kind === 'service') ?? named[0]
    this.#wildcards ??= [...this.#hosts]
      .filter(([pattern]) => isWildcard(pattern))
      .sort(([a], [b]) => b.length - a.length)
      .map(([, services]) => services)
    return this.#wildcards.find(([first]) => first && covers(first.host, host))?.[0]
  }

  /** Every name that is no wildcard. */
  hosts(): readonly string[] {
    return [...this.#hosts.keys()].filter((host) => !isWildcard(host))
  }

  /**
   * What a destination means for clients of a namespace: that namespace's own (even one that is exported to
   * others only), else a Kubernetes Service among the visible ones, else the oldest of them.
   *
   * @see istio/istio pilot/pkg/model/sidecar.go, collectImportedServices; the choice by age is that of 1.30
   */
  pick(host: string, client: string): RegisteredService | undefined {
    const all = this.named(host)
    const [only] = all
    if (all.length <= 1)
      return only && (only.namespace === client || isVisibleTo(only, client)) ? only : undefined
    const own = all.filter((s) => s.namespace === client)
    const candidates = own.length > 0 ? own : all.filter((s) => isVisibleTo(s, client))
    return candidates.find((s) => s.kind === 'service') ?? candidates[0]
  }
}

export const isVisibleTo = ({ reach }: RegisteredService, client: string): boolean =>
  reach.to === 'everyone' || (reach.to === 'namespaces' && reach.names.has(client))
