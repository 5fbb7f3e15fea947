import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Schema } from '#lib/schema/schema.ts'
import { decodeProtobuf, ProtobufFailed } from './protobuf.ts'
import { StrategicPatchFailed, strategicMergePatch } from './strategic-merge-patch.ts'

const field = (number: number, content: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from([number * 8 + 2, Buffer.byteLength(content)]), Buffer.from(content)])
const number = (at: number, value: number): Buffer => Buffer.from([at * 8, value])
const body = (apiVersion: string, kind: string, ...content: Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from('k8s\0'),
    field(1, Buffer.concat([field(1, apiVersion), field(2, kind)])),
    field(2, Buffer.concat(content)),
  ])

describe('protobuf', () => {
  const meta = field(1, field(1, 'a'))
  const metadata = { name: 'a' }
  for (const { name, bytes, object } of [
    {
      name: 'bytes are base64, texts left out are left out',
      bytes: body(
        'v1',
        'Secret',
        meta,
        field(2, Buffer.concat([field(1, 'k'), field(2, 'v')])),
        field(3, ''),
      ),
      object: { apiVersion: 'v1', kind: 'Secret', metadata, data: { k: 'dg==' } },
    },
    {
      name: 'a number that is a pointer may be zero',
      bytes: body('apps/v1', 'Deployment', meta, field(2, number(1, 0))),
      object: { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 0 } },
    },
    {
      name: 'a time',
      bytes: body('v1', 'Namespace', field(1, field(8, Buffer.concat([number(1, 60)])))),
      object: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { creationTimestamp: '1970-01-01T00:01:00Z' },
      },
    },
    {
      name: 'a time that is none',
      bytes: body('v1', 'Namespace', field(1, Buffer.concat([field(1, 'a'), field(8, '')]))),
      object: { apiVersion: 'v1', kind: 'Namespace', metadata },
    },
    {
      name: 'a port by number or by name',
      bytes: body(
        'v1',
        'Service',
        meta,
        field(
          2,
          Buffer.concat([
            field(1, Buffer.concat([number(3, 80), field(4, number(2, 81))])),
            field(
              1,
              Buffer.concat([
                number(3, 82),
                field(4, Buffer.concat([number(1, 1), field(3, 'http')])),
              ]),
            ),
          ]),
        ),
      ),
      object: {
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec: {
          ports: [
            { port: 80, targetPort: 81 },
            { port: 82, targetPort: 'http' },
          ],
        },
      },
    },
    {
      name: 'parts that JSON has in their parent',
      bytes: body(
        'v1',
        'Pod',
        meta,
        field(2, field(1, Buffer.concat([field(1, 'v'), field(2, field(2, ''))]))),
      ),
      object: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata,
        spec: { volumes: [{ name: 'v', emptyDir: {} }] },
      },
    },
    {
      name: 'fields that nobody knows',
      bytes: body('v1', 'ConfigMap', meta, field(15, 'x')),
      object: { apiVersion: 'v1', kind: 'ConfigMap', metadata },
    },
  ])
    test(name, () => assert.deepEqual(decodeProtobuf(bytes), object))

  for (const { name, bytes } of [
    { name: 'nothing', bytes: Buffer.alloc(0) },
    { name: 'JSON', bytes: Buffer.from('{}') },
    { name: 'a kind that there is not', bytes: body('v1', '__proto__', meta) },
    { name: 'a length beyond the end', bytes: body('v1', 'ConfigMap', Buffer.from([10, 200])) },
    { name: 'a number without end', bytes: body('v1', 'ConfigMap', Buffer.alloc(20, 0xff)) },
    { name: 'a group', bytes: body('v1', 'ConfigMap', Buffer.from([11])) },
  ])
    test(`${name} is refused`, () => assert.throws(() => decodeProtobuf(bytes), ProtobufFailed))

  test('a ConfigMap may have a key named __proto__', () => {
    const entry = Buffer.concat([field(1, '__proto__'), field(2, 'x')])
    const { data } = decodeProtobuf(body('v1', 'ConfigMap', meta, field(2, entry)))
    assert.deepEqual(Object.entries(data as object), [['__proto__', 'x']])
  })
})

