import type { Memory } from '#lib/incremental/memory.ts'
import type { Cluster } from '#lib/model/cluster.ts'
import { isReadable, objectsOf } from '#lib/model/objects.ts'
import { samplePod } from '#lib/model/workload.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import { componentOf, detect, type IstioInstallation } from './detect.ts'
import type { EffectiveConfiguration } from './effective/configuration.ts'
import { readEnvoyFilters } from './envoy-filter.ts'
import { readGateways } from './gateway.ts'
import { type Governed, governedBy, governing, mainOf } from './governed.ts'
import * as kinds from './kinds.ts'
import { liveConfiguration } from './live-configuration.ts'
import { LiveRoutes } from './live-routes.ts'
import { membershipOf } from './membership.ts'
import { readServiceEntries } from './service-entry.ts'
import type { IstioView } from './view.ts'
import { readVirtualServices } from './virtual-service.ts'
import { waypointsOf } from './waypoints.ts'
import { readWorkloadEntries, WorkloadEntryIndex } from './workload-entry.ts'

/** Only workloads that may be part of what is asked, found by namespace. */
export function narrowed(cluster: Cluster, workloadsIn: Cluster['workloadsIn']): Cluster {
  return {
    ...cluster,
    workloadsIn,
    *workloads() {
      for (const namespace of cluster.namespaceNames()) yield* workloadsIn(namespace)
    },
  }
}

/**
 * Istio's view of the moment, as derivations see it: the same as `istioView` makes of a snapshot, but each of its
 * parts is made when it is asked for and something that it was made of has changed.
 */
export function liveView(
  memory: Memory,
  snapshot: Snapshot,
  cluster: Cluster,
): { readonly view: IstioView; readonly settle: (snapshot: Snapshot) => void } {
  const routes = new LiveRoutes(memory)
  const planesIn = memory.derivation('control planes of namespace', (namespace) =>
    cluster.workloadsIn(namespace).filter((workload) => {
      const pod = samplePod(workload)
      return pod !== undefined && componentOf(pod) !== undefined
    }),
  )
  const detected = memory.pinned('installations', () => detect(narrowed(cluster, planesIn)))
  const installations = () => detected('')
  const installation = memory.pinned('installation', (id): IstioInstallation | undefined =>
    installations().find((i) => i.id === id),
  )
  const configurations = new Map<string, EffectiveConfiguration>()
  const configuration = (id: string) => {
    const known =
      configurations.get(id) ?? liveConfiguration(memory, snapshot, routes, () => installation(id))
    configurations.set(id, known)
    return known
  }
  const governed = memory.pinned('governed', (id) =>
    governedBy(snapshot, installation(id), configuration(id)),
  )
  const mainId = memory.pinned(
    'main installation',
    () => mainOf(installations(), snapshot)?.id ?? '',
  )
  const main = (): Governed => governed(mainId(''))
  const who = memory.pinned('governing', () => {
    const own = main()
    return governing(
      installations().map((i) => (i.id === mainId('') ? own : governed(i.id))),
      own,
      cluster,
    )
  })
  const read = <T>(name: string, make: () => T) => {
    const derived = memory.pinned(`Istio's ${name}`, make)
    return () => derived('')
  }
  const gateways = read('Gateways', () => readGateways(objectsOf(snapshot, kinds.GATEWAYS)))
  const virtualServices = read('VirtualServices', () =>
    readVirtualServices(objectsOf(snapshot, kinds.VIRTUAL_SERVICES), main().domain),
  )
  const entries = read('ServiceEntries', () =>
    readServiceEntries(objectsOf(snapshot, kinds.SERVICE_ENTRIES)),
  )
  const workloadEntryIndex = memory.derivation(
    'WorkloadEntries',
    () => new WorkloadEntryIndex(readWorkloadEntries(objectsOf(snapshot, kinds.WORKLOAD_ENTRIES))),
  )
  const workloadEntries = {
    selected: (namespace, selector) => {
      snapshot.kinds.get(kinds.WORKLOAD_ENTRIES)?.namespaces.get(namespace)
      return memory.unwatched(() => workloadEntryIndex('').selected(namespace, selector))
    },
  } satisfies {
    readonly [K in keyof WorkloadEntryIndex]: WorkloadEntryIndex[K]
  } as unknown as WorkloadEntryIndex
  const filters = read('EnvoyFilters', () =>
    readEnvoyFilters(objectsOf(snapshot, kinds.ENVOY_FILTERS)),
  )
  const waypoints = read('waypoints', () => waypointsOf(snapshot, cluster.namespaceLabels))
  const view: IstioView = {
    snapshot,
    cluster,
    get installations() {
      return installations()
    },
    get main() {
      return main().main
    },
    get config() {
      return main().config
    },
    get rootNamespace() {
      return main().rootNamespace
    },
    get trustDomain() {
      return main().trustDomain
    },
    get domain() {
      return main().domain
    },
    get effective() {
      return main().effective
    },
    get clientRules() {
      return main().clientRules
    },
    get inbound() {
      return main().inbound
    },
    governing: (subject) => who('')(subject),
    membership: (pod) => membershipOf(pod, cluster),
    get gateways() {
      return gateways()
    },
    get virtualServices() {
      return virtualServices()
    },
    get entries() {
      return entries()
    },
    workloadEntries,
    get filters() {
      return filters()
    },
    get authorization() {
      return main().effective.authorizationIndex()
    },
    get authentication() {
      return main().effective.requestAuthenticationIndex()
    },
    get accessReadable() {
      return isReadable(snapshot, kinds.AUTHORIZATION_POLICIES)
    },
    get waypoints() {
      return waypoints()
    },
  }
  return { view, settle: (now) => routes.move(now) }
}
