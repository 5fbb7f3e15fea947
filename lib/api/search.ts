import { z } from './zod.ts'

/** Objects of every kind that a search found. */
export const searchResult = {
  results: z
    .array(
      z.object({
        group: z.string(),
        version: z.string(),
        plural: z.string(),
        kind: z.string(),
        namespace: z.string().optional(),
        name: z.string(),
      }),
    )
    .describe('Best first, at most 50'),
  total: z.number().describe('How many fit, shown or not'),
}
