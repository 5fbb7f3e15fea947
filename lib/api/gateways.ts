import { ref } from './common.ts'
import { pod } from './graph.ts'
import { exposure } from './services.ts'
import { z } from './zod.ts'

export const credential = z.object({
  name: z.string(),
  namespace: z.string(),
  state: z
    .enum(['present', 'missing', 'not-verified'])
    .describe('Looked up with the rights of the person who asks'),
  type: z.string().optional(),
  because: z.string().optional(),
})

export const gatewayRow = z.object({
  id: z.string(),
  mesh: z.string(),
  resource: ref,
  namespace: z.string(),
  name: z.string(),
  pods: z.array(pod),
  replicas: z.number().optional(),
  services: z.array(z.object({ resource: ref, type: z.string() })),
  addresses: z.array(z.string()),
  selectedBy: z.array(ref).describe('What opens listeners on these pods'),
  listeners: z.array(
    z.object({
      port: z.number(),
      protocol: z.string(),
      hosts: z.array(z.string()),
      tls: z.string().optional(),
      minimumVersion: z.string().optional(),
      credential: credential.optional(),
      files: z.array(z.string()).describe('Certificates in files of the proxy: not verified'),
      from: ref,
      path: z.string().optional(),
      exposed: z.boolean(),
      exposure: z.array(exposure),
      redirectsToHttps: z.boolean(),
      conflict: z.object({ because: z.string(), with: z.array(ref) }).optional(),
    }),
  ),
  filters: z.array(ref),
  badges: z.array(z.string()),
})

export const gatewaysReport = {
  gateways: z.array(gatewayRow),
  withoutPods: z
    .array(
      z.object({
        resource: ref,
        selector: z.record(z.string(), z.string()),
        state: z.enum(['nothing', 'unknown']),
        because: z.string(),
      }),
    )
    .describe('Configured, and no pod listens for them'),
  withoutListeners: z
    .array(z.object({ id: z.string(), resource: ref, because: z.string() }))
    .describe('Gateway pods that no configuration opens a listener on'),
}
