import { ref } from './common.ts'
import { z } from './zod.ts'

export const finding = z.object({
  id: z.string(),
  code: z.string(),
  aliases: z.array(z.string()),
  severity: z.enum(['error', 'warning', 'info']),
  layer: z.enum(['yaml', 'schema', 'cel', 'admission', 'semantic', 'cross-resource']),
  resource: ref.describe('A resource, or "mesh"'),
  path: z.string().optional(),
  range: z
    .object({
      line: z.number(),
      column: z.number(),
      endLine: z.number(),
      endColumn: z.number(),
    })
    .optional(),
  message: z.string(),
  fix: z.string().optional(),
  mentions: z.array(ref),
  docs: z.string(),
  suppressed: z.object({ by: ref, reason: z.string(), until: z.string().optional() }).optional(),
})
