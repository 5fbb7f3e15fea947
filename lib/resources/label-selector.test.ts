import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LabelIndex, parseLabelSelector, SelectorIndex, selects } from './label-selector.ts'

const labels = new Map([
  ['app', 'web'],
  ['tier', 'front'],
])

// @see kubernetes.io/docs/concepts/overview/working-with-objects/labels, "Resources that support set-based requirements"
const rows: readonly { name: string; selector: unknown; holds: boolean | undefined }[] = [
  { name: 'an empty selector selects everything', selector: {}, holds: true },
  { name: 'null is no selector', selector: null, holds: undefined },
  { name: 'text is no selector', selector: 'app=web', holds: undefined },
  {
    name: 'all labels must be there',
    selector: { matchLabels: { app: 'web', tier: 'back' } },
    holds: false,
  },
  { name: 'labels hold', selector: { matchLabels: { app: 'web' } }, holds: true },
  {
    name: 'In',
    selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'x'] }] },
    holds: true,
  },
  {
    name: 'NotIn holds for an absent key',
    selector: { matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] },
    holds: true,
  },
  {
    name: 'Exists fails for an absent key',
    selector: { matchExpressions: [{ key: 'zone', operator: 'Exists' }] },
    holds: false,
  },
  {
    name: 'DoesNotExist',
    selector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] },
    holds: false,
  },
  {
    name: 'an unknown operator selects nothing',
    selector: { matchExpressions: [{ key: 'app', operator: 'Like', values: ['w'] }] },
    holds: false,
  },
]

for (const row of rows) {
  test(row.name, () => {
    const selector = parseLabelSelector(row.selector)
    assert.equal(selector && selects(selector, labels), row.holds)
  })
}

test('an index finds things by labels and selectors by things', () => {
  const things = [
    {
      id: 'a',
      labels: new Map([
        ['app', 'web'],
        ['v', '1'],
      ]),
    },
    {
      id: 'b',
      labels: new Map([
        ['app', 'web'],
        ['v', '2'],
      ]),
    },
    { id: 'c', labels: new Map([['__proto__', 'x']]) },
  ]
  const index = new LabelIndex(things, (t) => t.labels)
  const ids = (wanted: readonly [string, string][]) =>
    index.select(new Map(wanted)).map((t) => t.id)
  assert.deepEqual(ids([['app', 'web']]), ['a', 'b'])
  assert.deepEqual(
    ids([
      ['app', 'web'],
      ['v', '2'],
    ]),
    ['b'],
  )
  assert.deepEqual(ids([['app', 'db']]), [])
  assert.deepEqual(ids([]), ['a', 'b', 'c'])
  assert.deepEqual(ids([['__proto__', 'x']]), ['c'])

  const policies = [
    {
      id: 'two',
      selector: new Map([
        ['v', '2'],
        ['app', 'web'],
      ]),
    },
    { id: 'all', selector: undefined },
    { id: 'web', selector: new Map([['app', 'web']]) },
  ]
  const bySelector = new SelectorIndex(policies, (p) => p.selector)
  const names = (i: number) => bySelector.matching(things[i]?.labels ?? new Map()).map((p) => p.id)
  assert.deepEqual(names(0), ['all', 'web'])
  assert.deepEqual(names(1), ['two', 'all', 'web'])
  assert.deepEqual(names(2), ['all'])
})
