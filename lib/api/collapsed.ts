import { mtlsState } from './graph.ts'
import { z } from './zod.ts'

/** What a collapsed namespace shows on its card, and the hops across, summed by pair and verdict. */
export const collapsed = {
  groups: z
    .array(
      z.object({
        id: z.string().describe('namespace:<name>'),
        namespace: z.string(),
        nodes: z.number(),
        services: z.number(),
        workloads: z.number(),
        hops: z.number().describe('Hops inside'),
        mtls: z.array(z.object({ state: mtlsState, hops: z.number() })),
        findings: z.object({ error: z.number(), warning: z.number(), info: z.number() }),
      }),
    )
    .optional(),
  summed: z
    .array(
      z.object({
        id: z.string(),
        from: z.string(),
        to: z.string(),
        hops: z.number(),
        mtls: mtlsState,
        verdict: z.enum(['allow', 'deny', 'conditional', 'unknown']).optional(),
        edges: z.array(z.string()),
      }),
    )
    .optional(),
}
