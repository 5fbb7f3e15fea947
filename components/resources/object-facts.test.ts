import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conditionsOf, metadataOf, writersOf } from './object-facts.ts'

const object = (rest: object) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'front' },
  ...rest,
})
const condition = (type: string) => ({ type, status: 'True', reason: 'Ok' })

test('conditions are those of the object, of listeners and of parents', () => {
  const found = conditionsOf(
    object({
      status: {
        conditions: [condition('Programmed'), null],
        listeners: [{ name: 'https', conditions: [condition('ResolvedRefs')] }],
        parents: [
          { parentRef: { name: 'way', sectionName: 'a' }, conditions: [condition('Accepted')] },
        ],
      },
    }),
  )
  assert.deepEqual(
    found.map((c) => [c.type, c.of]),
    [
      ['Programmed', undefined],
      ['ResolvedRefs', 'listener https'],
      ['Accepted', 'way a'],
    ],
  )
})

test('an object of any shape has facts', () => {
  for (const status of [null, 3, 'x', [], { conditions: {} }])
    assert.deepEqual(conditionsOf(object({ status })), [])
  const odd = { ...object({}), metadata: { name: 'a', labels: null, managedFields: 4 } }
  assert.deepEqual(metadataOf(odd as never).labels, [])
  assert.deepEqual(writersOf(odd as never), [])
})

test('the latest writer comes first', () => {
  const managedFields = [
    { manager: 'kubectl', operation: 'Apply', time: '2026-01-01T00:00:00Z' },
    { manager: 'istiod', operation: 'Update', time: '2026-01-02T00:00:00Z', subresource: 'status' },
  ]
  const found = writersOf({ ...object({}), metadata: { name: 'a', managedFields } as never })
  assert.deepEqual(
    found.map((w) => [w.manager, w.part]),
    [
      ['istiod', 'status'],
      ['kubectl', ''],
    ],
  )
})
