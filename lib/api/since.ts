import { z } from './zod.ts'

/**
 * What makes an answer one of changes: then nodes and edges are only those that came or became others since that
 * revision. Absent where it is not known any more, and the answer is whole.
 */
export const sinceRevision = {
  since: z.string().optional().describe('The revision that this answer goes on from'),
  gone: z
    .object({ nodes: z.array(z.string()), edges: z.array(z.string()) })
    .optional()
    .describe('Ids of what is not there any more'),
}
