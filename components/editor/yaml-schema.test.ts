import assert from 'node:assert/strict'
import { test } from 'node:test'
import { record } from '#lib/resources/field.ts'
import { yamlSchemaOf } from './yaml-schema.ts'

const convertSpec = (spec: unknown): unknown => {
  const schema = yamlSchemaOf([
    {
      group: 'networking.istio.io',
      version: 'v1',
      kind: 'VirtualService',
      schema: { type: 'object', properties: { spec } },
    },
  ])
  const [branch] = (schema?.root.allOf ?? []) as unknown as [
    { then: { properties: { spec: unknown } } },
  ]
  return branch.then.properties.spec
}

const rows: readonly { name: string; spec: unknown; becomes: unknown }[] = [
  {
    name: 'a field keeps type and description',
    spec: { type: 'integer', description: 'Percent', minimum: 0 },
    becomes: { type: 'integer', description: 'Percent' },
  },
  {
    name: 'int-or-string becomes two alternatives',
    spec: { 'x-kubernetes-int-or-string': true, description: 'Port' },
    becomes: { description: 'Port', anyOf: [{ type: 'integer' }, { type: 'string' }] },
  },
  {
    name: 'combinations that only forbid are left out',
    spec: {
      type: 'object',
      oneOf: [{ not: { anyOf: [{ required: ['a'] }] } }, { required: ['a'] }],
    },
    becomes: { type: 'object' },
  },
  {
    name: 'references point into the definitions',
    spec: { allOf: [{ $ref: '#/components/schemas/meta.v1.ObjectMeta' }] },
    becomes: { allOf: [{ $ref: '#/definitions/meta.v1.ObjectMeta' }] },
  },
  {
    name: 'lists and maps are walked',
    spec: {
      type: 'array',
      items: { type: 'object', additionalProperties: { type: 'string', pattern: 'x' } },
    },
    becomes: {
      type: 'array',
      items: { type: 'object', additionalProperties: { type: 'string' } },
    },
  },
  { name: 'a schema that is no object says nothing', spec: null, becomes: {} },
]
for (const row of rows) test(row.name, () => assert.deepEqual(convertSpec(row.spec), row.becomes))

test('a property named __proto__ stays a property', () => {
  const spec = convertSpec(JSON.parse('{"properties":{"__proto__":{"type":"string"}}}'))
  assert.ok(Object.hasOwn(record(record(spec).properties), '__proto__'))
})

test('each kind is chosen by apiVersion and kind of the document', () => {
  const schema = yamlSchemaOf([
    { group: '', version: 'v1', kind: 'Service', schema: {} },
    { group: 'apps', version: 'v1', kind: 'Deployment', schema: {} },
  ])
  const branches = schema?.root.allOf as { if: { properties: unknown } }[]
  assert.deepEqual(
    branches.map((branch) => branch.if.properties),
    [
      { apiVersion: { const: 'v1' }, kind: { const: 'Service' } },
      { apiVersion: { const: 'apps/v1' }, kind: { const: 'Deployment' } },
    ],
  )
})
