import { decider, ref } from './common.ts'
import { z } from './zod.ts'

export const inboundMode = z.enum(['STRICT', 'PERMISSIVE', 'DISABLE', 'n/a', 'unknown'])

export const clients = z.object({
  state: z.enum(['mtls', 'plaintext', 'tls', 'mixed', 'unknown']),
  decidedBy: z.array(decider),
})

export const mtlsReport = {
  posture: z.array(
    z.object({
      on: ref,
      port: z.number().optional(),
      inbound: inboundMode,
      decidedBy: z.array(decider),
      because: z.string(),
      clients,
    }),
  ),
  rows: z.array(
    z.object({
      workload: z.string(),
      port: z.number(),
      inMesh: z.string(),
      mode: inboundMode,
      decidedBy: z.array(decider),
      callers: z.object({
        mtls: z.number(),
        plaintext: z.number(),
        conflict: z.number(),
        unknown: z.number(),
      }),
      bypasses: z.array(z.object({ what: z.string(), from: ref })),
      identity: z.object({ serviceAccount: z.string(), trustDomain: z.string() }),
    }),
  ),
  summary: z.array(
    z.object({
      scope: z.string(),
      strict: z.number(),
      permissive: z.number(),
      disabled: z.number(),
      unknown: z.number(),
      plaintextHops: z.number(),
      conflictHops: z.number(),
    }),
  ),
  edge: z.array(
    z.object({
      what: z.enum(['listener', 'exposed-service', 'passthrough', 'service-entry']),
      node: z.string(),
      port: z.number(),
      tls: z.string(),
      minimumVersion: z.string().optional(),
      because: z.string(),
      from: ref,
    }),
  ),
  trust: z.array(
    z.object({
      installation: z.string(),
      trustDomain: z.string(),
      minimumVersion: z.string().optional(),
      roots: z.array(z.object({ subject: z.string(), notAfter: z.string(), from: ref })),
    }),
  ),
}
