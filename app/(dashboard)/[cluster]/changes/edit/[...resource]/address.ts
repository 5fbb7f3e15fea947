import type { ResourceAddress } from '#lib/paths.ts'

/**
 * `{group}/{version}/{plural}[/{namespace}]/{name}` out of a page's address, `core` for the core group.
 * `undefined` for anything else; Next hands the segments over as they stand in the address.
 */
export function addressOf(segments: readonly string[]): ResourceAddress | undefined {
  const parts = segments.map(decoded)
  const [group, version, plural, fourth, fifth] = parts
  if (!group || !version || !plural || !fourth || parts.length > 5) return undefined
  const head = { group: group === 'core' ? '' : group, version, plural }
  return fifth ? { ...head, namespace: fourth, name: fifth } : { ...head, name: fourth }
}

export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
