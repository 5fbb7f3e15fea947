import { decider, ref } from './common.ts'
import { bypass, inMesh, pod } from './graph.ts'
import { inboundMode } from './mtls.ts'
import { z } from './zod.ts'

export const ladderStep = z.object({
  scope: z.enum(['mesh', 'namespace', 'workload', 'port']),
  by: decider.optional().describe('Absent where nobody speaks at this step'),
  mode: inboundMode.optional().describe('Absent where whoever speaks leaves it open'),
  decides: z.boolean(),
})

export const workloadRow = z.object({
  id: z.string().describe('Node id: of the gateway where the workload is one'),
  resource: ref,
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
  owner: z.object({
    resource: ref,
    read: z.boolean().describe('False where only its name is known, from the pods'),
  }),
  replicas: z.number().optional(),
  pods: z.array(pod),
  mesh: z.string().optional(),
  inMesh,
  memberships: z
    .array(
      z.object({
        inMesh,
        pods: z.number(),
        asked: z.enum(['asked', 'opted-out', 'not-asked', 'not-injectable']),
        agrees: z.boolean().optional().describe('What was asked for is what runs'),
        evidence: z.string(),
        revision: z.string().optional(),
        proxyVersion: z.string().optional(),
      }),
    )
    .describe('Pods that the mesh sees alike, most of them first'),
  bypasses: z.array(bypass),
  services: z.array(
    z.object({
      id: z.string(),
      resource: ref,
      ports: z.array(z.object({ port: z.number(), target: z.number().optional() })),
    }),
  ),
  inbound: z.array(
    z.object({
      port: z.number().optional(),
      mode: inboundMode,
      decidedBy: z.array(decider),
      because: z.string(),
      bypass: z.string().optional(),
      ladder: z.array(ladderStep),
    }),
  ),
  identity: z.object({
    serviceAccount: z.string(),
    trustDomain: z.string(),
    principal: z.string().optional(),
  }),
  policies: z.array(z.object({ resource: ref, because: z.string() })),
})
