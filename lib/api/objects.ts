import { z } from './zod.ts'

/** Objects of one kind as `kubectl get` prints them, without the columns that all kinds have. */
export const objectList = {
  kind: z.string(),
  scope: z.enum(['Namespaced', 'Cluster']),
  columns: z.array(
    z.object({
      name: z.string(),
      numeric: z.boolean().optional(),
      wide: z.boolean().optional().describe('Printed with `-o wide` only'),
    }),
  ),
  rows: z.array(
    z.object({
      namespace: z.string().optional(),
      name: z.string(),
      version: z.string().optional().describe('resourceVersion: opaque'),
      created: z.string().optional(),
      cells: z
        .array(z.union([z.string(), z.number()]).nullable())
        .describe('null where only the API server can print it: see `printed`'),
    }),
  ),
}

/** The same lines printed by the API server itself, page by page. */
export const printedPage = {
  at: z.string().describe('When it was read'),
  columns: z.array(
    z.object({
      name: z.string(),
      numeric: z.boolean().optional(),
      wide: z.boolean().optional(),
      description: z.string().optional(),
    }),
  ),
  rows: z.array(
    z.object({
      namespace: z.string().optional(),
      name: z.string(),
      version: z.string().optional(),
      created: z.string().optional(),
      age: z.string().optional().describe('Where the time itself does not come, as of Secrets'),
      cells: z.array(z.union([z.string(), z.number()])),
    }),
  ),
  refused: z
    .array(z.object({ namespace: z.string(), message: z.string() }))
    .describe('Namespaces of this page in which they may not be listed'),
  continue: z.string().optional().describe('Asks for the next page'),
}

const reference = z.object({
  path: z.string().describe('The field, in the object that refers'),
  group: z.string(),
  kind: z.string(),
  version: z.string().optional(),
  plural: z.string().optional(),
  namespace: z.string().optional(),
  name: z.string(),
  state: z
    .enum(['present', 'missing', 'unknown', 'unread'])
    .describe('missing: known to be absent; unread: of a kind that is never read, as Secrets'),
})

export const references = {
  owners: z.array(reference).describe('Who owns it, and who owns those, outwards'),
  uses: z.array(reference),
  usedBy: z.array(reference),
}

export const objectEvent = z.object({
  type: z.string(),
  reason: z.string(),
  message: z.string(),
  count: z.number(),
  last: z.string(),
  from: z.string(),
})
