import { at, flag, number, records, text, textMap, texts } from '#lib/resources/field.ts'
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

/** What replicas have in common: one object for all pods whose texts are the same objects. */
export type PodTraits = {
  readonly labels: Labels
  readonly annotations: ReadonlyMap<string, string>
  readonly containers: readonly Container[]
  readonly hostNetwork: boolean
  readonly serviceAccount: string
}

/** The part of a pod, or of a pod template, that the model reads. */
export type Pod = PodTraits & {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  readonly traits: PodTraits
  readonly ip: string | undefined
  readonly node: string | undefined
  readonly phase: string
  readonly facts: PodFacts
  readonly isTemplate: boolean
}

/** A value for each object that it is read from, kept for as long as that lives. */
function once<T>(read: (of: unknown) => T): (of: unknown) => T {
  const known = new WeakMap<object, { readonly made: T }>()
  return (of) => {
    if (typeof of !== 'object' || of === null) return read(of)
    const found = known.get(of)
    if (found) return found.made
    const made = read(of)
    known.set(of, { made })
    return made
  }
}

const NO_PORTS: readonly ContainerPort[] = []
const NO_CONTAINERS: readonly Container[] = []

function container(entry: Readonly<Record<string, unknown>>, init: boolean): Container {
  const ports = records(entry.ports).flatMap(({ value: port }) => {
    const containerPort = number(port.containerPort)
    return containerPort === undefined
      ? []
      : [{ name: text(port.name), port: containerPort, hostPort: number(port.hostPort) }]
  })
  return {
    name: text(entry.name) ?? '',
    image: text(entry.image) ?? '',
    args: texts(entry.args).slice(),
    // A copy has room for just these; what has grown keeps seventeen places.
    ports: ports.length > 0 ? ports.slice() : NO_PORTS,
    init,
    restartPolicy: text(entry.restartPolicy),
  }
}

const containers = (value: unknown, init: boolean): readonly Container[] => {
  const all = records(value).map(({ value: entry }) => container(entry, init))
  return all.length > 0 ? all : NO_CONTAINERS
}

const textsOf = once(textMap)
const runningOf = once((value) => containers(value, false))
const initialOf = once((value) => containers(value, true))

/** Both lists in one, the same one for the same two. */
const together = (() => {
  const known = new WeakMap<
    readonly Container[],
    WeakMap<readonly Container[], readonly Container[]>
  >()
  return (running: readonly Container[], initial: readonly Container[]) => {
    if (initial.length === 0) return running
    if (running.length === 0) return initial
    const beside = known.get(running) ?? new WeakMap<readonly Container[], readonly Container[]>()
    known.set(running, beside)
    const all = beside.get(initial) ?? [...running, ...initial]
    beside.set(initial, all)
    return all
  }
})()

/** Traits by labels, which are the most likely to differ; those of one template follow each other. */
const knownTraits = new WeakMap<Labels, readonly PodTraits[]>()
const MOST_TRAITS = 32

function traitsOf(metadata: unknown, spec: unknown): PodTraits {
  const traits: PodTraits = {
    labels: textsOf(at(metadata, 'labels')),
    annotations: textsOf(at(metadata, 'annotations')),
    containers: together(runningOf(at(spec, 'containers')), initialOf(at(spec, 'initContainers'))),
    hostNetwork: flag(at(spec, 'hostNetwork')) ?? false,
    serviceAccount: text(at(spec, 'serviceAccountName')) ?? 'default',
  }
  const known = knownTraits.get(traits.labels) ?? []
  const found = known.find(
    (one) =>
      one.containers === traits.containers &&
      one.annotations === traits.annotations &&
      one.hostNetwork === traits.hostNetwork &&
      one.serviceAccount === traits.serviceAccount,
  )
  if (found) return found
  if (known.length < MOST_TRAITS) knownTraits.set(traits.labels, [...known, traits])
  return traits
}

/** A pod as it runs, or as a template says; what it shares with others is held once, the rest read when asked. */
class ReadPod implements Pod {
  readonly object: KubernetesObject
  readonly traits: PodTraits
  readonly name: string
  readonly isTemplate: boolean

  constructor(object: KubernetesObject, metadata: unknown, spec: unknown, isTemplate: boolean) {
    this.object = object
    this.traits = traitsOf(metadata, spec)
    this.name = text(at(metadata, 'name')) ?? object.metadata.name
    this.isTemplate = isTemplate
  }

  get ref(): Ref {
    const { kind, metadata } = this.object
    return formatRef(this.isTemplate ? kind : 'Pod', metadata.namespace, metadata.name)
  }

  get namespace(): string {
    return this.object.metadata.namespace ?? ''
  }

  get labels(): Labels {
    return this.traits.labels
  }

  get annotations(): ReadonlyMap<string, string> {
    return this.traits.annotations
  }

  get containers(): readonly Container[] {
    return this.traits.containers
  }

  get hostNetwork(): boolean {
    return this.traits.hostNetwork
  }

  get serviceAccount(): string {
    return this.traits.serviceAccount
  }

  get #status(): unknown {
    return this.isTemplate ? undefined : this.object.status
  }

  get ip(): string | undefined {
    return text(at(this.#status, 'podIP'))
  }

  get node(): string | undefined {
    return this.isTemplate ? undefined : text(at(this.object.spec, 'nodeName'))
  }

  get phase(): string {
    return text(at(this.#status, 'phase')) ?? 'Unknown'
  }

  get facts(): PodFacts {
    const { name, phase, node } = this
    return { name, ready: readyOf(this.containers, this.#status), phase, ...(node ? { node } : {}) }
  }
}

/** As kubectl prints it under READY: containers, and init containers that keep running beside them. */
function readyOf(all: readonly Container[], status: unknown): string {
  const names = new Set<string>()
  let counted = 0
  for (const { name, init, restartPolicy } of all) {
    if (init && restartPolicy !== 'Always') continue
    names.add(name)
    counted += 1
  }
  let ready = 0
  for (const field of ['containerStatuses', 'initContainerStatuses'])
    for (const { value } of records(at(status, field)))
      if (flag(value.ready) && names.has(text(value.name) ?? '')) ready += 1
  return `${ready}/${counted}`
}

const pods = new WeakMap<KubernetesObject, Pod>()

/** A Pod object; parsed once for as long as the object lives. */
export function parsePod(object: KubernetesObject): Pod {
  const known = pods.get(object)
  if (known) return known
  const pod = new ReadPod(object, object.metadata, object.spec, false)
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
  const pod = new ReadPod(object, at(template, 'metadata'), at(template, 'spec'), true)
  templates.set(object, pod)
  return pod
}

const readOwners = once((references): readonly OwnerReference[] =>
  records(references).flatMap(({ value }) => {
    const [apiVersion, kind, name] = [text(value.apiVersion), text(value.kind), text(value.name)]
    if (!kind || !name) return []
    const controller = flag(value.controller) ?? false
    return [{ apiVersion: apiVersion ?? '', kind, name, uid: text(value.uid) ?? '', controller }]
  }),
)

/** Replicas of one workload share theirs. */
export const ownersOf = (object: KubernetesObject): readonly OwnerReference[] =>
  readOwners(object.metadata.ownerReferences)
