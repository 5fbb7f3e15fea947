import assert from 'node:assert/strict'
import { test } from 'node:test'
import { effectGroups } from './effect-groups.ts'
import {
  beforeEdges,
  blockedPlan,
  confirmPlan,
  okPlan,
  unchangedPlan,
  warnPlan,
} from './example-plans.ts'
import { thingName, trafficGroups, trafficRows } from './traffic-rows.ts'

test('the order of the groups is fixed', () => {
  assert.deepEqual(
    effectGroups(okPlan).map((group) => group.title),
    ['Traffic', 'mTLS', 'Access', 'Gateways and hosts', 'Findings', 'Affected', 'Dry run'],
  )
})

test('what does not change stays as a quiet line', () => {
  const quiet = effectGroups(okPlan).filter((group) => group.quiet)
  assert.deepEqual(
    quiet.map((group) => [group.title, group.lines[0]?.text]),
    [
      ['mTLS', 'No verdict changes. 2 hops stay as they are.'],
      ['Access', 'No decision changes.'],
      ['Gateways and hosts', 'Nothing opens or closes.'],
      ['Findings', 'None added, none removed; none on this object.'],
    ],
  )
})

const dryRuns = [
  { name: 'passed', plan: okPlan, says: 'Accepted by the API server and its webhooks' },
  {
    name: 'failed',
    plan: blockedPlan,
    says: 'The API server refused it: spec.http[0].route[0].weight must be an integer, not 49.5.',
  },
  {
    name: 'not asked',
    plan: { ...okPlan, dryRun: { state: 'skipped' as const, findings: [] } },
    says: 'The review asks the API server.',
  },
]
for (const row of dryRuns)
  test(`dry run ${row.name}`, () => {
    assert.equal(effectGroups(row.plan).at(-1)?.lines[0]?.text, row.says)
  })

test('findings are counted with their codes', () => {
  const group = effectGroups(warnPlan).find(({ title }) => title === 'Findings')
  assert.deepEqual(group?.lines, [{ text: '1 added', code: 'route.weight-sum', tone: 'warn' }])
})

test('shares before and after, one group for one condition', () => {
  const rows = trafficRows(okPlan.graph.edges)
  assert.deepEqual(
    rows.map(({ to, port, before, after, change }) => [`${to}:${port}`, before, after, change]),
    [
      ['app/webapp-v1:80', 80, 50, 'changed'],
      ['app/webapp-v2:80', 20, 50, 'changed'],
    ],
  )
  assert.equal(trafficGroups(rows).length, 1)
})

test('a hop that goes keeps its name and share, one that leads nowhere says so', () => {
  const rows = trafficRows(confirmPlan.graph.edges, beforeEdges)
  assert.deepEqual(
    rows.map(({ to, before, after, change, nowhere }) => [to, before, after, change, nowhere]),
    [
      ['a destination that does not exist', undefined, 20, 'added', true],
      ['app/webapp-v2', 20, undefined, 'removed', false],
    ],
  )
})

test('hops that carry no share are no traffic', () => {
  const [first] = okPlan.graph.edges.changed
  assert.ok(first)
  const selects = {
    ...first,
    before: { ...first.before, kind: 'selects' as const, share: 1 },
    after: { ...first.after, kind: 'selects' as const, share: 2 },
  }
  assert.deepEqual(trafficRows({ added: [], removed: [], changed: [selects] }), [])
})

test('nothing changed: every group but the dry run is quiet', () => {
  assert.deepEqual(
    effectGroups(unchangedPlan).map((group) => group.quiet),
    [true, true, true, true, true, true, false],
  )
})

test('a text that no API server would take has effects that are not known, not none', () => {
  const groups = effectGroups({ ...blockedPlan, dryRun: { state: 'skipped', findings: [] } })
  assert.deepEqual(
    groups.map((group) => group.title),
    ['Findings', 'Affected', 'Dry run'],
  )
  assert.equal(groups[1]?.lines[0]?.text, 'Not known until the text is corrected.')
})

const names = [
  ['service:shop/web', 'shop/web'],
  ['workload:shop/Deployment/web', 'shop/web'],
  ['client:outside', 'outside'],
  ['external:api.example.com', 'api.example.com'],
] as const
for (const [id, name] of names)
  test(`${id} is called ${name}`, () => assert.equal(thingName(id), name))
