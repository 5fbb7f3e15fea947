import { isRecord, record, text } from '#lib/resources/field.ts'
import type { KindId } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { isRead, projectMetadata } from './project-metadata.ts'
import { projectPod, projectTemplate } from './project-pod.ts'
import { defined, kept, type Projected } from './projected.ts'

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
  const rest = (BY_KIND.get(kind) ?? whole)(raw, metadata)
  return {
    // Entries of a list carry neither; a watch event carries both.
    apiVersion: text(raw.apiVersion) ?? envelope.apiVersion,
    kind: text(raw.kind) ?? envelope.kind,
    metadata,
    ...defined(rest),
  }
}

type Projection = (raw: Projected, metadata: KubernetesObject['metadata']) => Projected

/** Small objects that meshes are made of: everything but the envelope, which is projected already. */
const whole: Projection = (raw) =>
  Object.fromEntries(Object.entries(raw).filter(([field]) => !ENVELOPE.has(field)))
const ENVELOPE: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata'])

const nothing: Projection = () => ({})

const COUNTS = ['replicas', 'readyReplicas', 'availableReplicas', 'updatedReplicas'] as const

const controller: Projection = ({ spec, status }) => ({
  spec: defined({
    ...kept(spec, ['replicas', 'selector', 'serviceName', 'paused']),
    template: projectTemplate(record(spec).template),
  }),
  status: kept(status, [...COUNTS, 'observedGeneration']),
})

/** Of the many replica sets a Deployment leaves behind only labels and counts are read. */
const replicaSet: Projection = (raw, metadata) => {
  if (!metadata.ownerReferences?.some((owner) => owner.controller)) return controller(raw, metadata)
  const template = record(record(raw.spec).template)
  return {
    spec: defined({
      ...kept(raw.spec, ['replicas', 'selector']),
      template: { metadata: kept(template.metadata, ['labels', 'annotations']) },
    }),
    status: kept(raw.status, COUNTS),
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

/** Text of config maps may hold anything; only what a control plane is configured by is kept. */
const configMap: Projection = (raw, { name }) => (isRead(name) ? kept(raw, ['data']) : {})

const node: Projection = ({ spec, status }) => ({
  spec: kept(spec, ['podCIDR', 'podCIDRs', 'providerID']),
  status: kept(status, ['addresses']),
})

const WEBHOOK_FIELDS = [
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
  ['apps/deployments', controller],
  ['apps/statefulsets', controller],
  ['apps/replicasets', replicaSet],
  ['apps/daemonsets', daemonSet],
  ['batch/jobs', job],
  ['batch/cronjobs', cronJob],
  ['admissionregistration.k8s.io/mutatingwebhookconfigurations', webhooks],
  ['apiextensions.k8s.io/customresourcedefinitions', definition],
])
