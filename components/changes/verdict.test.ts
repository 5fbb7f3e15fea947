import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Plan } from '#lib/changes/plan.ts'
import { blockedPlan, confirmPlan, okPlan, unchangedPlan, warnPlan } from './example-plans.ts'
import { applyRefusal, verdictHead } from './verdict.ts'

const heads: readonly { name: string; plan: Plan; title: string; body: RegExp }[] = [
  {
    name: 'only shares move',
    plan: okPlan,
    title: 'Ready to apply',
    body: /^One route changes its shares\. Nothing else in the mesh changes\.$/,
  },
  { name: 'one warning', plan: warnPlan, title: 'Ready, with 1 warning', body: /shares/ },
  {
    name: 'two warnings',
    plan: {
      ...warnPlan,
      findings: {
        ...warnPlan.findings,
        added: [...warnPlan.findings.added, ...warnPlan.findings.added],
      },
    },
    title: 'Ready, with 2 warnings',
    body: /shares/,
  },
  {
    name: 'requests would fail',
    plan: confirmPlan,
    title: 'Needs your confirmation',
    body: /20\u2009% of requests would fail/,
  },
  {
    name: 'the API server refuses',
    plan: blockedPlan,
    title: 'Cannot be applied',
    body: /must be an integer/,
  },
  {
    name: 'no right to write',
    plan: { ...okPlan, verdict: 'warn', dryRun: { state: 'denied', findings: [] } },
    title: 'Cannot be applied',
    body: /may read but not change/,
  },
  {
    name: 'the same text',
    plan: unchangedPlan,
    title: 'Ready to apply',
    body: /what the cluster holds already/,
  },
]
for (const row of heads)
  test(`head: ${row.name}`, () => {
    const head = verdictHead(row.plan)
    assert.equal(head.title, row.title)
    assert.match(head.body, row.body)
  })

const free = { readOnly: false, connected: true, typed: '' }
const refusals: readonly {
  name: string
  plan: Plan
  around: Parameters<typeof applyRefusal>[1]
  says: RegExp | undefined
}[] = [
  { name: 'nothing in the way', plan: okPlan, around: free, says: undefined },
  { name: 'read-only', plan: okPlan, around: { ...free, readOnly: true }, says: /--read-only/ },
  {
    name: 'connection lost',
    plan: okPlan,
    around: { ...free, connected: false },
    says: /^Not while the connection is lost\.$/,
  },
  { name: 'blocked', plan: blockedPlan, around: free, says: /Correct the text/ },
  {
    name: 'no right to write',
    plan: { ...okPlan, verdict: 'warn', dryRun: { state: 'denied', findings: [] } },
    around: free,
    says: /refuse this to you/,
  },
  { name: 'nothing to write', plan: unchangedPlan, around: free, says: /already/ },
  { name: 'phrase missing', plan: confirmPlan, around: free, says: /20 % fail/ },
  {
    name: 'phrase not whole',
    plan: confirmPlan,
    around: { ...free, typed: '20 %' },
    says: /20 % fail/,
  },
  {
    name: 'phrase typed',
    plan: confirmPlan,
    around: { ...free, typed: '20 % fail' },
    says: undefined,
  },
]
for (const row of refusals)
  test(`apply: ${row.name}`, () => {
    const refusal = applyRefusal(row.plan, row.around)
    if (row.says) assert.match(refusal ?? '', row.says)
    else assert.equal(refusal, undefined)
  })
