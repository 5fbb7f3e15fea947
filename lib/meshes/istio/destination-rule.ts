import { at, isRecord, records, text, textMap, texts } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { Labels } from '#lib/resources/label-selector.ts'
import { type Ref, refOf } from '#lib/resources/reference.ts'
import { reader } from './creation.ts'
import { resolveHost } from './hosts.ts'

export type TlsMode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL'

export type Subset = { readonly name: string; readonly labels: Labels }

/** What a DestinationRule is for; what its traffic policies say is read where it is asked, see `clientSettings`. */
export type DestinationRule = {
  readonly object: KubernetesObject
  readonly ref: Ref
  readonly namespace: string
  readonly host: string
  readonly exportTo: readonly string[]
  readonly selector: Labels | undefined
  /** Whether there is a traffic policy for the host as a whole. */
  readonly hasPolicy: boolean
  readonly subsets: readonly Subset[]
}

/** DestinationRules, oldest first. */
export const readDestinationRules = reader((object, domain): DestinationRule => {
  const namespace = object.metadata.namespace ?? ''
  const selector = textMap(at(object.spec, 'workloadSelector', 'matchLabels'))
  return {
    object,
    ref: refOf(object),
    namespace,
    host: resolveHost(text(at(object.spec, 'host')) ?? '', namespace, domain),
    exportTo: texts(at(object.spec, 'exportTo')),
    selector: selector.size > 0 ? selector : undefined,
    hasPolicy: isRecord(at(object.spec, 'trafficPolicy')),
    subsets: records(at(object.spec, 'subsets')).flatMap(({ value }) => {
      const name = text(value.name)
      return name ? [{ name, labels: textMap(value.labels) }] : []
    }),
  }
})
