import type { Membership } from '#lib/model/membership.ts'
import { objectsOf } from '#lib/model/objects.ts'
import type { Pod } from '#lib/model/pod.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import type { Snapshot } from '#lib/snapshot/snapshot.ts'
import {
  type AuthorizationPolicy,
  type RequestAuthentication,
  readAuthorizationPolicies,
  readRequestAuthentications,
} from '../authorization-policy.ts'
import { type Attached, type AttachedPolicy, whyAttached } from '../effective/attachment.ts'
import type { ProxyView } from '../effective/proxy-view.ts'
import { AUTHORIZATION_POLICIES, REQUEST_AUTHENTICATIONS } from '../kinds.ts'

/** Policies of one kind by the proxies that they reach. */
export class Reach<P extends AttachedPolicy> {
  readonly all: readonly P[]
  readonly #byNamespace = new Map<string, P[]>()
  readonly #root: string

  constructor(policies: readonly P[], rootNamespace: string) {
    this.all = policies
    this.#root = rootNamespace
    for (const policy of policies) addTo(this.#byNamespace, policy.namespace, policy)
  }

  /** Root namespace first; oldest first in each. */
  on(proxy: ProxyView): readonly Attached<P>[] {
    return [...new Set([this.#root, proxy.namespace])].flatMap((namespace) =>
      (this.#byNamespace.get(namespace) ?? []).flatMap((policy) => {
        const because = whyAttached(policy, proxy, this.#root)
        return because === undefined ? [] : [{ policy, because }]
      }),
    )
  }
}

export type Policies = {
  readonly authorization: Reach<AuthorizationPolicy>
  readonly authentication: Reach<RequestAuthentication>
}

/** AuthorizationPolicies and RequestAuthentications of a snapshot, by whom they reach. */
export const policiesIn = (snapshot: Snapshot, rootNamespace: string): Policies => ({
  authorization: new Reach(
    readAuthorizationPolicies(objectsOf(snapshot, AUTHORIZATION_POLICIES)),
    rootNamespace,
  ),
  authentication: new Reach(
    readRequestAuthentications(objectsOf(snapshot, REQUEST_AUTHENTICATIONS)),
    rootNamespace,
  ),
})

/** A pod's proxy as the control plane asks about it. */
export const proxyOf = (pod: Pod, { inMesh }: Pick<Membership, 'inMesh'>): ProxyView => ({
  type: inMesh === 'gateway' || inMesh === 'waypoint' ? inMesh : 'sidecar',
  namespace: pod.namespace,
  labels: pod.labels,
})
