import { isRecord } from '#lib/resources/field.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { toYaml } from '#lib/yaml/dump.ts'

/** Fields that the API server owns: it ignores or refuses what anyone writes there. */
const SERVER_OWNED = new Set([
  'managedFields',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'selfLink',
])

/**
 * The object as it stands in the editor: exactly what can be written, in the order of kubectl. Status and
 * what the API server keeps for itself are left out; everything else is there, so that a replace loses nothing.
 */
export function objectText(object: KubernetesObject): string {
  const { status: _status, ...rest } = object
  const metadata = isRecord(object.metadata)
    ? Object.fromEntries(
        Object.entries(object.metadata).filter(([field]) => !SERVER_OWNED.has(field)),
      )
    : object.metadata
  return toYaml({ ...rest, metadata })
}
