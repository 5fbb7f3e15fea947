import type { KindAddress, ResourceAddress } from '#lib/paths.ts'

/** Where an address of this page points, `core` for the core group; `undefined` for what is none. */
export function resourceAddress(
  segments: readonly string[],
): (KindAddress & Partial<ResourceAddress>) | undefined {
  const [group, version, plural, fourth, fifth] = segments.map(decoded)
  if (!group || !version || !plural || segments.length > 5) return undefined
  const kind = { group: group === 'core' ? '' : group, version, plural }
  if (!fourth) return kind
  return fifth ? { ...kind, namespace: fourth, name: fifth } : { ...kind, name: fourth }
}

/** Next hands segments over as they stand in the address. */
export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
