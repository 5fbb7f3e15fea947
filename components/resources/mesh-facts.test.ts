import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serviceFacts, workloadFacts } from './mesh-facts.ts'

const workload = (kind: string, name: string, more: object) => ({
  kind,
  namespace: 'shop',
  name,
  resource: `${kind}/shop/${name}`,
  inMesh: 'sidecar',
  memberships: [{ inMesh: 'sidecar' }],
  pods: [],
  inbound: [],
  ...more,
})
const report = {
  workloads: [
    workload('Deployment', 'web', {
      pods: [{ name: 'web-1' }],
      memberships: [{ inMesh: 'native-sidecar' }, { inMesh: 'none' }],
      inbound: [{ mode: 'STRICT' }, { mode: 'STRICT' }, { mode: 'DISABLE' }],
    }),
    workload('Pod', 'alone', { pods: [{ name: 'alone' }] }),
  ],
} as unknown as Parameters<typeof workloadFacts>[1]

test('a workload in the middle of a roll-out is told as both', () =>
  assert.deepEqual(workloadFacts('Deployment', report).get('Deployment/shop/web'), [
    'native sidecar or no proxy',
    'STRICT, DISABLE',
  ]))

test('pods are told with their workload, and one without as itself', () => {
  const facts = workloadFacts('Pod', report)
  assert.deepEqual(facts.get('Pod/shop/web-1'), ['native sidecar or no proxy', 'Deployment web'])
  assert.deepEqual(facts.get('Pod/shop/alone')?.[1], '')
})

test('a Service is told as a whole, whatever its ports say', () => {
  const posture = [
    { on: 'Service/shop/web', inbound: 'PERMISSIVE' },
    { on: 'Service/shop/web', port: 80, inbound: 'STRICT' },
  ] as unknown as Parameters<typeof serviceFacts>[0]['posture']
  assert.deepEqual([...serviceFacts({ posture })], [['Service/shop/web', ['PERMISSIVE']]])
})
