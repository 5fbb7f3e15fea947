import { decider, ref } from './common.ts'
import { z } from './zod.ts'

const server = z.object({
  resource: ref,
  path: z.string(),
  port: z.number(),
  protocol: z.string(),
  hosts: z.array(z.string()),
})

/** What the proxy of one workload is told about calls that go out from it, each with who decides. */
export const inForceReport = {
  mesh: z.string().describe('"none" where no proxy of a mesh reads configuration'),
  inMesh: z.string(),
  pod: z.string().describe('The pod that was asked for; alike pods are told the same'),
  facts: z
    .object({
      sidecar: z.object({ resource: ref, because: z.string() }).optional(),
      outbound: z.object({ mode: z.enum(['ALLOW_ANY', 'REGISTRY_ONLY']), decidedBy: decider }),
      hosts: z.number().describe('How many hosts it knows'),
      routes: z.array(z.object({ resource: ref, hosts: z.array(z.string()) })),
      routesInAll: z.number(),
      destinationRules: z.array(
        z.object({
          host: z.string(),
          resources: z.array(ref),
          subsets: z.array(z.string()),
          because: z.string(),
          settings: z.array(
            z.object({ name: z.string(), value: z.string(), from: decider, path: z.string() }),
          ),
        }),
      ),
      ruledHosts: z.number(),
      servers: z.array(server),
      droppedServers: z.array(server.extend({ because: z.string() })),
    })
    .optional()
    .describe('Absent where nothing is told'),
}
