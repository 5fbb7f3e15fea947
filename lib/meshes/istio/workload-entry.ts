import { at, isRecord, text, textMap } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { LabelIndex, type Labels } from '#lib/resources/label-selector.ts'
import { addTo } from '#lib/resources/multi-map.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import { reader } from './creation.ts'

/** A workload outside the cluster (a virtual machine, say) that stands behind Services like a pod. */
export type WorkloadEntry = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly address: string
  readonly ports: ReadonlyMap<string, number>
  readonly labels: Labels
  /** Whether the control plane takes it to speak mutual TLS. */
  readonly hasMeshTls: boolean
}

/**
 * By the label, else by a service account.
 * @see istio/istio pilot/pkg/serviceregistry/serviceentry/conversion.go, getTLSModeFromWorkloadEntry
 */
export const hasMeshTls = (labels: Labels, serviceAccount: string | undefined): boolean => {
  const label = labels.get('security.istio.io/tlsMode')
  return label === undefined ? !!serviceAccount : label === 'istio'
}

/** Ports by the name of the Service's port. */
export const namedPorts = (value: unknown): ReadonlyMap<string, number> =>
  new Map(
    isRecord(value)
      ? Object.entries(value).filter((e): e is [string, number] => typeof e[1] === 'number')
      : [],
  )

/** WorkloadEntries, oldest first. Labels of the object count before those in its spec. */
export const readWorkloadEntries = reader((object): WorkloadEntry => {
  const own = textMap(at(object.spec, 'labels'))
  return {
    object,
    ref: refOf(object),
    namespace: object.metadata.namespace ?? '',
    address: text(at(object.spec, 'address')) ?? '',
    ports: namedPorts(at(object.spec, 'ports')),
    labels: new Map([...own, ...textMap(object.metadata.labels)]),
    hasMeshTls: hasMeshTls(own, text(at(object.spec, 'serviceAccount'))),
  }
})

/** WorkloadEntries of a namespace, found by selector. */
export class WorkloadEntryIndex {
  readonly #namespaces = new Map<string, LabelIndex<WorkloadEntry>>()

  constructor(entries: Iterable<WorkloadEntry>) {
    const grouped = new Map<string, WorkloadEntry[]>()
    for (const entry of entries) addTo(grouped, entry.namespace, entry)
    for (const [namespace, own] of grouped)
      this.#namespaces.set(namespace, new LabelIndex(own, (entry) => entry.labels))
  }

  /** Nothing is selected by a selector without labels. */
  selected(namespace: string, selector: Labels | undefined): readonly WorkloadEntry[] {
    if (!selector || selector.size === 0) return []
    return this.#namespaces.get(namespace)?.select(selector) ?? []
  }
}
