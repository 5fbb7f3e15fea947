import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ageOf } from './age.ts'
import { duplicateKeys } from './duplicate-keys.ts'
import { jsonPathValues } from './json-path.ts'
import { mergePatch } from './merge-patch.ts'
import { resourcePath } from './request-path.ts'
import { compareVersions } from './version-order.ts'

describe('JSONPath of printer columns', () => {
  const object = {
    spec: { hosts: ['a', 'b'], 'a.b': 1 },
    status: {
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'Other', status: 'False' },
      ],
    },
  }
  for (const { path, values } of [
    { path: '.spec.hosts', values: [['a', 'b']] },
    { path: '.spec.hosts[*]', values: ['a', 'b'] },
    { path: '.spec.hosts[1]', values: ['b'] },
    { path: '.spec.hosts[-1]', values: ['b'] },
    { path: '.spec.hosts[9]', values: [] },
    { path: '.spec.a\\.b', values: [1] },
    { path: "{.spec['a.b']}", values: [1] },
    { path: '.status.conditions[?(@.type=="Ready")].status', values: ['True'] },
    { path: '.status.conditions[?(@.type!="Ready")].status', values: ['False'] },
    { path: '.constructor', values: [] },
    { path: '..nothing(', values: [] },
  ])
    test(path, () => assert.deepEqual(jsonPathValues(object, path), values))
})

describe('doubled keys', () => {
  for (const { json, paths } of [
    { json: '{"a":1,"b":2}', paths: [] },
    { json: '{"a":1,"a":2}', paths: ['a'] },
    { json: '{"a":{"b":1,"b":{"c":1,"c":2}}}', paths: ['a.b', 'a.b.c'] },
    { json: '{"l":[{"x":1},{"x":1,"x":2}]}', paths: ['l[1].x'] },
    { json: '{"a":"{\\"b\\":1,\\"b\\":2}"}', paths: [] },
    { json: '{"\\u0061":1,"a":2}', paths: ['a'] },
    { json: '[[1,2],[{"k":[],"k":[]}]]', paths: ['[1][0].k'] },
  ])
    test(json, () => assert.deepEqual(duplicateKeys(json), paths))
})

describe('merge patch', () => {
  for (const { target, patch, result } of [
    {
      target: { a: 1, b: { c: 2 } },
      patch: { b: { c: null, d: 3 } },
      result: { a: 1, b: { d: 3 } },
    },
    { target: { a: [1, 2] }, patch: { a: [3] }, result: { a: [3] } },
    { target: { a: 'x' }, patch: { a: { b: null, c: 1 } }, result: { a: { c: 1 } } },
  ])
    test(JSON.stringify(patch), () => assert.deepEqual(mergePatch(target, patch), result))

  test('a key named __proto__ stays a key', () => {
    const result = mergePatch({}, JSON.parse('{"__proto__":{"polluted":1}}')) as {
      polluted?: number
    }
    assert.ok(Object.hasOwn(result, '__proto__'))
    assert.equal(result.polluted, undefined)
  })
})

describe('paths', () => {
  for (const { path, found } of [
    { path: '/api/v1/pods', found: ['', 'v1', '', 'pods', '', ''] },
    { path: '/api/v1/namespaces', found: ['', 'v1', '', 'namespaces', '', ''] },
    { path: '/api/v1/namespaces/a/status', found: ['', 'v1', '', 'namespaces', 'a', 'status'] },
    { path: '/api/v1/namespaces/a/pods', found: ['', 'v1', 'a', 'pods', '', ''] },
    {
      path: '/apis/g/v2/namespaces/a/things/b/status',
      found: ['g', 'v2', 'a', 'things', 'b', 'status'],
    },
    { path: '/apis/g/v2/things/system%3Ab', found: ['g', 'v2', '', 'things', 'system:b', ''] },
  ])
    test(path, () => {
      const { group, version, namespace, plural, name, subresource } =
        resourcePath(path) ?? assert.fail()
      assert.deepEqual([group, version, namespace, plural, name, subresource], found)
    })
})

test('versions in order of preference', () => {
  const versions = ['v1alpha3', 'foo', 'v1beta1', 'v10', 'v2', 'v1', 'v1beta2', 'v1alpha1']
  assert.deepEqual(versions.sort(compareVersions), [
    'v10',
    'v2',
    'v1',
    'v1beta2',
    'v1beta1',
    'v1alpha3',
    'v1alpha1',
    'foo',
  ])
})

describe('ages', () => {
  const now = new Date('2026-01-10T00:00:00Z')
  for (const { since, age } of [
    { since: '2026-01-09T23:59:30Z', age: '30s' },
    { since: '2026-01-09T23:56:50Z', age: '3m10s' },
    { since: '2026-01-09T23:00:00Z', age: '60m' },
    { since: '2026-01-09T18:55:00Z', age: '5h5m' },
    { since: '2026-01-06T20:00:00Z', age: '3d4h' },
    { since: '2025-01-10T00:00:00Z', age: '365d' },
    { since: null, age: '<unknown>' },
  ])
    test(age, () => assert.equal(ageOf(since, now), age))
})
