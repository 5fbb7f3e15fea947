import { decider, ref } from './common.ts'
import { z } from './zod.ts'

/** A control plane with all that is known of it, each fact with where it was read. */
export const installation = z.object({
  mesh: z.string(),
  id: z.string(),
  namespace: z.string(),
  revision: z.string(),
  version: z.string().optional().describe('From the image tag; absent where that is no version'),
  versionFrom: decider,
  rootNamespace: z.string(),
  trustDomain: z.string(),
  components: z
    .array(
      z.object({
        name: z.string(),
        role: z.string().describe('By its image: pilot, galley, citadel, …'),
        resource: ref,
        version: z.string().optional(),
        pods: z.number(),
        ready: z.number(),
      }),
    )
    .describe('What runs it: one process, or several of the split control plane up to 1.4'),
  settings: z
    .array(
      z.object({
        name: z.string().describe('Path in the mesh configuration, or name of a variable'),
        value: z
          .union([z.string(), z.boolean(), z.array(z.string())])
          .optional()
          .describe('Absent where it cannot be told'),
        from: decider,
      }),
    )
    .describe('What it is told; what nobody states with the default that holds then'),
  tags: z
    .array(z.object({ name: z.string(), from: ref }))
    .optional()
    .describe('Names that stand for its revision; absent where webhooks may not be read'),
  webhooks: z
    .array(
      z.object({
        resource: ref,
        path: z.string(),
        name: z.string(),
        calls: z.string().optional().describe('namespace/name of a Service, or a URL'),
        tag: z.string().optional(),
        failurePolicy: z.string().optional(),
      }),
    )
    .optional()
    .describe('That inject for it; absent where they may not be read'),
  proxies: z
    .array(
      z.object({
        version: z.string().optional(),
        pods: z.number(),
        gateways: z.number().describe('Of these, pods that are gateways or waypoints'),
        skew: z.enum(['same', 'patch', 'behind', 'newer', 'unknown']),
        minors: z.number().optional().describe('How many minor versions behind'),
      }),
    )
    .describe('Pods that ask it, by version of their proxy'),
})
