/** `group/plural`, with `core` for the core group: the key of a kind everywhere in the product. */
export type KindId = string

/**
 * One kind that the product watches or edits. Versions are discovered, never assumed: `versions` is the
 * order of preference among those that the cluster serves.
 */
export type Kind = {
  readonly group: string
  readonly kind: string
  readonly plural: string
  readonly versions: readonly string[]
  readonly scope: 'Namespaced' | 'Cluster'
  /** false: opened and edited but not part of the snapshot (secrets, events). */
  readonly watch: boolean
  /** Writable through a change plan. */
  readonly editable: boolean
}

export const kindId = (kind: Pick<Kind, 'group' | 'plural'>): KindId =>
  `${kind.group || 'core'}/${kind.plural}`

export const apiVersionOf = (group: string, version: string): string =>
  group === '' || group === 'core' ? version : `${group}/${version}`

/** `v1` → `{ group: '', version: 'v1' }`. */
export function parseApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/')
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) }
}
