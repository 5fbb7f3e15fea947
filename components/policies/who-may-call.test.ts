import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type AccessRow,
  ANONYMOUS,
  type Caller,
  callersOf,
  fromWords,
  mayCall,
  rowsByTarget,
  type Target,
  targetsOf,
  type Verdict,
  type Workload,
} from './who-may-call.ts'

const WEB = 'workload:shop/Deployment/web'
const row = (from: string, verdict: Verdict, more: Partial<AccessRow> = {}): AccessRow => ({
  from,
  to: WEB,
  verdict,
  by: ['AuthorizationPolicy/shop/p'],
  because: `${from} ${verdict}`,
  ...more,
})
const front: Caller = {
  id: 'ServiceAccount/edge/front',
  namespace: 'edge',
  name: 'front',
  principal: 'cluster.local/ns/edge/sa/front',
  workloads: [],
}
const web: Target = { id: WEB, namespace: 'shop', name: 'web', isUnguarded: false }
const open = { verdict: 'allow' as const, decidedBy: ['default'] }

const table: {
  name: string
  rows: AccessRow[]
  caller?: Caller
  target?: Target
  byDefault?: { verdict: Verdict; decidedBy: string[] }
  verdict: Verdict
  ports?: [number | undefined, Verdict][]
}[] = [
  { name: 'no row leaves the default', rows: [], verdict: 'allow' },
  {
    name: 'a default that denies',
    rows: [],
    byDefault: { verdict: 'deny', decidedBy: [] },
    verdict: 'deny',
  },
  {
    name: 'rows of every target hold where it has none',
    rows: [row('*', 'deny', { to: '*' })],
    verdict: 'deny',
  },
  {
    name: 'rows of its own replace those of every target',
    rows: [row('*', 'deny', { to: '*' }), row('*', 'allow')],
    verdict: 'allow',
  },
  {
    name: 'no proxy, nothing is enforced',
    rows: [row('*', 'deny', { to: '*' })],
    target: { ...web, isUnguarded: true },
    verdict: 'allow',
  },
  {
    name: 'its account goes before its namespace and everyone',
    rows: [
      row('*', 'deny'),
      row('Namespace/edge', 'deny'),
      row('ServiceAccount/edge/front', 'allow'),
    ],
    verdict: 'allow',
  },
  {
    name: 'another account of the namespace is not it',
    rows: [row('ServiceAccount/edge/back', 'allow'), row('*', 'deny')],
    verdict: 'deny',
  },
  {
    name: 'its namespace goes before everyone',
    rows: [row('*', 'deny', { precedence: 1 }), row('Namespace/edge', 'allow', { precedence: 1 })],
    verdict: 'allow',
  },
  {
    name: 'a pattern at the end',
    rows: [row('*', 'deny'), row('principal:cluster.local/ns/edge/*', 'allow')],
    verdict: 'allow',
  },
  {
    name: 'a pattern at the start that is of another',
    rows: [row('*', 'deny'), row('principal:*/sa/back', 'allow')],
    verdict: 'deny',
  },
  {
    name: 'of two rows that name it, what goes first decides',
    rows: [
      row('Namespace/edge', 'allow', { precedence: 1 }),
      row('principal:*/sa/front', 'deny', { precedence: 2 }),
    ],
    verdict: 'deny',
  },
  {
    name: 'of two equal rows, who lets in',
    rows: [
      row('Namespace/edge', 'deny', { precedence: 1 }),
      row('principal:*/sa/front', 'allow', { precedence: 1 }),
    ],
    verdict: 'allow',
  },
  {
    name: 'no identity has its own row',
    rows: [row('*', 'allow'), row('anonymous', 'deny')],
    caller: ANONYMOUS,
    verdict: 'deny',
  },
  {
    name: 'no identity is as everyone where no row tells them apart',
    rows: [row('*', 'conditional')],
    caller: ANONYMOUS,
    verdict: 'conditional',
  },
  {
    name: 'ports that differ make it conditional',
    rows: [row('*', 'deny'), row('*', 'allow', { port: 8080 })],
    verdict: 'conditional',
    ports: [
      [8080, 'allow'],
      [undefined, 'deny'],
    ],
  },
]
for (const { name, rows, caller, target, byDefault, verdict, ports } of table)
  test(name, () => {
    const cell = mayCall(rowsByTarget(rows), byDefault ?? open, caller ?? front, target ?? web)
    assert.equal(cell.verdict, verdict)
    if (ports)
      assert.deepEqual(
        cell.answers.map((a) => [a.port, a.verdict]),
        ports,
      )
  })

const workload = (name: string, inMesh: Workload['inMesh'], account: string): Workload => ({
  id: `workload:shop/Deployment/${name}`,
  resource: `Deployment/shop/${name}`,
  kind: 'Deployment',
  namespace: 'shop',
  name,
  owner: { resource: `Deployment/shop/${name}`, read: true },
  pods: [],
  inMesh,
  memberships: [],
  bypasses: [],
  services: [],
  inbound: [],
  identity: {
    serviceAccount: account,
    trustDomain: 'cluster.local',
    ...(inMesh === 'none' ? {} : { principal: `spiffe://cluster.local/ns/shop/sa/${account}` }),
  },
  policies: [],
})

test('callers are accounts with a proxy, those that policies name, and no identity', () => {
  const found = callersOf(
    [
      workload('web', 'sidecar', 'web'),
      workload('web2', 'sidecar', 'web'),
      workload('job', 'none', 'job'),
    ],
    [row('ServiceAccount/edge/front', 'allow'), row('*', 'deny'), row('Namespace/edge', 'deny')],
  )
  assert.deepEqual(
    found.map((c) => [c.id, c.workloads.length]),
    [
      ['ServiceAccount/edge/front', 0],
      ['ServiceAccount/shop/web', 2],
      ['anonymous', 0],
    ],
  )
})

test('targets are what has a proxy and what policies name', () => {
  const found = targetsOf(
    [
      workload('web', 'sidecar', 'web'),
      workload('job', 'none', 'job'),
      workload('db', 'none', 'db'),
    ],
    [
      row('*', 'deny', { to: 'workload:shop/Deployment/db' }),
      row('*', 'deny', { to: 'service:data/api' }),
    ],
  )
  assert.deepEqual(
    found.map((t) => [t.id, t.isUnguarded]),
    [
      ['service:data/api', false],
      ['workload:shop/Deployment/db', true],
      ['workload:shop/Deployment/web', false],
    ],
  )
})

const words = [
  ['*', 'any identity'],
  ['anonymous', 'no identity'],
  ['ServiceAccount/shop/web', 'shop/web'],
  ['Namespace/shop', 'namespace shop'],
  ['principal:*/sa/web', 'principal */sa/web'],
] as const
for (const [from, said] of words)
  test(`${from} is "${said}"`, () => assert.equal(fromWords(from), said))
