import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalJson, type HashedStep, planHash } from './plan-hash.ts'

const json: readonly (readonly [unknown, string])[] = [
  [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
  [{ a: undefined, b: {} }, '{"b":{}}'],
  [[undefined], '[null]'],
  ['"', '"\\""'],
]
for (const [value, wanted] of json)
  test(`canonical: ${wanted}`, () => assert.equal(canonicalJson(value), wanted))

const step: HashedStep = {
  op: 'replace',
  resource: 'R/a',
  group: 'x',
  base: { uid: 'u', resourceVersion: '1' },
}
const hash = (
  changed: Partial<HashedStep> = {},
  text = 'a',
  verdict: 'ok' | 'warn' = 'ok',
  cluster = 'c',
) => planHash(cluster, [{ text }], [{ ...step, ...changed }], verdict, (all) => all)

test('the hash says what made it', () => assert.match(hash(), /^sha256:\{/))
const other = [
  { name: 'the text', value: hash({}, 'b') },
  { name: 'the base', value: hash({ base: { uid: 'u', resourceVersion: '2' } }) },
  {
    name: 'the object shown',
    value: hash({ after: { apiVersion: 'v1', kind: 'R', metadata: { name: 'a' } } }),
  },
  {
    name: 'the body sent',
    value: hash({ body: { apiVersion: 'v1', kind: 'R', metadata: { name: 'a' } } }),
  },
  { name: 'the verdict', value: hash({}, 'a', 'warn') },
  { name: 'the cluster', value: hash({}, 'a', 'ok', 'd') },
]
for (const row of other)
  test(`another hash for another ${row.name}`, () => assert.notEqual(row.value, hash()))
