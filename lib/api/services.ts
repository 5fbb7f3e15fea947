import { decider, ref } from './common.ts'
import { inMesh } from './graph.ts'
import { clients, inboundMode } from './mtls.ts'
import { z } from './zod.ts'

export const exposure = z.object({
  how: z.enum(['LoadBalancer', 'NodePort', 'external-ip', 'host-port', 'host-network']),
  addresses: z.array(z.string()),
  port: z.number(),
  from: ref,
})

const accepts = { mode: inboundMode, decidedBy: z.array(decider), because: z.string(), clients }

export const serviceRow = z.object({
  id: z.string(),
  resource: ref,
  namespace: z.string(),
  name: z.string(),
  type: z.string(),
  headless: z.boolean(),
  externalName: z.string().optional(),
  names: z
    .array(
      z.object({
        host: z.string(),
        callers: z.enum(['namespace', 'cluster', 'mesh', 'gateway']),
        at: z
          .string()
          .optional()
          .describe('Node of the gateway, or of the called name, whose routes lead here'),
        via: z.array(ref),
      }),
    )
    .describe('What callers say to get here, and which callers may'),
  ports: z.array(
    z.object({
      port: z.number(),
      name: z.string().optional(),
      target: z.union([z.number(), z.string()]),
      nodePort: z.number().optional(),
      protocol: z.object({
        value: z.string(),
        decidedBy: z.enum(['appProtocol', 'name', 'transport', 'port-number', 'default']),
        because: z.string(),
      }),
      posture: z
        .object({ ...accepts, conflict: z.boolean(), bypass: z.string().optional() })
        .optional(),
    }),
  ),
  subsets: z.array(
    z.object({
      name: z.string(),
      labels: z.record(z.string(), z.string()),
      instances: z.number(),
      from: ref,
    }),
  ),
  workloads: z.array(z.object({ id: z.string(), resource: ref, pods: z.number(), inMesh })),
  waypoint: z.object({ name: z.string(), from: ref }).optional(),
  posture: z
    .object({ ...accepts, proxies: z.enum(['all', 'some', 'none', 'no-pods', 'unknown']) })
    .optional(),
  exposed: z.array(exposure),
})
