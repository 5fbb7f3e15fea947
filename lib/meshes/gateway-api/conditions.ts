import { at, number, records, text } from '#lib/resources/field.ts'

/** What a controller says of one condition. One about an older generation says nothing about the object as it is. */
export type Condition = {
  readonly type: string
  readonly state: 'true' | 'false' | 'unknown'
  /** The controller has not yet looked at the object as it is now. */
  readonly isStale: boolean
  readonly reason: string
  readonly message: string
}

/**
 * Conditions of a status.
 * @param generation the object's own; a condition without `observedGeneration` is taken as current
 */
export function readConditions(
  value: unknown,
  generation: number | undefined,
): readonly Condition[] {
  return records(value).flatMap(({ value: entry }): Condition[] => {
    const type = text(entry.type)
    if (!type) return []
    const observed = number(entry.observedGeneration)
    const isStale = observed !== undefined && generation !== undefined && observed < generation
    const status = text(entry.status)
    const state = status === 'True' ? 'true' : status === 'False' ? 'false' : 'unknown'
    return [
      {
        type,
        state: isStale ? 'unknown' : state,
        isStale,
        reason: text(entry.reason) ?? '',
        message: text(entry.message) ?? '',
      },
    ]
  })
}

export const conditionOf = (conditions: readonly Condition[], type: string) =>
  conditions.find((c) => c.type === type)

export const generationOf = (metadata: unknown): number | undefined =>
  number(at(metadata, 'generation'))
