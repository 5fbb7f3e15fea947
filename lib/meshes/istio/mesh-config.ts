import { parse } from 'yaml'
import { at, flag, isRecord, list, text, texts } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { type LabelSelector, parseLabelSelector } from '#lib/resources/label-selector.ts'

/** The part of the mesh configuration that the model reads; absent fields have Istio's defaults. */
export type MeshConfig = {
  readonly enableAutoMtls: boolean | undefined
  readonly rootNamespace: string | undefined
  readonly trustDomain: string | undefined
  readonly outboundMode: string | undefined
  readonly virtualServiceExportTo: readonly string[]
  readonly destinationRuleExportTo: readonly string[]
  readonly serviceExportTo: readonly string[]
  readonly ingressClass: string
  readonly ingressControllerMode: string
  readonly ingressSelector: string
  /** Of namespaces; none means all. An entry that is no selector selects nothing. */
  readonly discoverySelectors: readonly (LabelSelector | undefined)[]
  /** Lowest TLS version between proxies. */
  readonly minimumVersion: string | undefined
  /** Paths of the settings above that somebody wrote down. */
  readonly written: ReadonlySet<string>
}

/** Settings that are read, by path. */
const PATHS = [
  'enableAutoMtls',
  'rootNamespace',
  'trustDomain',
  'outboundTrafficPolicy.mode',
  'defaultServiceExportTo',
  'defaultVirtualServiceExportTo',
  'defaultDestinationRuleExportTo',
  'ingressClass',
  'ingressControllerMode',
  'ingressSelector',
  'discoverySelectors',
  'meshMTLS.minProtocolVersion',
] as const
export type MeshConfigPath = (typeof PATHS)[number]

const LIMIT = 1_000_000
const parsed = new WeakMap<KubernetesObject, MeshConfig | undefined>()

/**
 * `data.mesh` of the ConfigMap that a control plane reads. Text that is no YAML map is `undefined`: what it
 * says is then unknown, not default.
 *
 * @see istio/api mesh/v1alpha1/config.proto
 */
export function parseMeshConfig(object: KubernetesObject): MeshConfig | undefined {
  if (parsed.has(object)) return parsed.get(object)
  const config = read(text(at(object, 'data', 'mesh')) ?? '')
  parsed.set(object, config)
  return config
}

function read(source: string): MeshConfig | undefined {
  if (source.length > LIMIT) return undefined
  let value: unknown
  try {
    value = parse(source, { maxAliasCount: 20, logLevel: 'error', uniqueKeys: false })
  } catch {
    return undefined
  }
  return value === null || value === undefined || isRecord(value) ? meshConfigOf(value) : undefined
}

/** Reads a mesh configuration that is parsed already. */
export const meshConfigOf = (value: unknown): MeshConfig => ({
  enableAutoMtls: flag(at(value, 'enableAutoMtls')),
  rootNamespace: text(at(value, 'rootNamespace')) || undefined,
  trustDomain: text(at(value, 'trustDomain')) || undefined,
  outboundMode: text(at(value, 'outboundTrafficPolicy', 'mode')),
  virtualServiceExportTo: texts(at(value, 'defaultVirtualServiceExportTo')),
  destinationRuleExportTo: texts(at(value, 'defaultDestinationRuleExportTo')),
  serviceExportTo: texts(at(value, 'defaultServiceExportTo')),
  ingressClass: text(at(value, 'ingressClass')) || 'istio',
  ingressControllerMode: text(at(value, 'ingressControllerMode')) ?? 'STRICT',
  ingressSelector: text(at(value, 'ingressSelector')) || 'ingressgateway',
  discoverySelectors: list(at(value, 'discoverySelectors')).map(parseLabelSelector),
  minimumVersion: text(at(value, 'meshMTLS', 'minProtocolVersion')),
  written: new Set(PATHS.filter((path) => isWritten(at(value, ...path.split('.'))))),
})

const isWritten = (value: unknown) => value !== undefined && value !== null && value !== ''

export const DEFAULT_MESH_CONFIG: MeshConfig = meshConfigOf(undefined)
