import { isRecord, own, record, records, text } from '#lib/resources/field.ts'
import { annotations } from './project-metadata.ts'
import { defined, kept, type Projected, shape } from './projected.ts'
import { share } from './share.ts'

/** A Pod as the model reads it: what runs, where, whether it is ready, and whether a proxy stands before it. */
export const projectPod = ({ spec, status }: Projected): Projected => ({
  spec: projectPodSpec(spec),
  status: projectPodStatus(status),
})

/** The pod template of a controller. */
export const projectTemplate = (raw: unknown): unknown =>
  isRecord(raw)
    ? share({
        metadata: defined({
          ...kept(raw.metadata, ['labels']),
          annotations: annotations(record(raw.metadata).annotations),
        }),
        spec: projectPodSpec(raw.spec),
      })
    : raw

/** What of a Pod's `spec` is kept as it is. */
export const SPEC_FIELDS = [
  'nodeName',
  'hostNetwork',
  'serviceAccountName',
  'subdomain',
  'hostname',
] as const

export type PodSpec = {
  readonly nodeName?: unknown
  readonly hostNetwork?: unknown
  readonly serviceAccountName?: unknown
  readonly subdomain?: unknown
  readonly hostname?: unknown
  readonly containers?: readonly Projected[]
  readonly initContainers?: readonly Projected[]
  readonly volumes?: readonly Projected[]
  readonly securityContext?: Projected
}

export const podSpecOf = shape<PodSpec>([
  ...SPEC_FIELDS,
  'containers',
  'initContainers',
  'volumes',
  'securityContext',
])

function projectPodSpec(raw: unknown): unknown {
  if (!isRecord(raw)) return raw
  const { volumes, references } = projectVolumes(raw.volumes)
  const containers = (list: unknown) =>
    Array.isArray(list) ? projectContainers(list, references) : undefined
  return podSpecOf({
    nodeName: own(raw, 'nodeName'),
    hostNetwork: own(raw, 'hostNetwork'),
    serviceAccountName: own(raw, 'serviceAccountName'),
    subdomain: own(raw, 'subdomain'),
    hostname: own(raw, 'hostname'),
    containers: containers(raw.containers),
    initContainers: containers(raw.initContainers),
    volumes,
    securityContext: runAs(raw.securityContext),
  })
}

/** Volumes, and the names of those that stand for a Secret or a ConfigMap: only mounts of these are kept. */
export type Volumes = {
  readonly volumes: readonly Projected[] | undefined
  readonly references: ReadonlySet<string>
}

export const TOKEN_VOLUME = /^kube-api-access-[a-z0-9]{5}$/

export function projectVolumes(raw: unknown): Volumes {
  const references = new Set<string>()
  const volumes = records(raw).map(({ value }) => {
    const name = text(value.name) ?? ''
    const secret = isRecord(value.secret) ? kept(value.secret, ['secretName']) : undefined
    const configMap = isRecord(value.configMap) ? kept(value.configMap, ['name']) : undefined
    if (secret || configMap) {
      references.add(name)
      return defined({ name, secret, configMap })
    }
    // Each Pod's token has a volume of another name, which nothing refers to.
    return { name: TOKEN_VOLUME.test(name) ? 'kube-api-access' : name }
  })
  return { volumes: volumes.length > 0 ? share(volumes) : undefined, references }
}

export const projectContainers = (
  raw: readonly unknown[],
  references: ReadonlySet<string>,
): readonly Projected[] =>
  share(records(raw).map(({ value }) => referringContainer(projectContainer(value), references)))

const KEPT_OF_CONTAINER = [
  'name',
  'image',
  'args',
  'ports',
  'restartPolicy',
  'readinessProbe',
  'livenessProbe',
  'startupProbe',
] as const
/** What is read of a container; of some of it only a part is kept. */
export const CONTAINER_FIELDS = [
  ...KEPT_OF_CONTAINER,
  'env',
  'envFrom',
  'volumeMounts',
  'securityContext',
] as const

export type Container = {
  readonly [Field in (typeof KEPT_OF_CONTAINER)[number]]?: unknown
} & {
  readonly env?: readonly Projected[]
  readonly envFrom?: unknown
  readonly volumeMounts?: readonly Projected[]
  readonly securityContext?: Projected
}

const containerOf = shape<Container>([
  ...KEPT_OF_CONTAINER,
  'env',
  'envFrom',
  'volumeMounts',
  'securityContext',
])

/** @param all with all its mounts: of these only those are kept that refer to something */
export function referringContainer(all: Container, references: ReadonlySet<string>): Projected {
  const mounts = all.volumeMounts?.filter(({ name }) => references.has(text(name) ?? ''))
  return share(containerOf({ ...all, volumeMounts: mounts?.length ? mounts : undefined }))
}

