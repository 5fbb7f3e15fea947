import type { Installation, MeshSetting, Sourced } from '#lib/model/installation.ts'
import type { LabelSelector } from '#lib/resources/label-selector.ts'
import type { Ref } from '#lib/resources/reference.ts'
import type { MeshConfig, MeshConfigPath } from './mesh-config.ts'
import type { ProcessSettings } from './process-settings.ts'

type Sources = Pick<Installation, 'rootNamespace' | 'trustDomain' | 'automaticMtls'> & {
  readonly config: MeshConfig
  /** False where the mesh configuration exists but cannot be read, or may not be. */
  readonly known: boolean
  readonly from: Ref | undefined
  /** The cluster's. */
  readonly domain: Sourced<string>
  readonly process: ProcessSettings
  /** What runs the process that was looked at. */
  readonly processFrom: Ref
}

type Value = MeshSetting['value']

/** `env=prod,tier in (a, b),!old`, as kubectl writes selectors. */
function selectorWords(selector: LabelSelector | undefined): string {
  if (!selector) return 'nothing'
  const words = [
    ...[...selector.labels].map(([key, value]) => `${key}=${value}`),
    ...selector.requirements.map(({ key, operator, values }) => {
      if (operator === 'Exists') return key
      if (operator === 'DoesNotExist') return `!${key}`
      return `${key} ${operator.toLowerCase()} (${values.join(', ')})`
    }),
  ]
  return words.join(',') || 'everything'
}

/** Variables of the control plane that decide what counts, with their defaults. */
const VARIABLES = ['PILOT_SCOPE_GATEWAY_TO_NAMESPACE', 'ENABLE_ENHANCED_RESOURCE_SCOPING'] as const

/** What a control plane is told, each with where that was read; what nobody states with what holds then. */
export function meshSettings(sources: Sources): readonly MeshSetting[] {
  const { config, known, from, process, processFrom } = sources
  const of = (name: MeshConfigPath, value: Value): MeshSetting => {
    if (!known) return { name, from: 'unknown' }
    return setting(name, value, from && config.written.has(name) ? from : 'default')
  }
  return [
    setting('enableAutoMtls', sources.automaticMtls.value, sources.automaticMtls.from),
    setting('rootNamespace', sources.rootNamespace.value, sources.rootNamespace.from),
    setting('trustDomain', sources.trustDomain.value, sources.trustDomain.from),
    of('outboundTrafficPolicy.mode', config.outboundMode ?? 'ALLOW_ANY'),
    of('defaultServiceExportTo', orAll(config.serviceExportTo)),
    of('defaultVirtualServiceExportTo', orAll(config.virtualServiceExportTo)),
    of('defaultDestinationRuleExportTo', orAll(config.destinationRuleExportTo)),
    of('ingressControllerMode', config.ingressControllerMode),
    of('ingressClass', config.ingressClass),
    of('ingressSelector', config.ingressSelector),
    of('discoverySelectors', config.discoverySelectors.map(selectorWords)),
    of('meshMTLS.minProtocolVersion', config.minimumVersion ?? 'TLSV1_2'),
    setting('domain', sources.domain.value, sources.domain.from),
    ...VARIABLES.flatMap((name): MeshSetting[] => {
      const found = process.variable(name)
      if (!found) return []
      const { value } = found
      return [value === undefined ? { name, from: 'unknown' } : { name, value, from: processFrom }]
    }),
  ]
}

const orAll = (namespaces: readonly string[]) => (namespaces.length > 0 ? namespaces : ['*'])

const setting = (name: string, value: Value, from: MeshSetting['from']): MeshSetting =>
  value === undefined ? { name, from } : { name, value, from }
