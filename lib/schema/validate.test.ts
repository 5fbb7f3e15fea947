import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validateSchema } from './validate.ts'

const text = { type: 'string' }
const SPEC = {
  type: 'object',
  required: ['need'],
  properties: {
    need: { type: 'string', default: 'd' },
    i: { type: 'integer' },
    i32: { type: 'integer', format: 'int32' },
    i64: { type: 'integer', format: 'int64' },
    n: { type: 'number' },
    s: { type: 'string', maxLength: 3, minLength: 2 },
    b: { type: 'boolean' },
    o: {
      type: 'object',
      properties: { a: text },
      required: ['a'],
      maxProperties: 1,
      minProperties: 1,
    },
    e: { type: 'string', enum: ['A', 'B'] },
    ei: { type: 'integer', enum: [1, 2] },
    max: { type: 'integer', maximum: 10, exclusiveMaximum: true },
    min: { type: 'integer', minimum: 5 },
    mul: { type: 'integer', multipleOf: 3 },
    arr: { type: 'array', maxItems: 2, minItems: 1, items: text },
    set: { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
    unique: {
      type: 'array',
      uniqueItems: true,
      items: { type: 'object', properties: { a: {}, b: {} } },
    },
    map: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['k', 'p'],
      items: { type: 'object', properties: { k: text, p: { type: 'integer', default: 1 } } },
    },
    ios: { 'x-kubernetes-int-or-string': true },
    dt: { type: 'string', format: 'date-time' },
    ip: { type: 'string', format: 'ipv4' },
    ip6: { type: 'string', format: 'ipv6' },
    by: { type: 'string', format: 'byte' },
    du: { type: 'string', format: 'duration' },
    uri: { type: 'string', format: 'uri' },
    one: {
      type: 'object',
      properties: { x: text, y: text },
      oneOf: [{ required: ['x'] }, { required: ['y'] }],
    },
    any: {
      type: 'object',
      properties: { x: text, y: text },
      anyOf: [{ required: ['x'] }, { required: ['y'] }],
    },
    nt: { type: 'object', properties: { x: text }, not: { required: ['x'] } },
    all: {
      type: 'object',
      properties: { x: text },
      allOf: [{ properties: { x: { minLength: 2 } } }],
    },
    ad: { type: 'object', additionalProperties: { type: 'integer' } },
    pr: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    nul: { type: 'string', nullable: true },
    emb: {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      'x-kubernetes-preserve-unknown-fields': true,
    },
    pat: { type: 'string', pattern: '^a+$' },
  },
}
const ROOT = { type: 'object', properties: { spec: SPEC } }

