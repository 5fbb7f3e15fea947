import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatPath, fromApiServer, parsePath } from './field-path.ts'

const both = [
  {
    name: 'keys and indexes',
    path: ['spec', 'http', 0, 'route', 1, 'weight'],
    text: 'spec.http[0].route[1].weight',
  },
  {
    name: 'a key with dots and a slash',
    path: ['metadata', 'labels', 'a.b/c'],
    text: 'metadata.labels["a.b/c"]',
  },
  { name: 'a key with quotes and brackets', path: ['a', 'x"]y\\', 'z'], text: 'a["x\\"]y\\\\"].z' },
  { name: 'a key that is a number', path: ['data', '80'], text: 'data["80"]' },
  { name: 'an empty key', path: ['a', ''], text: 'a[""]' },
  { name: 'the document', path: [], text: '' },
  { name: 'a list at the top', path: [2, 'a'], text: '[2].a' },
]
for (const row of both)
  test(`path: ${row.name}`, () => {
    assert.equal(formatPath(row.path), row.text)
    assert.deepEqual(parsePath(row.text), row.path)
  })

for (const text of ['.a', 'a.', 'a..b', 'a[', 'a[x]', 'a["x]', 'a[0]b', 'a["x"', 'a[-1]'])
  test(`no path: ${text}`, () => assert.equal(parsePath(text), undefined))

const fromServer = [
  ['spec.http[0].route[1].weight', 'spec.http[0].route[1].weight'],
  ['metadata.labels[a.b/c]', 'metadata.labels["a.b/c"]'],
  ['.spec.x', 'spec.x'],
  ['spec.a[', 'spec.a['],
] as const
for (const [given, wanted] of fromServer)
  test(`API server's ${given}`, () => assert.equal(fromApiServer(given), wanted))
