import { isRecord, record, text } from '#lib/resources/field.ts'
import type { KindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { isRead, projectMetadata } from './project-metadata.ts'
import { projectPod, projectTemplate } from './project-pod.ts'
import { defined, kept, type Projected, shape } from './projected.ts'
import { share } from './share.ts'

/**
 * What the snapshot keeps of one object: all that a model or a check could read, and no more. Applied to each
 * object as it arrives, so that neither bulk nor secrets ever rest in memory. `undefined` for what is no
 * object at all. The editor reads live objects, so nothing here limits what can be edited.
 *
 * The result shares parts with `raw`: treat both as immutable.
 */
export function project(
  kind: KindId,
  raw: unknown,
  envelope: { readonly apiVersion: string; readonly kind: string },
): KubernetesObject | undefined {
  if (!isRecord(raw)) return undefined
  const metadata = projectMetadata(raw.metadata)
  if (!metadata) return undefined
  // Entries of a list carry neither; a watch event carries both.
  const apiVersion = text(raw.apiVersion) ?? envelope.apiVersion
  return projectBody(kind, { apiVersion, kind: text(raw.kind) ?? envelope.kind, metadata }, raw)
}

type Envelope = Pick<KubernetesObject, 'apiVersion' | 'kind' | 'metadata'>

/** @param raw the fields of the object but for its envelope; others are not looked at */
export function projectBody(kind: KindId, envelope: Envelope, raw: Projected): KubernetesObject {
  const { apiVersion, kind: name, metadata } = envelope
  const { spec, status, ...more } = (BY_KIND.get(kind) ?? whole)(raw, metadata)
  const object = objectOf({ apiVersion, kind: name, metadata, spec, status })
  return Object.keys(more).length > 0 ? { ...object, ...defined(more) } : object
}

export const objectOf = shape<KubernetesObject>([
  'apiVersion',
  'kind',
  'metadata',
  'spec',
  'status',
])

type Projection = (raw: Projected, metadata: KubernetesObject['metadata']) => Projected

/** Small objects that meshes are made of: everything but the envelope, which is projected already. */
const whole: Projection = (raw) =>
  Object.fromEntries(Object.entries(raw).filter(([field]) => !ENVELOPE.has(field)))
const ENVELOPE: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata'])

const nothing: Projection = () => ({})

const COUNTS = ['replicas', 'readyReplicas', 'availableReplicas', 'updatedReplicas'] as const
const CONTROLLER_STATUS = [...COUNTS, 'observedGeneration'] as const

const controller: Projection = ({ spec, status }) => ({
  spec: share(
    defined({
      ...kept(spec, ['replicas', 'selector', 'serviceName', 'paused']),
      template: projectTemplate(record(spec).template),
    }),
  ),
  status: share(kept(status, CONTROLLER_STATUS)),
})

/** Of the many replica sets a Deployment leaves behind only labels and counts are read. */
const replicaSet: Projection = (raw, metadata) => {
  if (!metadata.ownerReferences?.some((owner) => owner.controller)) return controller(raw, metadata)
  const template = record(record(raw.spec).template)
  return {
    spec: share(
      defined({
        ...kept(raw.spec, ['replicas', 'selector']),
        template: { metadata: kept(template.metadata, ['labels', 'annotations']) },
      }),
    ),
    status: share(kept(raw.status, COUNTS)),
  }
}

const daemonSet: Projection = ({ spec, status }) => ({
  spec: defined({
    ...kept(spec, ['selector']),
    template: projectTemplate(record(spec).template),
  }),
  status: kept(status, ['desiredNumberScheduled', 'currentNumberScheduled', 'numberReady']),
})

const job: Projection = ({ spec, status }) => ({
  spec: defined({
    ...kept(spec, ['selector', 'parallelism', 'completions', 'suspend']),
    template: projectTemplate(record(spec).template),
  }),
  status: kept(status, ['active', 'succeeded', 'failed', 'ready']),
})

const cronJob: Projection = ({ spec }) => {
  const template = record(record(record(spec).jobTemplate).spec).template
  return {
    spec: defined({
      ...kept(spec, ['schedule', 'suspend']),
      jobTemplate: { spec: defined({ template: projectTemplate(template) }) },
    }),
  }
}

/** Where an endpoint lies and what for is not read; the addresses are its own, all else others have too. */
const endpoints: Projection = (raw) => ({
  ...kept(raw, ['addressType']),
  ports: share(raw.ports),
  endpoints: Array.isArray(raw.endpoints) ? raw.endpoints.map(endpoint) : raw.endpoints,
})

const endpoint = (raw: unknown): unknown =>
  isRecord(raw)
    ? defined({
        addresses: raw.addresses,
        conditions: share(raw.conditions),
        targetRef: isRecord(raw.targetRef) ? kept(raw.targetRef, TARGET) : raw.targetRef,
      })
    : raw
const TARGET = ['kind', 'namespace', 'name'] as const

/** Text of config maps may hold anything; only what a control plane is configured by is kept. */
const configMap: Projection = (raw, { name }) => (isRead(name) ? kept(raw, ['data']) : {})

const node: Projection = ({ spec, status }) => ({
  spec: kept(spec, ['podCIDR', 'podCIDRs', 'providerID']),
  status: kept(status, ['addresses']),
})

export const WEBHOOK_FIELDS = [
  'name',
  'namespaceSelector',
  'objectSelector',
  'rules',
  'failurePolicy',
  'matchPolicy',
  'matchConditions',
  'reinvocationPolicy',
  'sideEffects',
]

const webhooks: Projection = (raw) => ({
  webhooks: (Array.isArray(raw.webhooks) ? raw.webhooks : []).filter(isRecord).map((webhook) => ({
    ...kept(webhook, WEBHOOK_FIELDS),
    clientConfig: kept(webhook.clientConfig, ['service', 'url']),
  })),
})

const definition: Projection = ({ spec }) => {
  const versions = record(spec).versions
  return {
    spec: defined({
      ...kept(spec, ['group', 'names', 'scope', 'version']),
      ...(Array.isArray(versions)
        ? {
            versions: versions
              .filter(isRecord)
              .map((version) => kept(version, ['name', 'served', 'storage', 'deprecated'])),
          }
        : {}),
    }),
  }
}

const secret: Projection = (raw) => kept(raw, ['type'])

const BY_KIND: ReadonlyMap<KindId, Projection> = new Map<KindId, Projection>([
  ['core/pods', projectPod],
  ['core/configmaps', configMap],
  ['core/secrets', secret],
  ['core/serviceaccounts', nothing],
  ['core/namespaces', ({ status }) => ({ status: kept(status, ['phase']) })],
  ['core/nodes', node],
  ['core/replicationcontrollers', controller],
  ['discovery.k8s.io/endpointslices', endpoints],
  ['apps/deployments', controller],
  ['apps/statefulsets', controller],
  ['apps/replicasets', replicaSet],
  ['apps/daemonsets', daemonSet],
  ['batch/jobs', job],
  ['batch/cronjobs', cronJob],
  ['admissionregistration.k8s.io/mutatingwebhookconfigurations', webhooks],
  ['apiextensions.k8s.io/customresourcedefinitions', definition],
])
