import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyDefaults } from './defaults.ts'
import { prune } from './prune.ts'
import { fieldsAt, schemaAt } from './schema-at.ts'

const SCHEMA = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['hosts'],
      properties: {
        mode: { type: 'string', enum: ['A', 'B'], default: 'A', description: 'How.' },
        port: { 'x-kubernetes-int-or-string': true },
        hosts: { type: 'array', items: { type: 'string' } },
        tls: {
          type: 'object',
          default: {},
          properties: { on: { type: 'boolean', default: true } },
        },
        routes: {
          type: 'array',
          items: { type: 'object', properties: { weight: { type: 'integer', default: 1 } } },
        },
        labels: {
          type: 'object',
          additionalProperties: {
            type: 'object',
            properties: { v: { type: 'string', default: 'x' } },
          },
        },
        raw: {
          type: 'object',
          'x-kubernetes-preserve-unknown-fields': true,
          properties: { k: { type: 'object', properties: {} } },
        },
        empty: { type: 'object' },
        emb: { type: 'object', 'x-kubernetes-embedded-resource': true, properties: {} },
        note: { type: 'string', nullable: true, default: 'n' },
        wrapped: {
          allOf: [{ type: 'object', properties: { a: { type: 'string' } } }],
          description: 'Own words.',
        },
      },
    },
  },
}

const defaults = [
  { name: 'fields of objects', given: {}, spec: { mode: 'A', tls: { on: true }, note: 'n' } },
  {
    name: 'a null that may not be goes',
    given: { mode: null, hosts: null },
    spec: { mode: 'A', tls: { on: true }, note: 'n' },
  },
  {
    name: 'a null that may be stays',
    given: { note: null },
    spec: { note: null, mode: 'A', tls: { on: true } },
  },
  {
    name: 'entries of lists and maps',
    given: { routes: [{}, { weight: 5 }], labels: { a: {} } },
    spec: {
      routes: [{ weight: 1 }, { weight: 5 }],
      labels: { a: { v: 'x' } },
      mode: 'A',
      tls: { on: true },
      note: 'n',
    },
  },
]
for (const row of defaults)
  test(`defaults: ${row.name}`, () => {
    const given = { spec: row.given }
    const before = JSON.stringify(given)
    assert.deepEqual(applyDefaults(SCHEMA, given), { spec: row.spec })
    assert.equal(JSON.stringify(given), before)
  })

const prunes = [
  {
    name: 'a field that nothing names',
    given: { zz: 1, mode: 'A' },
    spec: { mode: 'A' },
    unknown: ['spec.zz'],
  },
  {
    name: 'inside lists and maps',
    given: { routes: [{ x: 1 }], labels: { a: { y: 1 } } },
    spec: { routes: [{}], labels: { a: {} } },
    unknown: ['spec.labels.a.y', 'spec.routes[0].x'],
  },
  {
    name: 'kept where the schema says so, but not below a named field',
    given: { raw: { any: 1, k: { z: 1 } } },
    spec: { raw: { any: 1, k: {} } },
    unknown: ['spec.raw.k.z'],
  },
  {
    name: 'an object without fields is emptied',
    given: { empty: { a: 1 } },
    spec: { empty: {} },
    unknown: ['spec.empty.a'],
  },
  {
    name: 'an embedded object keeps its envelope',
    given: { emb: { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, x: 1 } },
    spec: { emb: { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' } } },
    unknown: ['spec.emb.x'],
  },
]
for (const row of prunes)
  test(`prune: ${row.name}`, () => {
    const given = { apiVersion: 'a/v1', kind: 'A', metadata: { name: 'a' }, spec: row.given }
    const { value, unknown } = prune(SCHEMA, given)
    assert.deepEqual(value, { ...given, spec: row.spec })
    assert.deepEqual(unknown, row.unknown)
  })

test('prune keeps a key named __proto__ from becoming a prototype', () => {
  const { value } = prune(SCHEMA, { spec: { raw: JSON.parse('{"__proto__": {"polluted": 1}}') } })
  const raw = (value as { spec: { raw: object } }).spec.raw
  assert.ok(Object.hasOwn(raw, '__proto__'))
  assert.equal((raw as { polluted?: number }).polluted, undefined)
})

test('schemaAt follows lists and maps', () => {
  assert.deepEqual(schemaAt(SCHEMA, 'spec.routes[3].weight'), { type: 'integer', default: 1 })
  assert.deepEqual(schemaAt(SCHEMA, 'spec.labels.anything.v'), { type: 'string', default: 'x' })
  assert.equal(schemaAt(SCHEMA, 'spec.nope.v'), undefined)
  assert.equal(schemaAt(SCHEMA, 'spec.constructor'), undefined)
})

test('fieldsAt offers names, types, values and words, required ones first', () => {
  const fields = fieldsAt(SCHEMA, 'spec')
  assert.equal(fields[0]?.name, 'hosts')
  assert.equal(fields[0]?.required, true)
  const byName = new Map(fields.map((field) => [field.name, field]))
  assert.equal(byName.get('hosts')?.type, 'array of string')
  assert.equal(byName.get('port')?.type, 'integer or string')
  assert.equal(byName.get('labels')?.type, 'map of object')
  assert.deepEqual(byName.get('mode')?.enum, ['A', 'B'])
  assert.equal(byName.get('mode')?.description, 'How.')
  assert.equal(byName.get('wrapped')?.type, 'object')
  assert.equal(byName.get('wrapped')?.description, 'Own words.')
  assert.deepEqual(
    fieldsAt(SCHEMA, 'spec.routes[0]').map((field) => field.name),
    ['weight'],
  )
  assert.deepEqual(
    fieldsAt(SCHEMA, 'spec.routes').map((field) => field.name),
    ['weight'],
  )
  assert.deepEqual(fieldsAt(SCHEMA, 'spec.mode'), [])
})
