import assert from 'node:assert/strict'
import { test } from 'node:test'
import { covers, overlap, resolveHost } from './hosts.ts'

// @see istio/istio pilot/pkg/model/config.go, ResolveShortnameToFQDN
const names = [
  ['reviews', 'reviews.books.svc.cluster.local'],
  ['reviews.books', 'reviews.books'],
  ['*', '*'],
  ['127.0.0.1', '127.0.0.1'],
  ['localhost', 'localhost.books.svc.cluster.local'],
] as const
for (const [written, host] of names)
  test(`${written} is ${host}`, () => assert.equal(resolveHost(written, 'books'), host))

const pairs = [
  { a: '*', b: 'x.com', both: 'x.com' },
  { a: '*.x.com', b: 'a.x.com', both: 'a.x.com' },
  { a: '*.x.com', b: 'x.com', both: undefined },
  { a: '*.x.com', b: '*.a.x.com', both: '*.a.x.com' },
  { a: 'a.x.com', b: '*.x.com', both: 'a.x.com' },
  { a: 'a.com', b: 'b.com', both: undefined },
]
for (const { a, b, both } of pairs)
  test(`${a} and ${b} both name ${both ?? 'nothing'}`, () => assert.equal(overlap(a, b), both))

test('a wildcard covers itself and what is narrower', () => {
  assert.deepEqual(
    [covers('*.a', '*.a'), covers('*.b.a', '*.a'), covers('a', '*')],
    [true, false, false],
  )
})
