import { counted } from '#components/ui/count.ts'
import type { ChangedObject, OpenedAnswer } from './answers.ts'

const MOST_NAMED = 6

const objects = (count: number): string => counted(count, 'object')

/** What would be lost, by name as far as that helps: "VirtualService/bookinfo/reviews changed". */
export function lostObjects(changed: readonly ChangedObject[]): {
  readonly sum: string
  readonly named: readonly string[]
  readonly more: number
} {
  const named = changed.slice(0, MOST_NAMED).map(({ op, resource }) => `${resource} ${op}`)
  return { sum: objects(changed.length), named, more: changed.length - named.length }
}

/** Said once it is done. */
export function openedWords({ current, discarded }: OpenedAnswer, isReset: boolean): string {
  const what = isReset ? `${current.title} is as it was` : `${current.title} is open`
  return discarded === 0
    ? `${what}.`
    : `${what}. What had been changed in ${objects(discarded)} is discarded.`
}
