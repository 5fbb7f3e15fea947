import { isRecord, record, records, text } from '#lib/resources/field.ts'
import { annotations } from './project-metadata.ts'
import { defined, kept, type Projected } from './projected.ts'
import { ContainerList } from './read-pod.ts'
import { share } from './share.ts'

/** A Pod as the model reads it: what runs, where, whether it is ready, and whether a proxy stands before it. */
export const projectPod = ({ spec, status }: Projected): Projected => ({
  spec: projectPodSpec(spec),
  status: projectStatus(status),
})

/** The pod template of a controller. */
export const projectTemplate = (raw: unknown): unknown =>
  isRecord(raw)
    ? {
        metadata: defined({
          ...kept(raw.metadata, ['labels']),
          annotations: annotations(record(raw.metadata).annotations),
        }),
        spec: projectPodSpec(raw.spec),
      }
    : raw

const SPEC_FIELDS = ['nodeName', 'hostNetwork', 'serviceAccountName', 'subdomain', 'hostname']

function projectPodSpec(raw: unknown): unknown {
  if (!isRecord(raw)) return raw
  const references = new Set<string>()
  const volumes = records(raw.volumes).map(({ value }) => {
    const name = text(value.name) ?? ''
    const volume = defined({
      name,
      secret: isRecord(value.secret) ? kept(value.secret, ['secretName']) : undefined,
      configMap: isRecord(value.configMap) ? kept(value.configMap, ['name']) : undefined,
    })
    if (Object.keys(volume).length > 1) references.add(name)
    return volume
  })
  const projectAll = (list: readonly unknown[]) =>
    records(list).map(({ value }) => share(projectContainer(value, references)))
  // Which mounts are kept depends on the volumes of the Pod.
  const sort = references.size > 0 ? JSON.stringify([...references]) : ''
  const containers = (list: unknown) => {
    if (list instanceof ContainerList) return list.projected(sort, projectAll)
    return Array.isArray(list) ? projectAll(list) : undefined
  }
  return defined({
    ...kept(raw, SPEC_FIELDS),
    containers: containers(raw.containers),
    initContainers: containers(raw.initContainers),
    volumes: volumes.length > 0 ? share(volumes) : undefined,
    securityContext: runAs(raw.securityContext),
  })
}

const CONTAINER_FIELDS = [
  'name',
  'image',
  'args',
  'ports',
  'restartPolicy',
  'readinessProbe',
  'livenessProbe',
  'startupProbe',
]

function projectContainer(raw: Projected, references: ReadonlySet<string>): Projected {
  const mounts = records(raw.volumeMounts)
    .filter(({ value }) => references.has(text(value.name) ?? ''))
    .map(({ value }) => kept(value, ['name', 'mountPath']))
  return defined({
    ...kept(raw, CONTAINER_FIELDS),
    env: Array.isArray(raw.env) ? environment(raw.env, isMeshContainer(raw)) : undefined,
    envFrom: raw.envFrom,
    volumeMounts: mounts.length > 0 ? mounts : undefined,
    securityContext: runAs(raw.securityContext),
  })
}

/** Which user a process runs as decides whether a proxy takes its traffic. */
function runAs(raw: unknown): Projected | undefined {
  if (!isRecord(raw)) return undefined
  const out = kept(raw, ['runAsUser', 'runAsGroup'])
  return Object.keys(out).length > 0 ? out : undefined
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
const isMeshContainer = (raw: Projected) => MESH_CONTAINERS.has(text(raw.name) ?? '')

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
const isReadVariable = (name: string) =>
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

function projectStatus(raw: unknown): unknown {
  if (!isRecord(raw)) return raw
  const containers = (list: unknown) =>
    Array.isArray(list)
      ? share(records(list).map(({ value }) => kept(value, ['name', 'ready', 'started', 'image'])))
      : undefined
  return defined({
    ...kept(raw, ['phase', 'podIP', 'hostIP']),
    // Pods with two address families; with one it says the same as podIP.
    podIPs: Array.isArray(raw.podIPs) && raw.podIPs.length > 1 ? raw.podIPs : undefined,
    conditions: Array.isArray(raw.conditions)
      ? share(
          records(raw.conditions)
            .filter(({ value }) => value.type === 'Ready')
            .map(({ value }) => kept(value, ['type', 'status', 'reason'])),
        )
      : undefined,
    containerStatuses: containers(raw.containerStatuses),
    initContainerStatuses: containers(raw.initContainerStatuses),
  })
}
