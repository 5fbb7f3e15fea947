import type { Place, Ranges } from './check-text.ts'
import type { TextIssue } from './problem.ts'
import type { PublishedSchema } from './yaml-schema.ts'

/** What the page asks the check worker, and what comes back under the same number. */
export type CheckQuestion =
  | { readonly ask: 'schemas'; readonly schemas: readonly PublishedSchema[] }
  | { readonly ask: 'check'; readonly id: number; readonly text: string }
  | {
      readonly ask: 'locate'
      readonly id: number
      readonly text: string
      readonly places: readonly Place[]
    }

export type CheckAnswer =
  | { readonly id: number; readonly issues: readonly TextIssue[] }
  | { readonly id: number; readonly ranges: Ranges }
