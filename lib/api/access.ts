import { decider, ref } from './common.ts'
import { match } from './graph.ts'
import { z } from './zod.ts'

const verdict = z.enum(['allow', 'deny', 'conditional', 'unknown'])

const byDefault = z.object({ verdict, decidedBy: z.array(decider) })

export const accessReport = {
  default: byDefault.describe('For a target that no row names'),
  defaults: z
    .array(byDefault.extend({ controlPlane: z.string().describe('Id of its installation') }))
    .optional()
    .describe('With several control planes that of each; `default` is the main one’s'),
  rows: z
    .array(
      z.object({
        from: z
          .string()
          .describe(
            'ServiceAccount/ns/name, Namespace/ns, principal:pattern, namespace:pattern, * (any other identity) or anonymous',
          ),
        to: z.string().describe('Node id, or * for every target without rows of its own'),
        port: z.number().optional(),
        verdict,
        by: z.array(ref),
        precedence: z.number().optional().describe('Of what decides; higher goes first'),
        shadows: z.array(z.object({ by: ref, precedence: z.number() })).optional(),
        match: z.array(match).optional().describe('Requests that a conditional verdict is about'),
        also: z.array(z.string()).optional().describe('Conditions that match has no words for'),
        because: z.string(),
      }),
    )
    .describe('The most specific row holds for a caller'),
}
