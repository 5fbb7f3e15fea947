import type { ServicePosture } from '#lib/model/inbound.ts'
import type { MeshModel } from '#lib/model/mesh-model.ts'
import type { Workload } from '#lib/model/workload.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Walk } from '../../provider.ts'
import {
  type AuthorizationPolicy,
  readAuthorizationPolicies,
  readRequestAuthentications,
} from '../authorization-policy.ts'
import {
  AUTHORIZATION_POLICIES,
  PEER_AUTHENTICATIONS,
  REQUEST_AUTHENTICATIONS,
  VIRTUAL_SERVICES,
} from '../kinds.ts'
import { readPeerAuthentications } from '../peer-authentication.ts'
import { readVirtualServices, type VirtualService } from '../virtual-service.ts'
import { controlPlanes, istioOf } from './istio-of.ts'

type WalkOver<T> = Walk & {
  readonly find: (model: MeshModel, group: string, key: string) => T | undefined
}

const isQuiet = (model: MeshModel, namespace: string) => controlPlanes(model).has(namespace)

/** Workloads that are the user's to change. */
export const WORKLOADS: WalkOver<Workload> = {
  name: 'workload',
  groups: (model) => model.cluster.namespaceNames(),
  keys: (model, namespace) =>
    isQuiet(model, namespace) ? [] : model.cluster.workloadsIn(namespace).map((w) => w.id),
  find: (model, namespace, id) => model.cluster.workload(namespace, id),
}

/** Namespaces that are the user's to change. */
export const NAMESPACES: WalkOver<string> = {
  name: 'namespace',
  groups: (model) => model.cluster.namespaceNames(),
  keys: (model, namespace) => (isQuiet(model, namespace) ? [] : [namespace]),
  find: (_, namespace) => namespace,
}

/** What Services take, where they are the user's to change. */
export const SERVICES: WalkOver<ServicePosture> = {
  name: 'Service',
  groups: (model) => model.cluster.namespaceNames(),
  keys: (model, namespace) =>
    isQuiet(model, namespace) ? [] : model.cluster.servicesIn(namespace).map((s) => s.name),
  find(model, namespace, name) {
    const service = model.cluster.service(namespace, name)
    return service && istioOf(model)?.posture?.(service)
  },
}

const held = (model: MeshModel, kind: string) => model.snapshot.kinds.get(kind)?.namespaces

/** Objects of one kind, each read by itself. */
function objects<T>(
  name: string,
  kind: string,
  read: (objects: readonly KubernetesObject[], domain?: string) => readonly T[],
): WalkOver<T> {
  return {
    name,
    groups: (model) => [...(held(model, kind)?.keys() ?? [])].sort(),
    keys: (model, namespace) => [...(held(model, kind)?.get(namespace)?.keys() ?? [])].sort(),
    find(model, namespace, key) {
      const object = held(model, kind)?.get(namespace)?.get(key)
      return object && read([object], istioOf(model)?.view.domain)[0]
    },
  }
}

export const VIRTUAL_SERVICES_EACH: WalkOver<VirtualService> = objects(
  'VirtualService',
  VIRTUAL_SERVICES,
  readVirtualServices,
)

export const AUTHORIZATION_POLICIES_EACH: WalkOver<AuthorizationPolicy> = objects(
  'AuthorizationPolicy',
  AUTHORIZATION_POLICIES,
  readAuthorizationPolicies,
)

type SelectivePolicy = Pick<AuthorizationPolicy, 'ref' | 'namespace' | 'selector'>

const SELECTIVE: ReadonlyMap<
  string,
  (objects: readonly KubernetesObject[]) => readonly SelectivePolicy[]
> = new Map<string, (objects: readonly KubernetesObject[]) => readonly SelectivePolicy[]>([
  [PEER_AUTHENTICATIONS, readPeerAuthentications],
  [AUTHORIZATION_POLICIES, readAuthorizationPolicies],
  [REQUEST_AUTHENTICATIONS, readRequestAuthentications],
])

/** Policies that select pods by labels, of all kinds; keys are `kind name`. */
export const SELECTIVE_POLICIES: WalkOver<SelectivePolicy & { readonly kind: string }> = {
  name: 'selective policy',
  groups: (model) =>
    [
      ...new Set([...SELECTIVE.keys()].flatMap((kind) => [...(held(model, kind)?.keys() ?? [])])),
    ].sort(),
  keys: (model, namespace) =>
    [...SELECTIVE.keys()].flatMap((kind) =>
      [...(held(model, kind)?.get(namespace)?.keys() ?? [])]
        .sort()
        .map((name) => `${kind} ${name}`),
    ),
  find(model, namespace, key) {
    const space = key.indexOf(' ')
    const kind = key.slice(0, space)
    const object = held(model, kind)
      ?.get(namespace)
      ?.get(key.slice(space + 1))
    const policy = object && SELECTIVE.get(kind)?.([object])[0]
    return policy && { ...policy, kind }
  },
}
