import type { Schema } from '#lib/schema/schema.ts'

export type PrinterColumn = {
  readonly name: string
  readonly type: string
  readonly jsonPath: string
  readonly format?: string
  readonly description?: string
  readonly priority?: number
}

export type ServedVersion = {
  readonly name: string
  readonly hasStatus: boolean
  /** Warning of each answer in a deprecated version. */
  readonly deprecation?: string
  readonly columns: readonly PrinterColumn[]
  /** Read when first needed: definitions are large and most are never used. */
  readonly schema: () => Schema | undefined
}

/** A kind that this API server serves, its own or one from a CustomResourceDefinition. */
export type ServedKind = {
  readonly group: string
  readonly kind: string
  readonly listKind: string
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  readonly verbs: readonly string[]
  /** From a CustomResourceDefinition: decoded, validated and listed by its rules. */
  readonly isCustom: boolean
  /** Whether a change of the spec counts up `metadata.generation`. */
  readonly hasGeneration: boolean
  /** Served versions, the preferred one first. All share their storage. */
  readonly versions: readonly ServedVersion[]
}

export const resourceId = (kind: Pick<ServedKind, 'group' | 'plural'>): string =>
  `${kind.group}/${kind.plural}`

/** `virtualservices.networking.istio.io`, as messages name a resource. */
export const qualified = (kind: Pick<ServedKind, 'group'>, name: string): string =>
  kind.group === '' ? name : `${name}.${kind.group}`

export const apiVersionOf = (group: string, version: string): string =>
  group === '' ? version : `${group}/${version}`
