import { kubernetesObject, problem, ref } from './common.ts'
import { finding } from './finding.ts'
import { graphDiff } from './graph.ts'
import { z } from './zod.ts'

export const verdict = z.enum(['ok', 'warn', 'confirm', 'block'])

export const edit = z.union([
  z.strictObject({ text: z.string().describe('One or more YAML documents') }),
  z.strictObject({ delete: ref, group: z.string().optional() }),
])

export const effect = z.object({
  kind: z.enum(['route', 'mtls', 'access', 'gateway', 'workload', 'object']),
  summary: z.string(),
  before: z.string().optional(),
  after: z.string().optional(),
  affected: z.array(z.string()),
})

export const plannedChange = z.object({
  op: z.enum(['create', 'replace', 'delete']),
  resource: ref,
  base: z.object({ uid: z.string(), resourceVersion: z.string() }).nullable(),
  before: kubernetesObject.optional(),
  after: kubernetesObject.optional(),
  diff: z.string(),
  owner: z.object({ by: z.enum(['argocd', 'flux', 'helm']), name: z.string() }).optional(),
})

const dryRun = z.object({
  state: z.enum(['passed', 'failed', 'skipped', 'denied']),
  findings: z.array(finding),
})

export const plan = z.object({
  plan: z.string(),
  hash: z.string(),
  verdict,
  confirm: z.object({ phrase: z.string(), because: z.string() }).optional(),
  changes: z.array(plannedChange),
  findings: z.object({
    added: z.array(finding),
    kept: z.array(finding),
    removed: z.array(finding),
  }),
  effects: z.array(effect),
  graph: graphDiff,
  dryRun,
})

const outcome = z.enum(['applied', 'unchanged', 'failed', 'rolled-back', 'not-tried'])

export const applied = z.object({
  change: z.string(),
  results: z.array(
    z.object({
      resource: ref,
      outcome,
      resourceVersion: z.string().optional(),
      problem: problem.optional(),
    }),
  ),
})

const changeHead = {
  id: z.string(),
  at: z.string(),
  who: z.string(),
  groups: z.array(z.string()),
  state: z.enum(['intended', 'applied', 'failed', 'partly-applied', 'rolled-back', 'unknown']),
  resources: z.array(ref),
  verdict,
  summary: z.string(),
  revertOf: z.string().optional(),
}

export const changeSummary = z.object(changeHead)

/** Fields that belong to the full history are optional until it keeps them. */
export const change = z.object({
  ...changeHead,
  hash: z.string(),
  intentAt: z.string(),
  settledAt: z.string().optional(),
  results: z.array(
    z.object({
      resource: ref,
      outcome,
      before: kubernetesObject.nullish(),
      after: kubernetesObject.nullish(),
      diff: z.string(),
      resourceVersion: z
        .object({ before: z.string().nullish(), after: z.string().nullish() })
        .optional(),
      problem: problem.optional(),
    }),
  ),
  preview: z.object({ verdict, effects: z.array(effect) }).optional(),
  dryRun: dryRun.optional(),
  seq: z.number().optional(),
  mac: z.string().optional(),
})
