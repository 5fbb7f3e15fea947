import { isRecord, own, record, records, text, textMap } from '#lib/resources/field.ts'
import type { ServedKind } from './served-kind.ts'
import type { Cause } from './status-error.ts'
import type { StoredObject } from './store.ts'

/**
 * Defaults of Kubernetes' own kinds that a reader of the mesh can see. The real server sets more (probe
 * periods, termination messages…); those are left out.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/v1/defaults.go
 */
export function builtInDefaults(
  kind: ServedKind,
  object: StoredObject,
  isManifest: boolean,
): StoredObject {
  switch (kind.kind) {
    case 'Service':
      return {
        ...object,
        spec: serviceSpec(record(object.spec)),
        status: object.status ?? { loadBalancer: {} },
      }
    case 'Namespace':
      return {
        ...object,
        metadata: {
          ...object.metadata,
          labels: {
            'kubernetes.io/metadata.name': object.metadata.name,
            ...record(object.metadata.labels),
          },
        },
        spec: { finalizers: ['kubernetes'], ...record(object.spec) },
        status: { phase: 'Active', ...record(object.status) },
      }
    case 'Pod':
      return {
        ...object,
        spec: withPorts(record(object.spec)),
        status:
          isManifest && object.status !== undefined
            ? object.status
            : { phase: 'Pending', ...record(object.status) },
      }
    case 'Secret':
      return secret(object)
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
    case 'ReplicationController':
      return { ...object, spec: withTemplate({ replicas: 1, ...record(object.spec) }) }
    case 'DaemonSet':
    case 'Job':
      return { ...object, spec: withTemplate(record(object.spec)) }
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return {
        ...object,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...record(object.roleRef) },
        ...(Array.isArray(object.subjects) ? { subjects: object.subjects.map(subject) } : {}),
      }
    default:
      return object
  }
}

function serviceSpec(spec: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const type = text(spec.type) || 'ClusterIP'
  const isHeadless = spec.clusterIP === 'None'
  const ports = records(spec.ports).map(({ value }) => ({
    ...value,
    protocol: text(value.protocol) || 'TCP',
    ...(type === 'ExternalName' ? {} : { targetPort: value.targetPort ?? value.port }),
  }))
  return {
    ...spec,
    type,
    ...(spec.ports === undefined ? {} : { ports }),
    sessionAffinity: text(spec.sessionAffinity) || 'None',
    ...(type === 'ExternalName'
      ? {}
      : { internalTrafficPolicy: spec.internalTrafficPolicy ?? 'Cluster' }),
    ...((type === 'LoadBalancer' || type === 'NodePort') && !isHeadless
      ? { externalTrafficPolicy: spec.externalTrafficPolicy ?? 'Cluster' }
      : {}),
  }
}

/** `stringData` is only a way to write `data`. */
function secret({ stringData, ...object }: StoredObject): StoredObject {
  const type = object.type ?? 'Opaque'
  if (stringData === undefined || stringData === null) return { ...object, type }
  const written = [...textMap(stringData)].map(
    ([key, value]) => [key, Buffer.from(value).toString('base64')] as const,
  )
  return { ...object, type, data: { ...record(object.data), ...Object.fromEntries(written) } }
}

const subject = (value: unknown): unknown =>
  own(value, 'kind') === 'User' || own(value, 'kind') === 'Group'
    ? { apiGroup: 'rbac.authorization.k8s.io', ...record(value) }
    : value

function withTemplate(spec: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const pod = own(spec.template, 'spec')
  if (!isRecord(pod)) return spec
  return { ...spec, template: { ...record(spec.template), spec: withPorts(pod) } }
}

/** `protocol: TCP` on ports of containers. */
function withPorts(spec: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const out: Record<string, unknown> = { ...spec }
  for (const field of ['containers', 'initContainers']) {
    const containers = spec[field]
    if (!Array.isArray(containers)) continue
    out[field] = containers.map((container) => {
      const ports = own(container, 'ports')
      if (!Array.isArray(ports)) return container
      return {
        ...record(container),
        ports: ports.map((port) => ({ ...record(port), protocol: own(port, 'protocol') ?? 'TCP' })),
      }
    })
  }
  return out
}

/** Rules of Kubernetes' own kinds that no schema states; those that a mesh stumbles over. */
export function builtInCauses(kind: ServedKind, object: StoredObject): Cause[] {
  if (kind.kind !== 'Service' || kind.group !== '') return []
  const causes: Cause[] = []
  const spec = record(object.spec)
  const type = text(spec.type) ?? ''
  const ports = records(spec.ports)
  if (ports.length === 0 && type !== 'ExternalName' && spec.clusterIP !== 'None')
    causes.push({ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.ports' })
  const seen = new Set<string>()
  for (const { at, value } of ports) {
    const field = `spec.ports[${at}]`
    const port = typeof value.port === 'number' ? value.port : 0
    if (port < 1 || port > 65_535) {
      const message = `Invalid value: ${port}: must be between 1 and 65535, inclusive`
      causes.push({ reason: 'FieldValueInvalid', message, field: `${field}.port` })
    }
    if (ports.length > 1 && !text(value.name))
      causes.push({
        reason: 'FieldValueRequired',
        message: 'Required value',
        field: `${field}.name`,
      })
    const key = `${value.protocol}/${port}`
    if (seen.has(key)) {
      const message = `Duplicate value: {"protocol":${JSON.stringify(value.protocol)},"port":${port}}`
      causes.push({ reason: 'FieldValueDuplicate', message, field })
    }
    seen.add(key)
  }
  return causes
}
