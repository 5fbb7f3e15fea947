import assert from 'node:assert/strict'
import { test } from 'node:test'
import { childPath, parsePath } from './field-path.ts'

const rows = [
  { path: '', steps: [] },
  { path: 'spec.http[0].route[1].weight', steps: ['spec', 'http', 0, 'route', 1, 'weight'] },
  { path: 'metadata.labels["a.b/c"].x', steps: ['metadata', 'labels', 'a.b/c', 'x'] },
  { path: 'tagOverrides[foo]', steps: ['tagOverrides', 'foo'] },
  { path: 'a[0', steps: ['a', 0] },
]
for (const row of rows)
  test(row.path || 'the root', () => {
    assert.deepEqual(parsePath(row.path), row.steps)
  })

test('steps make the path that the API server writes', () => {
  assert.equal(['spec', 'http', 0, 'route'].reduce(childPath, '' as string), 'spec.http[0].route')
})
