import { stringify } from 'yaml'
import { isRecord } from '#lib/resources/field.ts'
import { KUBERNETES_SCALARS } from './scalars.ts'

const TOP = ['apiVersion', 'kind', 'metadata']
const LAST = ['status']
const METADATA = ['name', 'generateName', 'namespace', 'labels', 'annotations']

/**
 * An object as YAML, in an order that does not depend on where it came from: the envelope first, status last,
 * other keys sorted, lists as they are. Text that Kubernetes would read as another type is quoted.
 */
export function toYaml(value: unknown): string {
  return stringify(ordered(value, 0), {
    version: '1.1',
    schema: 'yaml-1.1',
    // Maps carry the order here, the type of that name is not meant; what Kubernetes reads otherwise is quoted.
    customTags: (tags) => [
      ...tags.filter((tag) => typeof tag === 'string' || !tag.tag.endsWith(':omap')),
      ...KUBERNETES_SCALARS,
    ],
    aliasDuplicateObjects: false,
    lineWidth: 0,
    indentSeq: false,
    sortMapEntries: false,
  })
}

/** A copy without what the API server keeps for itself: managed fields always, status when asked. */
export function withoutManagedFields<T extends Readonly<Record<string, unknown>>>(object: T): T {
  if (!isRecord(object.metadata) || !Object.hasOwn(object.metadata, 'managedFields')) return object
  const { managedFields: _dropped, ...metadata } = object.metadata
  return { ...object, metadata }
}

function ordered(value: unknown, depth: number, parent?: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => ordered(entry, depth + 1))
  if (!isRecord(value)) return value
  const first = depth === 0 ? TOP : depth === 1 && parent === 'metadata' ? METADATA : []
  const last = depth === 0 ? LAST : []
  const rank = (key: string) =>
    first.includes(key) ? first.indexOf(key) - 100 : last.includes(key) ? 100 : 0
  const keys = Object.keys(value).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0))
  return new Map(
    keys.flatMap((key) =>
      value[key] === undefined ? [] : [[key, ordered(value[key], depth + 1, key)] as const],
    ),
  )
}