/** Recorded from kube-apiserver 1.36.3 with this schema; see `combined` for what is left out. */
const rows: readonly { spec: unknown; says: readonly string[] }[] = [
  { spec: {}, says: [] },
  { spec: { need: null }, says: [] },
  {
    spec: { i: 'x' },
    says: [
      'spec.i schema.type Invalid value: "string": spec.i in body must be of type integer: "string"',
    ],
  },
  {
    spec: { i: 1.5 },
    says: [
      'spec.i schema.type Invalid value: "number": spec.i in body must be of type integer: "number"',
    ],
  },
  { spec: { i: 2.0 }, says: [] },
  {
    spec: { i32: 1.5 },
    says: [
      'spec.i32 schema.type Invalid value: "float64": spec.i32 in body must be of type int32: "float64"',
    ],
  },
  {
    spec: { i32: 3e9 },
    says: [
      'spec.i32 schema.number-format Invalid value: "": Checked value must be of type integer with format int32 in spec.i32',
    ],
  },
  {
    spec: { i64: 1e20 },
    says: [
      'spec.i64 schema.number-format Invalid value: "": Checked value must be of type integer with format int64 in spec.i64',
    ],
  },
  { spec: { n: 1 }, says: [] },
  {
    spec: { n: 'a' },
    says: [
      'spec.n schema.type Invalid value: "string": spec.n in body must be of type number: "string"',
    ],
  },
  { spec: { s: 'abcd' }, says: ['spec.s schema.too-long Too long: may not be more than 3 bytes'] },
  {
    spec: { s: 'a' },
    says: [
      'spec.s schema.too-short Invalid value: "a": spec.s in body should be at least 2 chars long',
    ],
  },
  {
    spec: { s: [] },
    says: [
      'spec.s schema.type Invalid value: "array": spec.s in body must be of type string: "array"',
    ],
  },
  {
    spec: { b: 'true' },
    says: [
      'spec.b schema.type Invalid value: "string": spec.b in body must be of type boolean: "string"',
    ],
  },
  {
    spec: { o: {} },
    says: [
      'spec.o schema.too-few Invalid value: 0: spec.o in body should have at least 1 properties',
      'spec.o.a schema.required Required value',
    ],
  },
  { spec: { o: null }, says: [] },
  {
    spec: { arr: [null] },
    says: [
      'spec.arr[0] schema.type Invalid value: "null": spec.arr[0] in body must be of type string: "null"',
    ],
  },
  {
    spec: { e: 'C' },
    says: ['spec.e schema.enum Unsupported value: "C": supported values: "A", "B"'],
  },
  {
    spec: { ei: 3 },
    says: ['spec.ei schema.enum Unsupported value: 3: supported values: "1", "2"'],
  },
  {
    spec: { max: 10 },
    says: ['spec.max schema.range Invalid value: 10: spec.max in body should be less than 10'],
  },
  {
    spec: { min: 4 },
    says: [
      'spec.min schema.range Invalid value: 4: spec.min in body should be greater than or equal to 5',
    ],
  },
  {
    spec: { mul: 4 },
    says: ['spec.mul schema.range Invalid value: 4: spec.mul in body should be a multiple of 3'],
  },
  {
    spec: { arr: ['a', 'b', 'c'] },
    says: ['spec.arr schema.too-many Too many: 3: must have at most 2 items'],
  },
  {
    spec: { arr: [] },
    says: [
      'spec.arr schema.too-few Invalid value: 0: spec.arr in body should have at least 1 items',
    ],
  },
  {
    spec: { set: ['a', 'b', 'a', 'a'] },
    says: ['spec.set[2] schema.duplicate Duplicate value: "a"'],
  },
  {
    spec: {
      unique: [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    },
    says: ['spec.unique[1] schema.duplicate Duplicate value: {"a":1,"b":2}'],
  },
  {
    spec: { map: [{ k: 'a', p: 1 }, { k: 'a' }] },
    says: ['spec.map[1] schema.duplicate Duplicate value: {"k":"a","p":1}'],
  },
  { spec: { map: [{ k: 'a', p: 2 }, { k: 'a' }] }, says: [] },
  {
    spec: { ios: true },
    says: [
      'spec.ios schema.type Invalid value: "boolean": spec.ios in body must be of type integer,string: "boolean"',
    ],
  },
  { spec: { ios: 8080 }, says: [] },
  {
    spec: { dt: 'x' },
    says: [
      'spec.dt schema.format Invalid value: "x": spec.dt in body must be of type date-time: "x"',
    ],
  },
  { spec: { dt: '2024-02-29T10:00:00Z' }, says: [] },
  {
    spec: { dt: '2023-02-29T10:00:00Z' },
    says: [
      'spec.dt schema.format Invalid value: "2023-02-29T10:00:00Z": spec.dt in body must be of type date-time: "2023-02-29T10:00:00Z"',
    ],
  },
  {
    spec: { ip: '10.0.0.256' },
    says: [
      'spec.ip schema.format Invalid value: "10.0.0.256": spec.ip in body must be of type ipv4: "10.0.0.256"',
    ],
  },
  {
    spec: { ip6: 'fe80::1', ip: '10.0.0.1', by: 'YQ==', du: '1h30m', uri: 'https://a/b' },
    says: [],
  },
  {
    spec: { ip6: '1:2' },
    says: [
      'spec.ip6 schema.format Invalid value: "1:2": spec.ip6 in body must be of type ipv6: "1:2"',
    ],
  },
  {
    spec: { by: '%%' },
    says: ['spec.by schema.format Invalid value: "%%": spec.by in body must be of type byte: "%%"'],
  },
  {
    spec: { du: 'x' },
    says: [
      'spec.du schema.format Invalid value: "x": spec.du in body must be of type duration: "x"',
    ],
  },
  {
    spec: { du: '10' },
    says: [
      'spec.du schema.format Invalid value: "10": spec.du in body must be of type duration: "10"',
    ],
  },
  { spec: { du: '0' }, says: [] },
  {
    spec: { uri: 'x y' },
    says: [
      'spec.uri schema.format Invalid value: "x y": spec.uri in body must be of type uri: "x y"',
    ],
  },
  {
    spec: { one: {} },
    says: [
      'spec.one schema.one-of Invalid value: "": "spec.one" must validate one and only one schema (oneOf). Found none valid',
    ],
  },
  {
    spec: { one: { x: '1', y: '1' } },
    says: [
      'spec.one schema.one-of Invalid value: "": "spec.one" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    ],
  },
  {
    spec: { any: {} },
    says: [
      'spec.any schema.one-of Invalid value: "": "spec.any" must validate at least one schema (anyOf)',
    ],
  },
  {
    spec: { nt: { x: '1' } },
    says: ['spec.nt schema.one-of Invalid value: "": "spec.nt" must not validate the schema (not)'],
  },
  {
    spec: { all: { x: 'a' } },
    says: [
      'spec.all.x schema.too-short Invalid value: "a": spec.all.x in body should be at least 2 chars long',
      'spec.all schema.one-of Invalid value: "": "spec.all" must validate all the schemas (allOf)',
    ],
  },
  {
    spec: { ad: { k: 'v' } },
    says: [
      'spec.ad.k schema.type Invalid value: "string": spec.ad.k in body must be of type integer: "string"',
    ],
  },
  { spec: { nul: null, pr: { any: [1] } }, says: [] },
  {
    spec: { emb: {} },
    says: [
      'spec.emb.apiVersion schema.required Required value',
      'spec.emb.kind schema.required Required value',
    ],
  },
  {
    spec: { pat: 'b' },
    says: ['spec.pat schema.pattern Invalid value: "b": spec.pat in body should match \'^a+$\''],
  },
  {
    spec: { unk: 1, o: { a: '1', z: 1 } },
    says: [
      'spec.unk schema.unknown-field unknown field "spec.unk"',
      'spec.o schema.too-many Too many: 2: must have at most 1 items',
      'spec.o.z schema.unknown-field unknown field "spec.o.z"',
    ],
  },
  {
    spec: JSON.parse('{"__proto__": 1, "constructor": 2}'),
    says: [
      'spec.__proto__ schema.unknown-field unknown field "spec.__proto__"',
      'spec.constructor schema.unknown-field unknown field "spec.constructor"',
    ],
  },
  {
    spec: [],
    says: ['spec schema.type Invalid value: "array": spec in body must be of type object: "array"'],
  },
]

for (const row of rows)
  test(`${JSON.stringify(row.spec)} → ${row.says.length} issues`, () => {
    const value = { apiVersion: 'a/v1', kind: 'A', metadata: { name: 'a' }, spec: row.spec }
    const issues = validateSchema(ROOT, value)
    assert.deepEqual(
      issues.map(({ path, code, message }) => `${path} ${code} ${message}`),
      row.says,
    )
  })

test('a base path stands in front of every path, and the value is no whole object then', () => {
  const issues = validateSchema(SPEC, { i: 'x', kind: 'y' }, 'spec')
  assert.deepEqual(
    issues.map((issue) => issue.path),
    ['spec.i', 'spec.kind'],
  )
})

test('unknown fields can be left to pruning', () => {
  assert.deepEqual(validateSchema(ROOT, { spec: { unk: 1 } }, '', { unknownFields: 'ignore' }), [])
})

test('a schema whose keywords have the wrong types says nothing and does not throw', () => {
  const broken = {
    type: 7,
    properties: [],
    required: 'a',
    enum: {},
    items: 3,
    maxLength: 'x',
    oneOf: {},
  }
  assert.deepEqual(validateSchema(broken, { a: 1 }, 'x', { unknownFields: 'ignore' }), [])
  assert.deepEqual(validateSchema({ type: 'string', pattern: 5, maxLength: null }, 'abc', 'x'), [])
})

test('a value that is nested without end is cut off', () => {
  const schema: Record<string, unknown> = { type: 'object' }
  schema.properties = { next: schema }
  let value: Record<string, unknown> = {}
  for (let depth = 0; depth < 5_000; depth += 1) value = { next: value }
  assert.deepEqual(validateSchema(schema, value), [])
})
