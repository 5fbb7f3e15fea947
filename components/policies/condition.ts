import type { Match } from '#lib/model/match.ts'
import { matchWords } from '#lib/model/match-words.ts'
import type { AccessRow } from './who-may-call.ts'

/** Requests that a conditional verdict is about, in words. */
export function conditionOf({ match, also }: AccessRow): string | undefined {
  const words = match ? matchWords(match as readonly Match[], undefined, false) : undefined
  const all = [...(words ? [words] : []), ...(also ?? [])]
  return all.length > 0 ? all.join('; ') : undefined
}
