import type { Cluster } from '#lib/model/cluster.ts'
import type { ControlPlaneComponent, Installation, Sourced } from '#lib/model/installation.ts'
import { isReadable, namespaceOf } from '#lib/model/objects.ts'
import type { Pod } from '#lib/model/pod.ts'
import { samplePod, type Workload } from '#lib/model/workload.ts'
import { refOf } from '#lib/resources/reference.ts'
import { DOMAIN } from './hosts.ts'
import { DEFAULT_MESH_CONFIG, type MeshConfig, parseMeshConfig } from './mesh-config.ts'
import { meshSettings } from './mesh-settings.ts'
import { parseSwitch, processSettings } from './process-settings.ts'
import { isAtLeast, parseImage, parseVersion, type Version } from './version.ts'
import { type WatchedNamespaces, watchedNamespaces } from './watched-namespaces.ts'

/** A control plane with what only Istio's own modules need. */
export type IstioInstallation = Installation & {
  readonly parsedVersion: Version | undefined
  readonly config: MeshConfig
  /** False where the mesh configuration exists but cannot be read, or may not be. */
  readonly configKnown: boolean
  readonly watched: WatchedNamespaces
  /** Gateways reach pods of their own namespace only. */
  readonly scopesGateways: boolean
  /** The cluster's, as the control plane was started with it. */
  readonly domain: Sourced<string>
}

/** Images of the control plane; all but pilot belong to the split one of 1.4 and before. */
const IMAGES = new Set(['pilot', 'istiod', 'galley', 'citadel', 'mixer', 'sidecar_injector'])

/** The control plane's image that a pod runs, if it does. */
export const componentOf = (pod: Pod) => {
  for (const container of pod.containers) {
    const image = parseImage(container.image)
    if (IMAGES.has(image.base)) return image
  }
  return undefined
}

const isPilot = (pod: Pod, base: string) =>
  base === 'pilot' || base === 'istiod' || pod.labels.get('app') === 'istiod'

type Found = {
  readonly workload: Workload
  readonly pod: Pod
  readonly base: string
  readonly tag: string | undefined
}

/**
 * The control planes of a cluster: one for each namespace and revision that runs pilot. Versions come from the
 * image tag; each fact says where it was read.
 *
 * @see istio/istio manifests/charts/istio-control/istio-discovery
 */
export function detect(cluster: Cluster): readonly IstioInstallation[] {
  const found: Found[] = []
  for (const workload of cluster.workloads()) {
    const pod = samplePod(workload)
    const image = pod && componentOf(pod)
    if (pod && image) found.push({ workload, pod, base: image.base, tag: image.tag })
  }
  const pilots = found.filter(({ pod, base }) => isPilot(pod, base))
  const seen = new Set<string>()
  return pilots.flatMap((pilot) => {
    const { namespace } = pilot.workload
    const revision = pilot.pod.labels.get('istio.io/rev') || 'default'
    const id = `${namespace}/${revision}`
    if (seen.has(id)) return []
    seen.add(id)
    const own = (other: Found) =>
      other.workload.namespace === namespace &&
      (other === pilot || !isPilot(other.pod, other.base) || revisionOf(other) === revision)
    return [installation(cluster, pilot, revision, found.filter(own))]
  })
}

const revisionOf = ({ pod }: Found) => pod.labels.get('istio.io/rev') || 'default'

function installation(
  cluster: Cluster,
  pilot: Found,
  revision: string,
  components: readonly Found[],
): IstioInstallation {
  const { namespace, ref } = pilot.workload
  const version = parseVersion(pilot.tag)
  const { config, known, from } = meshConfigFor(cluster, namespace, revision)
  const process = processSettings(pilot.pod, IMAGES)
  const read = <T>(written: T | undefined, otherwise: T): Sourced<T> =>
    written !== undefined && from
      ? { value: written, from }
      : { value: otherwise, from: known ? 'default' : 'unknown' }
  // `--domain` of pilot-discovery; the chart always writes it, and its default is the usual one.
  const written = process.argument('domain')
  const domain: Sourced<string> = isDomain(written)
    ? { value: written, from: pilot.workload.ref }
    : { value: DOMAIN, from: 'default' }
  const facts = {
    rootNamespace: read(config.rootNamespace, namespace),
    trustDomain: read(config.trustDomain, 'cluster.local'),
    automaticMtls: automaticMtls(config, known, from, version, pilot),
  }
  return {
    mesh: 'istio',
    id: `istio:${namespace}/${revision}`,
    namespace,
    revision,
    version: { value: version?.text, from: version ? ref : 'unknown' },
    components: components.map(
      (c): ControlPlaneComponent => ({
        workload: c.workload.id,
        ref: c.workload.ref,
        name: c.workload.name,
        version: parseVersion(c.tag)?.text,
        role: c.base,
      }),
    ),
    ...facts,
    settings: meshSettings({
      config,
      known,
      from,
      ...facts,
      domain,
      process,
      processFrom: pilot.workload.ref,
    }),
    domain,
    parsedVersion: version,
    config,
    configKnown: known,
    watched: watchedNamespaces(cluster, config, version, process),
    scopesGateways:
      parseSwitch(process.variable('PILOT_SCOPE_GATEWAY_TO_NAMESPACE')?.value ?? '') ?? false,
  }
}

/** A name that can stand behind `.svc.`; `$(DOMAIN)` and the like are filled in elsewhere. */
const isDomain = (written: string | undefined): written is string =>
  written !== undefined && written.length <= 253 && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(written)

/** On by default from 1.5, which is also the first version that is one process, istiod. */
function automaticMtls(
  config: MeshConfig,
  known: boolean,
  from: string | undefined,
  version: Version | undefined,
  pilot: Found,
): Sourced<boolean | undefined> {
  if (config.enableAutoMtls !== undefined && from) return { value: config.enableAutoMtls, from }
  if (!known) return { value: undefined, from: 'unknown' }
  if (version) return { value: isAtLeast(version, 1, 5), from: 'default' }
  const isIstiod = pilot.pod.labels.get('app') === 'istiod'
  return isIstiod ? { value: true, from: 'default' } : { value: undefined, from: 'unknown' }
}

function meshConfigFor(cluster: Cluster, namespace: string, revision: string) {
  const maps = namespaceOf(cluster.snapshot, 'core/configmaps', namespace)
  const object = maps.get(revision === 'default' ? 'istio' : `istio-${revision}`)
  if (!object) {
    const known = isReadable(cluster.snapshot, 'core/configmaps', namespace)
    return { config: DEFAULT_MESH_CONFIG, known, from: undefined }
  }
  const config = parseMeshConfig(object)
  return config
    ? { config, known: true, from: refOf(object) }
    : { config: DEFAULT_MESH_CONFIG, known: false, from: undefined }
}
