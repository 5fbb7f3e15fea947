import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseYaml } from '#lib/yaml/parse.ts'
import { type FieldIssue, schemaFindings } from './schema-findings.ts'

const [document] = parseYaml(`spec:
  http:
  - match:
    - uri: {exact: /a, prefix: /b}
    weight: 79.5
metadata:
  labels:
    a.b/c: 1
`).documents

type Row = FieldIssue & {
  name: string
  at: string
  line: number
  contains: readonly string[]
  layer?: string
}
const rows: Row[] = [
  {
    name: 'a fraction',
    code: 'schema.type',
    path: 'spec.http[0].weight',
    message:
      'Invalid value: "float64": spec.http[0].weight in body must be of type int32: "float64"',
    at: 'spec.http[0].weight',
    line: 5,
    contains: ['must be of type integer, not a fraction'],
  },
  {
    name: 'alternatives',
    code: 'schema.one-of',
    path: 'spec.http[0].match[0].uri',
    message: '"uri" must validate one and only one schema (oneOf).',
    at: 'spec.http[0].match[0].uri',
    line: 4,
    contains: ['exact and prefix', 'oneOf'],
  },
  {
    name: 'a missing field is told of what lacks it',
    code: 'schema.required',
    path: 'spec.http[0].route',
    message: 'Required value',
    at: 'spec.http[0]',
    line: 3,
    contains: ['spec.http[0] lacks route'],
  },
  {
    name: 'a missing field of the object',
    code: 'schema.required',
    path: 'spec',
    message: 'Required value',
    at: '',
    line: 1,
    contains: ['The object lacks spec'],
  },
  {
    name: "a key of a map, in the API server's writing",
    code: 'schema.type',
    path: 'metadata.labels[a.b/c]',
    message: 'must be a string',
    at: 'metadata.labels["a.b/c"]',
    line: 8,
    contains: ['metadata.labels["a.b/c"]'],
  },
  {
    name: 'a rule in CEL',
    code: 'schema.cel',
    path: 'spec',
    message: 'no',
    at: 'spec',
    line: 1,
    contains: ['spec: no'],
    layer: 'cel',
  },
  {
    name: 'a path into nothing',
    code: 'schema.one-of',
    path: 'spec.http[7].x',
    message: 'no',
    at: 'spec.http[7].x',
    line: 2,
    contains: ['no'],
  },
]
for (const row of rows)
  test(`schema finding: ${row.name}`, () => {
    assert.ok(document)
    const [finding] = schemaFindings([row], 'R/shop/a', document)
    assert.deepEqual(
      [finding?.code, finding?.severity, finding?.layer, finding?.resource],
      [row.code, 'error', row.layer ?? 'schema', 'R/shop/a'],
    )
    assert.equal(finding?.path, row.at)
    assert.equal(finding?.range?.line, row.line)
    for (const part of row.contains) assert.ok(finding?.message.includes(part), finding?.message)
  })