describe('strategic merge patch', () => {
  const merged = (key: string, inner: object = {}) => ({
    'x-kubernetes-patch-strategy': 'merge',
    ...(key ? { 'x-kubernetes-patch-merge-key': key } : {}),
    items: inner,
  })
  const schema: Schema = {
    properties: {
      list: merged('name', { allOf: [{ properties: { inner: merged('k') } }] }),
      set: merged(''),
      plain: { items: {} },
    },
  }
  const names = (...all: string[]) => all.map((name) => ({ name }))
  const rows: { name: string; before: object; patch: object; after: object }[] = [
    {
      name: 'what comes takes the place of what goes, where an order is given',
      before: { list: names('a', 'b', 'c', 'd') },
      patch: {
        '$setElementOrder/list': names('f', 'a'),
        list: [{ name: 'f' }, { name: 'b', $patch: 'delete' }],
      },
      after: { list: names('c', 'd', 'f', 'a') },
    },
    {
      name: 'a list in an entry merges by the schema behind a reference',
      before: { list: [{ name: 'a', inner: [{ k: 1, v: 1 }] }] },
      patch: { list: [{ name: 'a', inner: [{ k: 1, w: 2 }, { k: 2 }] }] },
      after: { list: [{ name: 'a', inner: [{ k: 1, v: 1, w: 2 }, { k: 2 }] }] },
    },
    {
      name: 'a list where there was none',
      before: {},
      patch: {
        list: [
          { name: 'a', gone: null },
          { name: 'b', $patch: 'delete' },
        ],
      },
      after: { list: names('a') },
    },
    {
      name: 'texts that are a set',
      before: { set: ['a', 'b', 'c'] },
      patch: { '$deleteFromPrimitiveList/set': ['b'], set: ['d', 'a'] },
      after: { set: ['d', 'a', 'c'] },
    },
    {
      name: 'another type replaces',
      before: { list: names('a'), plain: { a: 1 } },
      patch: { list: 'x', plain: [1] },
      after: { list: 'x', plain: [1] },
    },
    {
      name: 'fields without a schema merge as maps and replace as lists',
      before: { other: { a: { b: 1 }, list: [1] } },
      patch: { other: { a: { c: 2 }, list: [2] } },
      after: { other: { a: { b: 1, c: 2 }, list: [2] } },
    },
  ]
  for (const { name, before, patch, after } of rows)
    test(name, () => {
      const frozen = structuredClone(before)
      const given = before as Record<string, unknown>
      assert.deepEqual(strategicMergePatch(given, patch as Record<string, unknown>, schema), after)
      assert.deepEqual(before, frozen, 'the object itself stays as it was')
    })

  test('a key named __proto__ stays a key', () => {
    const patch = JSON.parse('{"__proto__":{"polluted":1},"a":{"__proto__":{"x":1}}}')
    const after = strategicMergePatch({ a: {} }, patch, schema) as { polluted?: number }
    assert.equal(after.polluted, undefined)
    assert.ok(Object.hasOwn(after, '__proto__'))
  })

  for (const patch of [
    { list: [{ other: 1 }] },
    { list: ['a'] },
    { list: [{ name: 'a', $patch: 'merge' }] },
    { '$setElementOrder/list': 'x' },
    { '$setElementOrder/list': names('b', 'a'), list: names('a', 'b') },
    { $retainKeys: 'list', list: [] },
    { $patch: 'nothing' },
  ])
    test(`${JSON.stringify(patch)} is refused`, () => {
      const before = { list: names('a') }
      assert.throws(() => strategicMergePatch(before, patch, schema), StrategicPatchFailed)
    })
})
