import { ref } from './common.ts'
import { match } from './graph.ts'
import { z } from './zod.ts'

const destination = z.object({
  kind: z.enum(['route', 'mirror']),
  to: z.string().describe('Node id, or "nowhere"'),
  written: z.string(),
  host: z.string(),
  port: z.number().optional(),
  subset: z.string().optional(),
  weight: z.number().optional().describe('As it stands in the object'),
  share: z.number().optional().describe('Effective percentage of what the rule takes, 0 to 100'),
  path: z.string(),
  via: z.array(ref),
})

const fact = z.object({
  kind: z.enum([
    'rewrite',
    'redirect',
    'direct-response',
    'delay',
    'abort',
    'retries',
    'timeout',
    'headers',
    'cors',
  ]),
  resource: ref,
  path: z.string(),
  says: z.string(),
})

export const routeTable = z.object({
  id: z.string(),
  mesh: z.string(),
  owner: z
    .string()
    .describe('Node: the gateway or proxy that follows it, an Ingress, or the called name'),
  followedBy: z
    .enum(['gateway', 'mesh', 'ingress'])
    .describe('ingress: rules of an Ingress, at the proxy of its controller'),
  protocol: z.enum(['http', 'tcp', 'tls']),
  port: z.number().optional(),
  hosts: z.array(z.string()),
  rules: z
    .array(
      z.object({
        order: z.number(),
        resource: ref,
        path: z.string(),
        via: z.array(ref),
        match: z.array(match).optional(),
        when: z.string().optional(),
        action: z.enum(['route', 'redirect', 'direct-response', 'none']),
        destinations: z.array(destination),
        facts: z.array(fact),
        conflict: z.boolean(),
        reachable: z.boolean(),
        shadowed: z
          .object({
            because: z.string(),
            by: z.object({ order: z.number(), resource: ref, path: z.string() }).optional(),
          })
          .optional(),
      }),
    )
    .describe('In the order in which proxies try them'),
})
