import type { KindId } from '#lib/resources/kind.ts'
import type { KubernetesObject, ObjectMeta } from '#lib/resources/kubernetes-object.ts'
import { JsonBytes, Unusual } from './json-bytes.ts'
import { isRead } from './project-metadata.ts'
import { CONTAINER_FIELDS, SPEC_FIELDS } from './project-pod.ts'
import { objectOf, projectBody, WEBHOOK_FIELDS } from './projection.ts'
import { alike, each, names, only, type Read, whole } from './read-fields.ts'
import { readMetadata } from './read-metadata.ts'
import { readPodSpec, readPodStatus } from './read-pod.ts'

export type ReadEvent = { readonly type: string; readonly object: KubernetesObject }

/**
 * A line of a watch with an object, read as `project` would have it, without parsing what that drops.
 *
 * @throws Unusual where it does not look as API servers write it; SyntaxError where a part is no JSON
 */
export function readEvent(kind: KindId, line: Buffer): ReadEvent {
  const from = new JsonBytes(line)
  let type: string | undefined
  let object: KubernetesObject | undefined
  from.openMap()
  for (let key = from.field(); key !== undefined; key = from.field()) {
    if (key === 'type') type = from.common()
    else if (key === 'object') object = readObject(kind, from)
    else throw new Unusual()
  }
  if (!from.isAtEnd || type === undefined || object === undefined) throw new Unusual()
  return { type, object }
}

function readObject(kind: KindId, from: JsonBytes): KubernetesObject {
  let apiVersion: string | undefined
  let name: string | undefined
  let metadata: ObjectMeta | undefined
  let fields: Fields | undefined
  const raw: Record<string, unknown> = {}
  from.openMap()
  for (let key = from.field(); key !== undefined; key = from.field()) {
    switch (key) {
      case 'apiVersion':
        apiVersion = from.common()
        break
      case 'kind':
        name = from.common()
        break
      case 'metadata':
        // Which fields are read may follow from it, and some have been.
        if (fields) throw new Unusual()
        metadata = readMetadata(from)
        break
      case '__proto__':
        throw new Unusual()
      default: {
        if (!metadata) throw new Unusual()
        fields ??= fieldsOf(kind, metadata)
        const read = fields === ALL ? whole : fields.get(key)
        if (read) raw[key] = read(from)
        else from.skip()
      }
    }
  }
  if (apiVersion === undefined || name === undefined || !metadata) throw new Unusual()
  const envelope = { apiVersion, kind: name, metadata }
  // Read as it is to be kept.
  if (kind === PODS) return objectOf({ ...envelope, spec: raw.spec, status: raw.status })
  return projectBody(kind, envelope, raw)
}

type Fields = ReadonlyMap<string, Read>
const PODS = 'core/pods'
const ALL: Fields = new Map()
const NONE: Fields = new Map()

function fieldsOf(kind: KindId, metadata: ObjectMeta): Fields {
  if (kind === 'core/configmaps') return isRead(metadata.name) ? CONFIG_MAP : NONE
  if (kind === 'apps/replicasets' && metadata.ownerReferences?.some((owner) => owner.controller)) {
    return OWNED_REPLICA_SET
  }
  return BY_KIND.get(kind) ?? ALL
}

const fields = (of: Readonly<Record<string, Read>>): Fields => new Map(Object.entries(of))

const CONTAINERS = each(only(names(CONTAINER_FIELDS)))
const TEMPLATE = only({
  metadata: only({ labels: whole, annotations: whole }),
  spec: only({
    ...names(SPEC_FIELDS),
    containers: CONTAINERS,
    initContainers: CONTAINERS,
    volumes: whole,
    securityContext: whole,
  }),
})
const CONTROLLER = fields({
  spec: only({
    ...names(['replicas', 'serviceName', 'paused']),
    selector: whole,
    template: TEMPLATE,
  }),
  status: only(
    names([
      'replicas',
      'readyReplicas',
      'availableReplicas',
      'updatedReplicas',
      'observedGeneration',
    ]),
  ),
})
const OWNED_REPLICA_SET = fields({
  spec: only({
    replicas: whole,
    selector: whole,
    template: only({ metadata: only({ labels: whole, annotations: whole }) }),
  }),
  status: only(names(['replicas', 'readyReplicas', 'availableReplicas', 'updatedReplicas'])),
})
const CONFIG_MAP = fields({ data: whole })

/** For kinds of which less is kept than all: the fields that their projection reads, and maybe more. */
const BY_KIND: ReadonlyMap<KindId, Fields> = new Map<KindId, Fields>([
  [PODS, fields({ spec: readPodSpec, status: readPodStatus })],
  ['core/secrets', fields({ type: whole })],
  ['core/serviceaccounts', NONE],
  ['core/namespaces', fields({ status: only({ phase: whole }) })],
  ['core/nodes', fields({ spec: whole, status: only({ addresses: whole }) })],
  ['core/replicationcontrollers', CONTROLLER],
  ['apps/deployments', CONTROLLER],
  ['apps/statefulsets', CONTROLLER],
  ['apps/replicasets', CONTROLLER],
  [
    'apps/daemonsets',
    fields({ spec: only({ selector: whole, template: TEMPLATE }), status: whole }),
  ],
  [
    'discovery.k8s.io/endpointslices',
    fields({
      addressType: whole,
      ports: alike(),
      endpoints: each(
        only({
          addresses: whole,
          conditions: alike(),
          targetRef: only({ kind: whole, namespace: whole, name: whole }),
        }),
      ),
    }),
  ],
  [
    'admissionregistration.k8s.io/mutatingwebhookconfigurations',
    fields({
      webhooks: each(
        only({ ...names(WEBHOOK_FIELDS), clientConfig: only({ service: whole, url: whole }) }),
      ),
    }),
  ],
  [
    'apiextensions.k8s.io/customresourcedefinitions',
    fields({
      spec: only({
        ...names(['group', 'names', 'scope', 'version']),
        versions: each(only(names(['name', 'served', 'storage', 'deprecated']))),
      }),
    }),
  ],
])
