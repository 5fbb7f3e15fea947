import type { Cluster } from '#lib/model/cluster.ts'
import type { Membership } from '#lib/model/membership.ts'
import { isReadable, objectsOf } from '#lib/model/objects.ts'
import type { Pod } from '#lib/model/pod.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import {
  AttachedPolicies,
  type AuthorizationPolicy,
  type RequestAuthentication,
  readAuthorizationPolicies,
  readRequestAuthentications,
} from './authorization-policy.ts'
import type { ClientRules } from './client-tls.ts'
import { readDestinationRules } from './destination-rule.ts'
import { detect, type IstioInstallation } from './detect.ts'
import { DestinationRuleIndex } from './effective/destination-rules.ts'
import { type EnvoyFilter, readEnvoyFilters } from './envoy-filter.ts'
import { type Gateway, readGateways } from './gateway.ts'
import { eraOf, type InboundRules } from './inbound.ts'
import * as kinds from './kinds.ts'
import { LegacyPolicies, readLegacyPolicies } from './legacy-policy.ts'
import { membershipOf } from './membership.ts'
import { DEFAULT_MESH_CONFIG, type MeshConfig } from './mesh-config.ts'
import { PeerAuthentications, readPeerAuthentications } from './peer-authentication.ts'
import { Registry } from './registry.ts'
import { readServiceEntries, type ServiceEntry } from './service-entry.ts'
import { readVirtualServices, type VirtualService } from './virtual-service.ts'

/** All of Istio's objects in a snapshot, read once and indexed; what every module of this folder asks. */
export type IstioView = {
  readonly snapshot: Snapshot
  readonly cluster: Cluster
  readonly installations: readonly IstioInstallation[]
  /** The control plane that counts where a pod names none: the default revision's, else the first. */
  readonly main: IstioInstallation | undefined
  readonly config: MeshConfig
  readonly rootNamespace: string
  readonly trustDomain: string
  readonly membership: (pod: Pod) => Membership
  readonly gateways: readonly Gateway[]
  readonly virtualServices: readonly VirtualService[]
  readonly virtualService: (namespace: string, name: string) => VirtualService | undefined
  readonly byGateway: (key: string) => readonly VirtualService[]
  readonly exportTo: (service: VirtualService) => readonly string[]
  readonly entries: readonly ServiceEntry[]
  readonly filters: readonly EnvoyFilter[]
  readonly registry: Registry
  readonly clientRules: ClientRules
  readonly inbound: InboundRules
  readonly authorization: AttachedPolicies<AuthorizationPolicy>
  readonly authentication: AttachedPolicies<RequestAuthentication>
  readonly accessReadable: boolean
}

export function istioView(snapshot: Snapshot, cluster: Cluster): IstioView {
  const read = <T>(kind: string, parse: (objects: Iterable<KubernetesObject>) => readonly T[]) =>
    parse(objectsOf(snapshot, kind))
  const installations = detect(cluster)
  const main = installations.find((i) => i.revision === 'default') ?? installations[0]
  const config = main?.config ?? DEFAULT_MESH_CONFIG
  const rootNamespace = main?.rootNamespace.value ?? 'istio-system'
  const virtualServices = read(kinds.VIRTUAL_SERVICES, readVirtualServices)
  const byName = new Map(virtualServices.map((v) => [`${v.namespace}/${v.name}`, v]))
  const byGateway = new Map<string, VirtualService[]>()
  for (const service of virtualServices)
    for (const key of new Set(service.gateways)) {
      const found = byGateway.get(key)
      if (found) found.push(service)
      else byGateway.set(key, [service])
    }
  const entries = read(kinds.SERVICE_ENTRIES, readServiceEntries)
  const legacy = new LegacyPolicies(
    read(kinds.LEGACY_POLICIES, readLegacyPolicies),
    read(kinds.LEGACY_MESH_POLICIES, readLegacyPolicies),
  )
  const isIstiod = main?.components.some((c) => c.name.startsWith('istiod')) ?? false
  return {
    snapshot,
    cluster,
    installations,
    main,
    config,
    rootNamespace,
    trustDomain: main?.trustDomain.value ?? 'cluster.local',
    membership: (pod) => membershipOf(pod, cluster),
    gateways: read(kinds.GATEWAYS, readGateways),
    virtualServices,
    virtualService: (namespace, name) => byName.get(`${namespace}/${name}`),
    byGateway: (key) => byGateway.get(key) ?? [],
    exportTo: (service) =>
      service.exportTo.length > 0 ? service.exportTo : config.virtualServiceExportTo,
    entries,
    filters: read(kinds.ENVOY_FILTERS, readEnvoyFilters),
    registry: new Registry(cluster, entries, config.serviceExportTo),
    clientRules: {
      rules: new DestinationRuleIndex(
        read(kinds.DESTINATION_RULES, readDestinationRules),
        rootNamespace,
        config.destinationRuleExportTo,
      ),
      automatic: main?.automaticMtls ?? { value: undefined, from: 'unknown' },
      readable: isReadable(snapshot, kinds.DESTINATION_RULES),
    },
    inbound: {
      era: eraOf(main?.parsedVersion, isIstiod, legacy.all.length > 0),
      peers: new PeerAuthentications(
        read(kinds.PEER_AUTHENTICATIONS, readPeerAuthentications),
        rootNamespace,
      ),
      legacy,
      readable: (namespace) => isReadable(snapshot, kinds.PEER_AUTHENTICATIONS, namespace),
      installation: main,
    },
    authorization: new AttachedPolicies(
      read(kinds.AUTHORIZATION_POLICIES, readAuthorizationPolicies),
      rootNamespace,
    ),
    authentication: new AttachedPolicies(
      read(kinds.REQUEST_AUTHENTICATIONS, readRequestAuthentications),
      rootNamespace,
    ),
    accessReadable: isReadable(snapshot, kinds.AUTHORIZATION_POLICIES),
  }
}
