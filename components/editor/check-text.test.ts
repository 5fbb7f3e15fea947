import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkText, locate, schemaTable } from './check-text.ts'

const schemas = schemaTable([
  {
    group: 'networking.istio.io',
    version: 'v1',
    kind: 'VirtualService',
    schema: {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          properties: {
            http: {
              type: 'array',
              items: {
                type: 'object',
                required: ['name'],
                properties: {
                  name: { type: 'string' },
                  mode: { type: 'string', enum: ['A', 'B'] },
                  weight: { type: 'integer', format: 'int32' },
                },
              },
            },
          },
        },
      },
    },
  },
])

const document = (entry: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: web
  namespace: shop
spec:
  http:
${entry}
`

const rows: readonly { name: string; text: string; marks: readonly [string, number][] }[] = [
  {
    name: 'a sound object has no marker',
    text: document('  - name: a\n    weight: 50'),
    marks: [],
  },
  {
    name: 'a fraction where an integer is asked for is marked on its line',
    text: document('  - name: a\n    weight: 49.5'),
    marks: [['schema.type', 9]],
  },
  {
    name: 'a word where a number is asked for',
    text: document('  - name: a\n    weight: ninety'),
    marks: [['schema.type', 9]],
  },
  {
    name: 'an unknown field',
    text: document('  - name: a\n    wieght: 50'),
    marks: [['schema.unknown-field', 9]],
  },
  {
    name: 'a value that is not in the enum',
    text: document('  - name: a\n    mode: C'),
    marks: [['schema.enum', 9]],
  },
  {
    name: 'a kind without a schema is left to the dry run',
    text: 'apiVersion: v1\nkind: Odd\nmetadata:\n  name: x\nspec: 1\n',
    marks: [],
  },
  {
    name: 'a key twice',
    text: document('  - name: a\n    weight: 50\n    weight: 60'),
    marks: [['yaml.duplicate-key', 10]],
  },
]
for (const row of rows)
  test(row.name, () => {
    const issues = checkText(row.text, schemas)
    assert.deepEqual(
      issues.map((issue) => [issue.code, issue.range?.line]),
      row.marks,
    )
    assert.ok(issues.every((issue) => issue.severity === 'error'))
  })

test('a required field is marked at the entry that lacks it', () => {
  const [issue] = checkText(document('  - weight: 50'), schemas)
  assert.equal(issue?.code, 'schema.required')
  assert.equal(issue?.range?.line, 8)
})

test('the second document of a text is marked on its own lines', () => {
  const text = `${document('  - name: a')}---\n${document('  - name: a\n    weight: x')}`
  assert.deepEqual(
    checkText(text, schemas).map((issue) => issue.range?.line),
    [18],
  )
})

test('findings of a plan are placed by object and path; those elsewhere have no place', () => {
  const text = document('  - name: a\n    weight: 50')
  const ranges = locate(text, [
    { resource: 'VirtualService/shop/web', path: 'spec.http[0].weight' },
    { resource: 'Gateway/shop/web', path: 'spec' },
    { resource: 'VirtualService/shop/web' },
  ])
  assert.deepEqual(
    ranges.map((range) => range?.line),
    [9, undefined, 4],
  )
})
