import { at, isRecord, own, text, textMap } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type Labels, SelectorIndex } from '#lib/resources/label-selector.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import { reader } from './creation.ts'

export type PeerMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE'

export type PeerAuthentication = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly selector: Labels | undefined
  readonly mode: PeerMode | undefined
  /** By the pod's port. A port that is named but UNSET falls back to the workload's mode. */
  readonly ports: ReadonlyMap<number, PeerMode>
}

/** UNSET and absent are both `undefined`. */
function modeOf(value: unknown): PeerMode | undefined {
  const mode = text(own(value, 'mode'))
  return mode === 'STRICT' || mode === 'PERMISSIVE' || mode === 'DISABLE' ? mode : undefined
}

/** PeerAuthentications, oldest first. An empty selector is none. */
export const readPeerAuthentications = reader((object): PeerAuthentication => {
  const selector = textMap(at(object.spec, 'selector', 'matchLabels'))
  const ports = at(object.spec, 'portLevelMtls')
  return {
    object,
    ref: refOf(object),
    namespace: object.metadata.namespace ?? '',
    selector: selector.size > 0 ? selector : undefined,
    mode: modeOf(at(object.spec, 'mtls')),
    ports: new Map(
      isRecord(ports)
        ? Object.entries(ports).flatMap(([port, value]) => {
            const mode = modeOf(value)
            return mode ? [[Number(port), mode] as const] : []
          })
        : [],
    ),
  }
})

export type InboundDecision = {
  readonly mode: PeerMode
  readonly by: Ref | 'default'
  readonly isPort: boolean
}

/**
 * Effective inbound mTLS of a workload's ports.
 *
 * The narrowest scope that sets a mode wins: port, workload, namespace, mesh, then permissive. Two policies in
 * one scope: the older counts. Policies with a selector in the root namespace have no effect.
 *
 * @see istio/istio pilot/pkg/security/authn/policy_applier.go, ComposePeerAuthentication
 */
export class PeerAuthentications {
  readonly #namespaces = new Map<string, PeerAuthentication>()
  readonly #selectors = new Map<string, SelectorIndex<PeerAuthentication>>()
  readonly #root: string
  readonly all: readonly PeerAuthentication[]

  constructor(policies: readonly PeerAuthentication[], rootNamespace: string) {
    this.all = policies
    this.#root = rootNamespace
    const selective = new Map<string, PeerAuthentication[]>()
    for (const policy of policies) {
      if (!policy.selector) {
        if (!this.#namespaces.has(policy.namespace)) this.#namespaces.set(policy.namespace, policy)
      } else if (policy.namespace !== rootNamespace) {
        addTo(selective, policy.namespace, policy)
      }
    }
    for (const [namespace, list] of selective)
      this.#selectors.set(namespace, new SelectorIndex(list, (p) => p.selector))
  }

  /** The workload's own policy, if one selects it. */
  own(namespace: string, labels: Labels): PeerAuthentication | undefined {
    return this.#selectors.get(namespace)?.matching(labels)[0]
  }

  /** @param port the pod's port that receives the connection, not the Service's; without one the workload's mode */
  decide(namespace: string, labels: Labels, port: number | undefined): InboundDecision {
    let decision: InboundDecision = { mode: 'PERMISSIVE', by: 'default', isPort: false }
    const own = this.own(namespace, labels)
    for (const policy of [this.#namespaces.get(this.#root), this.#namespaces.get(namespace), own])
      if (policy?.mode) decision = { mode: policy.mode, by: policy.ref, isPort: false }
    const mode = port === undefined ? undefined : own?.ports.get(port)
    return own && mode ? { mode, by: own.ref, isPort: true } : decision
  }
}