function projectContainer(raw: Projected): Container {
  const kept: { [Field in (typeof KEPT_OF_CONTAINER)[number]]?: unknown } = {}
  for (const field of KEPT_OF_CONTAINER) kept[field] = own(raw, field)
  return {
    ...kept,
    env: Array.isArray(raw.env) ? environment(raw.env, isMeshContainer(raw.name)) : undefined,
    envFrom: own(raw, 'envFrom'),
    volumeMounts: records(raw.volumeMounts).map(({ value }) => mountOf(value)),
    securityContext: runAs(raw.securityContext),
  }
}

const mountOf = (raw: Projected): Projected => kept(raw, ['name', 'mountPath'])

/** Which user a process runs as decides whether a proxy takes its traffic. */
export function runAs(raw: unknown): Projected | undefined {
  if (!isRecord(raw)) return undefined
  const out = kept(raw, ['runAsUser', 'runAsGroup'])
  return Object.keys(out).length > 0 ? share(out) : undefined
}

/** Containers of the mesh itself: their environment is configuration, not an application's secret. */
const MESH_CONTAINERS: ReadonlySet<string> = new Set([
  'discovery',
  'pilot',
  'istiod',
  'istio-proxy',
  'istio-init',
  'istio-validation',
  'ztunnel',
  'install-cni',
  'galley',
  'citadel',
  'consul-dataplane',
  'consul-connect-inject-init',
])
export const isMeshContainer = (name: unknown) => MESH_CONTAINERS.has(text(name) ?? '')

const READ_VARIABLES: ReadonlySet<string> = new Set([
  'REVISION',
  'CLUSTER_ID',
  'TRUST_DOMAIN',
  'CA_ADDR',
  'PROXY_CONFIG',
  'INJECTION_WEBHOOK_CONFIG_NAME',
  'VALIDATION_WEBHOOK_CONFIG_NAME',
  'EXTERNAL_ISTIOD',
  'LOCAL_CLUSTER_SECRET_WATCHER',
  'SHARED_MESH_CONFIG',
  'AMBIENT_ENABLED',
  'ENABLE_NATIVE_SIDECARS',
  'ENABLE_ENHANCED_RESOURCE_SCOPING',
])
export const isReadVariable = (name: string) =>
  name.startsWith('PILOT_') || name.startsWith('ISTIO_META_') || READ_VARIABLES.has(name)

/** Names of all variables, values of a few, and of references only what they refer to. */
const environment = (raw: readonly unknown[], isMesh: boolean): readonly Projected[] =>
  raw.filter(isRecord).map((variable) => {
    const name = text(variable.name) ?? ''
    // By hand, not by a general helper: a thousand Pods have twenty thousand of these.
    const out: Record<string, unknown> = { name }
    if (isMesh && isReadVariable(name) && text(variable.value) !== undefined) {
      out.value = variable.value
    }
    if (isRecord(variable.valueFrom)) {
      const from = kept(variable.valueFrom, REFERENCES)
      if (Object.keys(from).length > 0) out.valueFrom = from
    }
    return out
  })
const REFERENCES = ['secretKeyRef', 'configMapKeyRef']

export type PodStatus = {
  readonly phase?: unknown
  readonly podIP?: unknown
  readonly hostIP?: unknown
  readonly podIPs?: readonly unknown[]
  readonly conditions?: readonly Projected[]
  readonly containerStatuses?: readonly Projected[]
  readonly initContainerStatuses?: readonly Projected[]
}

export const podStatusOf = shape<PodStatus>([
  'phase',
  'podIP',
  'hostIP',
  'podIPs',
  'conditions',
  'containerStatuses',
  'initContainerStatuses',
])

export const CONTAINER_STATUS = ['name', 'ready', 'started', 'image']
export const CONDITION = ['type', 'status', 'reason']
export const isReady = (condition: Projected): boolean => condition.type === 'Ready'

function projectPodStatus(raw: unknown): unknown {
  if (!isRecord(raw)) return raw
  return podStatusOf({
    phase: own(raw, 'phase'),
    podIP: own(raw, 'podIP'),
    hostIP: own(raw, 'hostIP'),
    podIPs: severalAddresses(raw.podIPs),
    conditions: projectConditions(raw.conditions),
    containerStatuses: projectStatuses(raw.containerStatuses),
    initContainerStatuses: projectStatuses(raw.initContainerStatuses),
  })
}

/** Of Pods with two address families; with one they say the same as podIP. */
export const severalAddresses = (raw: unknown): readonly unknown[] | undefined =>
  Array.isArray(raw) && raw.length > 1 ? raw : undefined

export const projectConditions = (raw: unknown): readonly Projected[] | undefined =>
  Array.isArray(raw)
    ? share(
        records(raw)
          .filter(({ value }) => isReady(value))
          .map(({ value }) => kept(value, CONDITION)),
      )
    : undefined

export const projectStatuses = (raw: unknown): readonly Projected[] | undefined =>
  Array.isArray(raw)
    ? share(records(raw).map(({ value }) => kept(value, CONTAINER_STATUS)))
    : undefined
