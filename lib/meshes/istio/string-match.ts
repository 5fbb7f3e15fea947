import type { TextMatch } from '#lib/model/match.ts'
import { isRecord, own, text } from '#lib/resources/field.ts'

export type TextTest = { readonly op: TextMatch['op']; readonly value?: string }

/** Istio's StringMatch. An empty one asks for presence. */
export function parseStringMatch(value: unknown): TextTest {
  for (const op of ['exact', 'prefix', 'regex'] as const) {
    const wanted = text(own(value, op))
    if (wanted !== undefined) return { op, value: wanted }
  }
  return { op: 'present' }
}

/** A map of StringMatches, by name in order; entries of another type test presence, as an empty one does. */
export function parseStringMatches(value: unknown): readonly TextMatch[] {
  if (!isRecord(value)) return []
  return Object.keys(value)
    .sort()
    .map((name) => ({ name, ...parseStringMatch(own(value, name)) }))
}
