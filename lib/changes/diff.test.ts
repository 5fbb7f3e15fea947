import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { objectDiff, textDiff } from './diff.ts'

const object = (weight: number, more: object = {}): KubernetesObject => ({
  apiVersion: 'example.io/v1',
  kind: 'Route',
  metadata: { name: 'a', namespace: 'shop', ...more },
  spec: { weight },
  status: { seen: weight },
})

test('two numbers are one hunk; versions, managed fields and status are left out', () => {
  const before = object(80, { resourceVersion: '1', uid: 'u', managedFields: [{ manager: 'x' }] })
  const diff = objectDiff('Route/shop/a', before, object(50, { resourceVersion: '2', uid: 'u' }))
  assert.deepEqual(
    diff.split('\n').filter((line) => /^[-+]/.test(line)),
    ['--- a/Route/shop/a', '+++ b/Route/shop/a', '-  weight: 80', '+  weight: 50'],
  )
})

test('equal objects have no diff', () =>
  assert.equal(objectDiff('Route/shop/a', object(1), object(1, { uid: 'u' })), ''))

test('creation and deletion name the side that is not there', () => {
  assert.match(objectDiff('R/a', undefined, object(1)), /^--- \/dev\/null\n\+\+\+ b\/R\/a\n/)
  assert.match(objectDiff('R/a', object(1), undefined), /^--- a\/R\/a\n\+\+\+ \/dev\/null\n/)
})

test('texts that share nothing are shown as replaced, in good time', () => {
  const side = (word: string) => Array.from({ length: 9_000 }, (_, i) => `${word}${i}\n`).join('')
  const started = performance.now()
  const diff = textDiff('R/a', side('a'), side('b'))
  assert.ok(performance.now() - started < 30_000) // quadratic would take minutes; how fast is for the benchmarks
  assert.equal(diff.split('\n').filter((line) => line.startsWith('-a')).length, 9_000)
  assert.match(diff, /@@ -1,9000 \+1,9000 @@/)
})
