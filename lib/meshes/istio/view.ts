import type { Cluster } from '#lib/model/cluster.ts'
import type { Membership } from '#lib/model/membership.ts'
import { isReadable, objectsOf } from '#lib/model/objects.ts'
import type { Pod } from '#lib/model/pod.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { AuthorizationPolicy, RequestAuthentication } from './authorization-policy.ts'
import { detect, type IstioInstallation } from './detect.ts'
import type { PolicyIndex } from './effective/attachment.ts'
import { type EnvoyFilter, readEnvoyFilters } from './envoy-filter.ts'
import { type Gateway, readGateways } from './gateway.ts'
import { type Governed, governedBy, governing, mainOf, type Subject } from './governed.ts'
import * as kinds from './kinds.ts'
import { membershipOf } from './membership.ts'
import { readServiceEntries, type ServiceEntry } from './service-entry.ts'
import { readVirtualServices, type VirtualService } from './virtual-service.ts'
import { type Waypoints, waypointsOf } from './waypoints.ts'
import { readWorkloadEntries, WorkloadEntryIndex } from './workload-entry.ts'

/**
 * All of Istio's objects in a snapshot, read once, and what the control planes make of them; what every module of
 * this folder asks. Its own fields are those of the control plane that counts where a pod names none: the default
 * revision's, else the first.
 */
export type IstioView = Governed & {
  readonly snapshot: Snapshot
  readonly cluster: Cluster
  readonly installations: readonly IstioInstallation[]
  readonly governing: (subject: Subject) => Governed
  readonly membership: (pod: Pod) => Membership
  readonly gateways: readonly Gateway[]
  readonly virtualServices: readonly VirtualService[]
  readonly entries: readonly ServiceEntry[]
  readonly workloadEntries: WorkloadEntryIndex
  readonly filters: readonly EnvoyFilter[]
  readonly authorization: PolicyIndex<AuthorizationPolicy>
  readonly authentication: PolicyIndex<RequestAuthentication>
  readonly accessReadable: boolean
  readonly waypoints: Waypoints
}

export function istioView(snapshot: Snapshot, cluster: Cluster): IstioView {
  const read = <T>(kind: string, parse: (objects: Iterable<KubernetesObject>) => readonly T[]) =>
    parse(objectsOf(snapshot, kind))
  const installations = detect(cluster)
  const main = mainOf(installations, snapshot)
  const own = governedBy(snapshot, main)
  const all = installations.map((i) => (i === main ? own : governedBy(snapshot, i)))
  return {
    ...own,
    snapshot,
    cluster,
    installations,
    governing: governing(all, own, cluster),
    membership: (pod) => membershipOf(pod, cluster),
    gateways: read(kinds.GATEWAYS, readGateways),
    virtualServices: read(kinds.VIRTUAL_SERVICES, (all) => readVirtualServices(all, own.domain)),
    entries: read(kinds.SERVICE_ENTRIES, readServiceEntries),
    workloadEntries: new WorkloadEntryIndex(read(kinds.WORKLOAD_ENTRIES, readWorkloadEntries)),
    filters: read(kinds.ENVOY_FILTERS, readEnvoyFilters),
    authorization: own.effective.authorizationIndex(),
    authentication: own.effective.requestAuthenticationIndex(),
    accessReadable: isReadable(snapshot, kinds.AUTHORIZATION_POLICIES),
    waypoints: waypointsOf(snapshot, cluster.namespaceLabels),
  }
}
