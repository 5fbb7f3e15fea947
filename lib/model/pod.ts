import { at, flag, list, number, records, text, textMap } from '#lib/resources/field.ts'
import type { KubernetesObject, OwnerReference } from '#lib/resources/kubernetes-object.ts'
import type { Labels } from '#lib/resources/label-selector.ts'
import { formatRef, type Ref } from '#lib/resources/reference.ts'

export type PodFacts = {
  readonly name: string
  readonly ready: string
  readonly phase: string
  readonly node?: string
}

export type ContainerPort = {
  readonly name: string | undefined
  readonly port: number
  readonly hostPort: number | undefined
}

export type Container = {
  readonly name: string
  readonly image: string
  readonly args: readonly string[]
  readonly ports: readonly ContainerPort[]
  readonly init: boolean
  readonly restartPolicy: string | undefined
}

/** The part of a pod, or of a pod template, that the model reads. */
export type Pod = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  readonly labels: Labels
  readonly annotations: ReadonlyMap<string, string>
  readonly containers: readonly Container[]
  readonly hostNetwork: boolean
  readonly serviceAccount: string
  readonly ip: string | undefined
  readonly node: string | undefined
  readonly phase: string
  readonly facts: PodFacts
  readonly isTemplate: boolean
}

function containers(value: unknown, init: boolean): readonly Container[] {
  return records(value).map(({ value: entry }) => ({
    name: text(entry.name) ?? '',
    image: text(entry.image) ?? '',
    args: list(entry.args).filter((arg): arg is string => typeof arg === 'string'),
    ports: records(entry.ports).flatMap(({ value: port }) => {
      const containerPort = number(port.containerPort)
      return containerPort === undefined
        ? []
        : [{ name: text(port.name), port: containerPort, hostPort: number(port.hostPort) }]
    }),
    init,
    restartPolicy: text(entry.restartPolicy),
  }))
}

function podOf(
  object: KubernetesObject,
  ref: Ref,
  metadata: unknown,
  spec: unknown,
  status: unknown,
  isTemplate: boolean,
): Pod {
  const all = [
    ...containers(at(spec, 'containers'), false),
    ...containers(at(spec, 'initContainers'), true),
  ]
  // What kubectl counts under READY: containers, and init containers that keep running beside them.
  const counted = all.filter((c) => !c.init || c.restartPolicy === 'Always')
  const states = [
    ...records(at(status, 'containerStatuses')),
    ...records(at(status, 'initContainerStatuses')),
  ]
  const names = new Set(counted.map((c) => c.name))
  const ready = states.filter(({ value }) => flag(value.ready) && names.has(text(value.name) ?? ''))
  const name = text(at(metadata, 'name')) ?? object.metadata.name
  const node = text(at(spec, 'nodeName'))
  const phase = text(at(status, 'phase')) ?? 'Unknown'
  return {
    object,
    ref,
    namespace: object.metadata.namespace ?? '',
    name,
    labels: textMap(at(metadata, 'labels')),
    annotations: textMap(at(metadata, 'annotations')),
    containers: all,
    hostNetwork: flag(at(spec, 'hostNetwork')) ?? false,
    serviceAccount: text(at(spec, 'serviceAccountName')) ?? 'default',
    ip: text(at(status, 'podIP')),
    node,
    phase,
    facts: { name, ready: `${ready.length}/${counted.length}`, phase, ...(node ? { node } : {}) },
    isTemplate,
  }
}

const pods = new WeakMap<KubernetesObject, Pod>()

/** A Pod object; parsed once for as long as the object lives. */
export function parsePod(object: KubernetesObject): Pod {
  const known = pods.get(object)
  if (known) return known
  const ref = formatRef('Pod', object.metadata.namespace, object.metadata.name)
  const pod = podOf(object, ref, object.metadata, object.spec, object.status, false)
  pods.set(object, pod)
  return pod
}

const templates = new WeakMap<KubernetesObject, Pod>()

/** The pods that a workload would have: its template read as a pod. */
export function parseTemplate(object: KubernetesObject): Pod {
  const known = templates.get(object)
  if (known) return known
  const spec = object.kind === 'CronJob' ? at(object.spec, 'jobTemplate', 'spec') : object.spec
  const template = at(spec, 'template')
  const ref = formatRef(object.kind, object.metadata.namespace, object.metadata.name)
  const pod = podOf(object, ref, at(template, 'metadata'), at(template, 'spec'), undefined, true)
  templates.set(object, pod)
  return pod
}

export function ownersOf(object: KubernetesObject): readonly OwnerReference[] {
  return records(object.metadata.ownerReferences).flatMap(({ value }) => {
    const [apiVersion, kind, name] = [text(value.apiVersion), text(value.kind), text(value.name)]
    if (!kind || !name) return []
    const controller = flag(value.controller) ?? false
    return [{ apiVersion: apiVersion ?? '', kind, name, uid: text(value.uid) ?? '', controller }]
  })
}
