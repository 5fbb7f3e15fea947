import { PLACES } from '#lib/telemetry/link-template.ts'
import { answerHead } from './common.ts'
import { installation } from './installations.ts'
import { sampleName } from './samples.ts'
import { z } from './zod.ts'

const state = z.enum(['connecting', 'syncing', 'live', 'stale', 'denied', 'failed'])

export const clusterSummary = z.object({
  id: z.string(),
  name: z.string(),
  source: z.enum(['sandbox', 'kubeconfig', 'in-cluster']),
  current: z.boolean(),
  state,
  message: z.string().optional(),
  fix: z.string().optional(),
  insecure: z
    .boolean()
    .optional()
    .describe('The certificate of the API server is not checked, as the kubeconfig asks for'),
  sample: sampleName.optional().describe('Which mesh the sandbox shows'),
})

export const readiness = z.object({
  clusters: z.array(z.object({ id: z.string(), state, synced: z.number(), of: z.number() })),
})

export const clusterStatus = z.object({
  ...answerHead,
  cluster: z.string(),
  name: z.string(),
  source: clusterSummary.shape.source,
  server: z.string().describe('URL of the API server, without credentials'),
  state,
  since: z.string(),
  synced: z.number(),
  of: z.number(),
  message: z.string().optional(),
  fix: z.string().optional(),
  insecure: clusterSummary.shape.insecure,
  sample: clusterSummary.shape.sample,
  unreadable: z
    .array(
      z.object({
        file: z.string(),
        document: z.number(),
        line: z.number(),
        message: z.string(),
      }),
    )
    .optional()
    .describe('Documents of manifests that the sandbox could not load'),
  documents: z.number().optional().describe('How many documents its manifests hold, read or not'),
  namespaces: z
    .array(z.string())
    .optional()
    .describe('Namespaces that were named because not all may be listed'),
  readOnly: z.boolean(),
  installations: z.array(installation),
  kinds: z.array(
    z.object({
      group: z.string(),
      kind: z.string(),
      plural: z.string(),
      version: z.string().optional(),
      scope: z.enum(['Namespaced', 'Cluster']),
      editable: z.boolean(),
      state: z.string(),
      message: z.string().optional(),
      objects: z.number(),
    }),
  ),
})

export const session = z.object({
  user: z.object({ name: z.string(), groups: z.array(z.string()) }),
  readOnly: z.boolean(),
  links: z
    .array(z.object({ name: z.string(), template: z.string() }))
    .describe(`Where traffic can be watched; places are ${PLACES.map((p) => `{${p}}`).join(', ')}`),
  expires: z.string().optional(),
})

export const topic = z.enum(['topology', 'mtls', 'findings', 'status', 'resources'])

/** The data of one `revision` event. */
export const revisionEvent = z.object({ revision: z.string(), stale: z.array(topic) })
