import type { Cluster } from '#lib/model/cluster.ts'
import { isReadable, namespaceOf } from '#lib/model/objects.ts'
import { type LabelSelector, selects } from '#lib/resources/label-selector.ts'
import type { MeshConfig } from './mesh-config.ts'
import { type ProcessSettings, parseSwitch } from './process-settings.ts'
import { isAtLeast, type Version } from './version.ts'

/** The namespaces of which a control plane reads objects; `undefined` means all of them. */
export type WatchedNamespaces = {
  /** Services, and whoever is behind them. */
  readonly services: ReadonlySet<string> | undefined
  /** Istio's own objects and Ingresses. */
  readonly configuration: ReadonlySet<string> | undefined
}

export const ALL_NAMESPACES: WatchedNamespaces = { services: undefined, configuration: undefined }

/**
 * What `discoverySelectors` of the mesh configuration leave, since 1.10: namespaces that one of them selects, the
 * root namespace not excepted. Istio's own objects are filtered only since 1.15 and where a variable says so, which
 * is its default since 1.22. Without a version the newest is taken.
 *
 * @see istio/istio pkg/kube/namespace/filter.go, selectorsChanged; pilot/pkg/features/pilot.go,
 * EnableEnhancedResourceScoping
 */
export function watchedNamespaces(
  cluster: Cluster,
  { discoverySelectors }: MeshConfig,
  version: Version | undefined,
  settings: ProcessSettings,
): WatchedNamespaces {
  if (discoverySelectors.length === 0) return ALL_NAMESPACES
  const isOld = version !== undefined && !isAtLeast(version, 1, 10)
  // One that cannot be read keeps the filter from being set at all.
  if (isOld || !discoverySelectors.every((s) => s === undefined || isValid(s)))
    return ALL_NAMESPACES
  // Labels that may not be read select nothing that is known.
  if (!isReadable(cluster.snapshot, 'core/namespaces')) return ALL_NAMESPACES
  const names = new Set([
    ...cluster.namespaceNames(),
    ...namespaceOf(cluster.snapshot, 'core/namespaces', '').keys(),
  ])
  const isSelected = (name: string) =>
    discoverySelectors.some((s) => s && selects(s, cluster.namespaceLabels(name)))
  const services = new Set([...names].sort().filter(isSelected))
  return { services, configuration: filtersObjects(version, settings) ? services : undefined }
}

function filtersObjects(version: Version | undefined, settings: ProcessSettings): boolean {
  if (version && !isAtLeast(version, 1, 15)) return false
  const written = settings.variable('ENABLE_ENHANCED_RESOURCE_SCOPING')?.value
  const byDefault = version === undefined || isAtLeast(version, 1, 22)
  return parseSwitch(written ?? '') ?? byDefault
}

/** @see kubernetes/apimachinery pkg/labels/selector.go, NewRequirement */
const isValid = ({ requirements }: LabelSelector): boolean =>
  requirements.every(({ key, operator, values }) => {
    if (key === '') return false
    if (operator === 'In' || operator === 'NotIn') return values.length > 0
    return (operator === 'Exists' || operator === 'DoesNotExist') && values.length === 0
  })
