import type { Cluster } from '#lib/model/cluster.ts'
import { isReadable, objectsOf } from '#lib/model/objects.ts'
import { textMap } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import type { ClientRules } from './client-tls.ts'
import type { IstioInstallation } from './detect.ts'
import { EffectiveConfiguration, type Keep } from './effective/configuration.ts'
import { DOMAIN } from './hosts.ts'
import { eraOf, type InboundRules } from './inbound.ts'
import * as kinds from './kinds.ts'
import { LegacyPolicies, readLegacyPolicies } from './legacy-policy.ts'
import { DEFAULT_MESH_CONFIG, type MeshConfig } from './mesh-config.ts'
import { isAtLeast, type Version } from './version.ts'

/** What one control plane makes of the cluster's objects, for the proxies that it governs. */
export type Governed = {
  readonly main: IstioInstallation | undefined
  readonly config: MeshConfig
  readonly rootNamespace: string
  readonly trustDomain: string
  /** The cluster's, which completes names without a dot. */
  readonly domain: string
  readonly effective: EffectiveConfiguration
  readonly clientRules: ClientRules
  readonly inbound: InboundRules
}

/** The label by which namespaces, pods and objects name a control plane. */
export const REVISION = 'istio.io/rev'

/**
 * Whether the control plane of a revision reads an object: one that names a revision is for that one only.
 * @see istio/istio pilot/pkg/config/kube/crdclient/client.go, objectInRevision
 */
function isReadBy(revision: string, object: KubernetesObject): boolean {
  const named = object.metadata.labels?.[REVISION]
  return typeof named !== 'string' || named === '' || named === revision
}

/** Whether a control plane reads an object of Istio: for its revision, in a namespace that it watches. */
export const reads = (
  installation: IstioInstallation | undefined,
  object: KubernetesObject,
): boolean =>
  !installation || (isReadBy(installation.revision, object) && watches(installation, object))

/** Whether it watches the namespace of an object that configures it. */
export const watches = ({ watched }: IstioInstallation, object: KubernetesObject): boolean =>
  isIn(watched.configuration, object)

const isIn = (namespaces: ReadonlySet<string> | undefined, { metadata }: KubernetesObject) =>
  namespaces === undefined || !metadata.namespace || namespaces.has(metadata.namespace)

/** The objects of a kind that a control plane reads. */
const objectsFor =
  (snapshot: Snapshot, installation: IstioInstallation | undefined) => (kind: string) => {
    const all = objectsOf(snapshot, kind)
    if (!installation) return all
    if (kind.includes('.istio.io/')) return all.filter((object) => reads(installation, object))
    // Revisions share what is Kubernetes' own.
    const { services } = installation.watched
    return services ? all.filter((object) => isIn(services, object)) : all
  }

export const rootNamespaceOf = (installation: IstioInstallation | undefined): string =>
  installation?.rootNamespace.value ?? 'istio-system'

const domainOf = (installation: IstioInstallation | undefined): string =>
  installation?.domain.value ?? DOMAIN

/** Without a version the newest is taken. @see istio/istio#60581, in 1.31.0 */
const excludesHosts = (version: Version | undefined) =>
  version === undefined || isAtLeast(version, 1, 31)

export const effectiveFor = (
  snapshot: Snapshot,
  installation: IstioInstallation | undefined,
  keep?: Keep,
): EffectiveConfiguration =>
  new EffectiveConfiguration({
    objects: objectsFor(snapshot, installation),
    mesh: installation?.config ?? DEFAULT_MESH_CONFIG,
    meshFrom: installation?.automaticMtls.from ?? 'unknown',
    rootNamespace: rootNamespaceOf(installation),
    domain: domainOf(installation),
    scopesGateways: installation?.scopesGateways ?? false,
    excludesHosts: excludesHosts(installation?.parsedVersion),
    ...(keep ? { keep } : {}),
  })

export function governedBy(
  snapshot: Snapshot,
  installation: IstioInstallation | undefined,
  effective: EffectiveConfiguration = effectiveFor(snapshot, installation),
): Governed {
  const objects = objectsFor(snapshot, installation)
  const legacy = new LegacyPolicies(
    readLegacyPolicies(objects(kinds.LEGACY_POLICIES)),
    readLegacyPolicies(objects(kinds.LEGACY_MESH_POLICIES)),
  )
  const isIstiod = installation?.components.some((c) => c.name.startsWith('istiod')) ?? false
  return {
    main: installation,
    config: installation?.config ?? DEFAULT_MESH_CONFIG,
    rootNamespace: rootNamespaceOf(installation),
    trustDomain: installation?.trustDomain.value ?? 'cluster.local',
    domain: domainOf(installation),
    effective,
    clientRules: {
      rules: effective.destinationRuleIndex(),
      automatic: installation?.automaticMtls ?? { value: undefined, from: 'unknown' },
      readable: isReadable(snapshot, kinds.DESTINATION_RULES),
    },
    inbound: {
      era: eraOf(installation?.parsedVersion, isIstiod, legacy.all.length > 0),
      peers: effective.peerAuthentications(),
      legacy,
      readable: (namespace) => isReadable(snapshot, kinds.PEER_AUTHENTICATIONS, namespace),
      installation,
    },
  }
}

/** Who is asked for: a pod by its own labels and its namespace, or whatever runs in a namespace. */
export type Subject = {
  readonly namespace: string
  readonly labels?: ReadonlyMap<string, string> | undefined
}

/**
 * The control plane that counts where nothing names one: the revision `default`, else the one that goes by that name,
 * else the first.
 *
 * @see https://istio.io/latest/docs/setup/upgrade/canary/#default-tag
 */
export function mainOf(
  all: readonly IstioInstallation[],
  snapshot: Snapshot,
): IstioInstallation | undefined {
  if (all.length < 2) return all[0]
  const named = (revision: string | undefined) => all.find((i) => i.revision === revision)
  return named('default') ?? named(revisionTags(snapshot).get('default')) ?? all[0]
}

/** By revision, where there are several control planes; `main` where a subject names none of them. */
export function governing(
  all: readonly Governed[],
  main: Governed,
  cluster: Cluster,
): (subject: Subject) => Governed {
  if (all.length < 2) return () => main
  const byRevision = new Map(all.map((g) => [g.main?.revision ?? '', g]))
  const tags = revisionTags(cluster.snapshot)
  return ({ namespace, labels }) => {
    const named = labels?.get(REVISION) ?? cluster.namespaceLabels(namespace).get(REVISION)
    if (named === undefined) return main
    return byRevision.get(named) ?? byRevision.get(tags.get(named) ?? '') ?? main
  }
}

/**
 * Names that stand for a revision, by the webhooks that inject for them.
 * @see istio/istio istioctl/pkg/tag/util.go
 */
function revisionTags(snapshot: Snapshot): ReadonlyMap<string, string> {
  const tags = new Map<string, string>()
  for (const object of objectsOf(snapshot, kinds.INJECTORS)) {
    const labels = textMap(object.metadata.labels)
    const [tag, revision] = [labels.get('istio.io/tag'), labels.get(REVISION)]
    if (tag && revision) tags.set(tag, revision)
  }
  return tags
}
