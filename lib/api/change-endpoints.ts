import { define } from './endpoint.ts'
import { inCluster } from './parameters.ts'
import { applied, change, changeSummary, edit, plan } from './plan.ts'
import * as segment from './segments.ts'
import { z } from './zod.ts'

/** Changes: previewed, applied, remembered and taken back. */
export const changeEndpoints = {
  plans: define({
    id: 'plans',
    method: 'POST',
    path: '/api/clusters/{cluster}/plans',
    access: 'read',
    summary: 'What would these edits do? Nothing is written',
    params: inCluster,
    body: z.strictObject({
      edits: z.array(edit).min(1).max(100),
      dryRun: z.boolean().optional().describe('Ask the API server too; true unless told'),
    }),
    answer: plan,
  }),
  apply: define({
    id: 'apply',
    method: 'POST',
    path: '/api/clusters/{cluster}/plans/{plan}/apply',
    access: 'write',
    summary: 'Writes what was reviewed, and only that',
    params: inCluster.extend({ plan: segment.planId }),
    body: z.strictObject({ hash: z.string().max(200), confirm: z.string().max(1000).optional() }),
    answer: applied,
  }),
  changes: define({
    id: 'changes',
    method: 'GET',
    path: '/api/clusters/{cluster}/changes',
    access: 'read',
    summary: 'What was applied, newest first',
    params: inCluster,
    answer: z.object({ changes: z.array(changeSummary) }),
  }),
  change: define({
    id: 'change',
    method: 'GET',
    path: '/api/clusters/{cluster}/changes/{change}',
    access: 'read',
    summary: 'One change with its objects before and after',
    params: inCluster.extend({ change: segment.changeId }),
    answer: change,
  }),
  revert: define({
    id: 'revert',
    method: 'POST',
    path: '/api/clusters/{cluster}/changes/{change}/revert',
    access: 'read',
    summary: 'A plan that takes the change back; nothing is written yet',
    params: inCluster.extend({ change: segment.changeId }),
    answer: plan,
  }),
} as const
