import { ref } from './common.ts'
import { z } from './zod.ts'

export const sampleName = z.object({ id: z.string(), title: z.string() })

/** Something to try on a sample: a thing of the map, an object to edit, or a page. */
const tryOut = z.union([
  z.object({ words: z.string(), select: z.string().describe('Id of a node') }),
  z.object({
    words: z.string(),
    edit: z.object({
      group: z.string(),
      version: z.string(),
      plural: z.string(),
      namespace: z.string(),
      name: z.string(),
    }),
  }),
  z.object({
    words: z.string(),
    page: z.enum(['mtls', 'findings', 'routing', 'policies', 'gateways', 'controlPlanes']),
  }),
])

export const sample = z.object({
  ...sampleName.shape,
  shows: z.string().describe('What there is to see, in one line'),
  mesh: z.string().optional().describe('Which mesh it is'),
  origin: z.string(),
  licence: z.string().optional(),
  tries: z.array(tryOut),
})

/** What the sandbox shows, what else it could, and what would be lost. */
export const samples = {
  current: sampleName,
  samples: z.array(sample),
  changed: z
    .array(z.object({ op: z.enum(['created', 'changed', 'deleted']), resource: ref }))
    .describe('Objects that are not as they were loaded: a reset discards these changes'),
}

export const opened = z.object({
  current: sampleName,
  discarded: z.number().describe('How many objects were not as they had been loaded'),
  change: z.string().describe('The entry of the history that tells of it'),
})
