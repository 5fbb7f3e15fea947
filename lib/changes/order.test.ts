import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inOrder } from './order.ts'

const rows = [
  {
    name: 'subsets before routes',
    steps: ['replace VirtualService', 'create DestinationRule'],
    wanted: ['create DestinationRule', 'replace VirtualService'],
  },
  {
    name: "clients' settings before the servers' demands",
    steps: ['create PeerAuthentication', 'create DestinationRule'],
    wanted: ['create DestinationRule', 'create PeerAuthentication'],
  },
  {
    name: 'deletions last, users first',
    steps: ['delete Gateway', 'delete VirtualService', 'create Other'],
    wanted: ['create Other', 'delete VirtualService', 'delete Gateway'],
  },
  {
    name: 'equal ones as given',
    steps: ['create B', 'create A'],
    wanted: ['create B', 'create A'],
  },
]
for (const row of rows)
  test(`order: ${row.name}`, () => {
    const steps = row.steps.map((step) => {
      const [op, kind] = step.split(' ')
      return { op: op as 'create' | 'replace' | 'delete', kind: kind ?? '' }
    })
    assert.deepEqual(
      inOrder(steps).map((step) => `${step.op} ${step.kind}`),
      row.wanted,
    )
  })
