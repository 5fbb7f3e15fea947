import { z } from './zod.ts'

export const ref = z
  .string()
  .describe('Kind/namespace/name, or Kind/name when the object is cluster-scoped')

export const decider = z.string().describe('A resource, or "default" or "unknown"')

export const freshness = z.object({
  state: z.enum(['live', 'stale', 'syncing']),
  since: z.string(),
})

export const partialKind = z.object({
  group: z.string(),
  version: z.string(),
  plural: z.string(),
  namespace: z.string().optional(),
  reason: z.enum(['not-permitted', 'not-served', 'failed']),
  message: z.string(),
})

/** What stands in every answer about a cluster. */
export const answerHead = {
  revision: z.string().describe('Opaque; the same revision means the same answer'),
  freshness,
  partial: z.array(partialKind),
}

/** RFC 9457, with the way out beside it. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  fix: z.string(),
  instance: z.string().optional(),
})

export const kubernetesObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string().optional(),
    resourceVersion: z.string().optional(),
    generation: z.number().optional(),
    creationTimestamp: z.string().optional(),
    deletionTimestamp: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    ownerReferences: z
      .array(
        z.object({
          apiVersion: z.string(),
          kind: z.string(),
          name: z.string(),
          uid: z.string(),
          controller: z.boolean().optional(),
        }),
      )
      .optional(),
    generateName: z.string().optional(),
    finalizers: z.array(z.string()).optional(),
  }),
  spec: z.unknown().optional(),
  status: z.unknown().optional(),
})
