import { reader } from '#lib/meshes/istio/creation.ts'
import { at, isRecord, number, records, text, textMap, texts } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { hasLabels, type Labels } from '#lib/resources/label-selector.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'

export const SIDECARS = 'networking.istio.io/sidecars'

export type EgressListener = {
  /** Where it stands in the object. */
  readonly path: string
  readonly port: number | undefined
  readonly protocol: string
  /** As written: `namespace/dnsName`. */
  readonly hosts: readonly string[]
}

export type OutboundMode = 'ALLOW_ANY' | 'REGISTRY_ONLY'

export type Sidecar = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly name: string
  /** `undefined` for the whole namespace. A selector without labels selects all, ahead of those without one. */
  readonly selector: Labels | undefined
  readonly egress: readonly EgressListener[]
  readonly outbound: OutboundMode | undefined
}

/** An absent block says nothing; in a block an absent mode is the enumeration's first value. */
function outboundOf(value: unknown): OutboundMode | undefined {
  if (!isRecord(value)) return undefined
  return text(value.mode) === 'ALLOW_ANY' ? 'ALLOW_ANY' : 'REGISTRY_ONLY'
}

/** Sidecars, oldest first. */
export const readSidecars = reader((object): Sidecar => {
  const selector = at(object.spec, 'workloadSelector')
  return {
    object,
    ref: refOf(object),
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    selector: isRecord(selector) ? textMap(selector.labels) : undefined,
    egress: records(at(object.spec, 'egress')).map(({ at: place, value }) => ({
      path: `spec.egress[${place}]`,
      port: number(at(value, 'port', 'number')),
      protocol: (text(at(value, 'port', 'protocol')) ?? '').toUpperCase(),
      hosts: texts(value.hosts),
    })),
    outbound: outboundOf(at(object.spec, 'outboundTrafficPolicy')),
  }
})

/**
 * Finds the one Sidecar that counts for a workload. Sidecars are never merged.
 * @see istio/istio pilot/pkg/model/push_context.go, initSidecarScopes and getSidecarScope
 */
export class SidecarIndex {
  readonly #selective = new Map<string, Sidecar[]>()
  readonly #whole = new Map<string, Sidecar>()
  readonly #root: string

  constructor(sidecars: Iterable<Sidecar>, rootNamespace: string) {
    this.#root = rootNamespace
    for (const sidecar of sidecars) {
      if (sidecar.selector) {
        addTo(this.#selective, sidecar.namespace, sidecar)
      } else if (!this.#whole.has(sidecar.namespace)) this.#whole.set(sidecar.namespace, sidecar)
    }
  }

  /**
   * The oldest in the namespace that selects the workload, else the oldest without a selector there, else the
   * root namespace's without a selector, which then counts as if it stood in the workload's namespace.
   */
  find(
    namespace: string,
    labels: Labels,
  ): { readonly sidecar: Sidecar; readonly because: string } | undefined {
    const chosen = this.#selective
      .get(namespace)
      ?.find(({ selector }) => selector && hasLabels(labels, selector))
    if (chosen) return { sidecar: chosen, because: 'Its selector matches the workload.' }
    const own = this.#whole.get(namespace)
    if (own) return { sidecar: own, because: `It covers the namespace ${namespace}.` }
    const root = this.#whole.get(this.#root)
    return (
      root && {
        sidecar: root,
        because: `${namespace} has none of its own, so the root namespace's counts here.`,
      }
    )
  }
}
