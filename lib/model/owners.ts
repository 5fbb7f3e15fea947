import { at, number } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { ownersOf, type Pod, parsePod, parseTemplate } from './pod.ts'
import { type Workload, workloadId, workloadRef } from './workload.ts'

/** The maps of one namespace that workloads are made of, by kind. */
export type OwnerMaps = Readonly<
  Record<
    | 'Pod'
    | 'Deployment'
    | 'ReplicaSet'
    | 'StatefulSet'
    | 'DaemonSet'
    | 'ReplicationController'
    | 'Job'
    | 'CronJob',
    ReadonlyMap<string, KubernetesObject>
  >
>

const ROOTS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicationController',
  'ReplicaSet',
  'CronJob',
  'Job',
] as const

type Owner = { readonly kind: string; readonly name: string; readonly object?: KubernetesObject }

const controllerOf = (object: KubernetesObject) => {
  const owners = ownersOf(object)
  return owners.find((o) => o.controller) ?? owners[0]
}

/**
 * The outermost owner: Pod → ReplicaSet → Deployment (or a Rollout), Pod → Job → CronJob. An owner of a kind
 * that is not read is the end of the chain and named as the reference names it.
 */
function rootOf(kind: string, object: KubernetesObject, maps: OwnerMaps): Owner {
  let current: Owner = { kind, name: object.metadata.name, object }
  for (let depth = 0; depth < 8 && current.object; depth++) {
    const owner = controllerOf(current.object)
    // A Node owns its mirror pods; that is no workload.
    if (!owner || owner.kind === 'Node') break
    const map = Object.hasOwn(maps, owner.kind) ? maps[owner.kind as keyof OwnerMaps] : undefined
    const parent: KubernetesObject | undefined = map?.get(owner.name)
    if (!parent && owner.kind === 'ReplicaSet') {
      // Its ReplicaSet is not readable: a Deployment's carries the hash that the pod is labelled with.
      const hash = current.object.metadata.labels?.['pod-template-hash']
      if (typeof hash === 'string' && owner.name.endsWith(`-${hash}`)) {
        const name = owner.name.slice(0, -hash.length - 1)
        const deployment = maps.Deployment.get(name)
        return { kind: 'Deployment', name, ...(deployment ? { object: deployment } : {}) }
      }
    }
    current = { kind: owner.kind, name: owner.name, ...(parent ? { object: parent } : {}) }
  }
  return current
}

const hasEnded = (pod: Pod) => pod.phase === 'Succeeded' || pod.phase === 'Failed'

/** Pods gathered under the workloads that own them, and workloads that have none at the moment. */
export function workloadsOf(namespace: string, maps: OwnerMaps): readonly Workload[] {
  const found = new Map<string, { owner: Owner; pods: Pod[] }>()
  const entry = (owner: Owner) => {
    const id = workloadId(owner.kind, namespace, owner.name)
    const known = found.get(id)
    if (known) return known
    const made = { owner, pods: [] as Pod[] }
    found.set(id, made)
    return made
  }
  for (const kind of ROOTS)
    for (const object of maps[kind].values()) {
      const root = rootOf(kind, object, maps)
      // Old ReplicaSets and finished Jobs count through their owner only.
      if (root.object === object || (root.object === undefined && root.kind !== kind)) entry(root)
    }
  // Replicas share their owners, and the hash that may tell the owner behind a ReplicaSet.
  const known = new Map<unknown, { hash: unknown; own: ReturnType<typeof entry> }>()
  for (const object of maps.Pod.values()) {
    const pod = parsePod(object)
    if (hasEnded(pod)) continue
    const owners = ownersOf(object)
    const hash = object.metadata.labels?.['pod-template-hash']
    const replica = known.get(owners)
    if (replica && replica.hash === hash) {
      replica.own.pods.push(pod)
      continue
    }
    const root = rootOf('Pod', object, maps)
    const own = entry(root)
    own.pods.push(pod)
    if (owners.length > 0 && root.object !== object) known.set(owners, { hash, own })
  }
  return [...found.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { owner, pods }]) => ({
      id,
      ref: workloadRef(owner.kind, namespace, owner.name),
      kind: owner.kind,
      namespace,
      name: owner.name,
      object: owner.object,
      template: owner.object && owner.kind !== 'Pod' ? parseTemplate(owner.object) : undefined,
      pods: pods.sort((a, b) => (a.name < b.name ? -1 : 1)),
      replicas: number(at(owner.object?.spec, 'replicas')),
    }))
}
