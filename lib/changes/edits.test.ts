import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kind } from '#lib/resources/kind.ts'
import { readEdits, targetOfText } from './edits.ts'

const route: Kind = {
  group: 'example.io',
  kind: 'Route',
  plural: 'routes',
  versions: ['v1'],
  scope: 'Namespaced',
  watch: true,
  editable: true,
}
const wide: Kind = { ...route, kind: 'Mesh', plural: 'meshes', scope: 'Cluster' }
const text = (metadata: string) => `apiVersion: example.io/v1\nkind: Route\nmetadata: ${metadata}\n`

test('texts of several documents and deletions become requests in the order given', () => {
  const { requests, findings } = readEdits([
    { text: `${text('{name: a}')}---\n${text('{name: b}')}` },
    { delete: 'Route/shop/c', group: 'example.io' },
    { delete: 'Mesh/d' },
  ])
  assert.deepEqual(findings, [])
  assert.deepEqual(
    requests.map((r) =>
      r.op === 'delete' ? ['delete', r.kind, r.namespace, r.name, r.group] : [r.op, r.kind],
    ),
    [
      ['write', 'Route'],
      ['write', 'Route'],
      ['delete', 'Route', 'shop', 'c', 'example.io'],
      ['delete', 'Mesh', undefined, 'd', undefined],
    ],
  )
})

const broken = [
  { name: 'no YAML', edit: { text: 'a: [' }, code: 'yaml.syntax' },
  { name: 'no resource', edit: { text: 'a: 1' }, code: 'yaml.not-a-resource' },
  { name: 'nothing', edit: { text: '# later\n' }, code: 'yaml.not-a-resource' },
  { name: 'no reference', edit: { delete: 'Route' }, code: 'yaml.not-a-resource' },
]
for (const row of broken)
  test(`a finding: ${row.name}`, () => {
    const { requests, findings } = readEdits([row.edit])
    assert.deepEqual(requests, [])
    assert.deepEqual(
      findings.map((f) => [f.code, f.layer, f.severity]),
      [[row.code, 'yaml', 'error']],
    )
  })

const targets = [
  {
    name: 'default is where a namespaced kind goes',
    kind: route,
    metadata: '{name: a}',
    ref: 'Route/default/a',
  },
  {
    name: 'its namespace',
    kind: route,
    metadata: '{name: a, namespace: shop}',
    ref: 'Route/shop/a',
  },
  {
    name: 'a cluster-scoped kind has none',
    kind: wide,
    metadata: '{name: a, namespace: shop}',
    ref: 'Mesh/a',
  },
  {
    name: 'no name',
    kind: route,
    metadata: '{generateName: a-}',
    code: 'schema.required',
    path: 'metadata',
  },
  {
    name: 'metadata is a list',
    kind: route,
    metadata: '[1]',
    code: 'schema.required',
    path: 'metadata',
  },
  {
    name: 'a name that walks',
    kind: route,
    metadata: '{name: ../b}',
    code: 'schema.type',
    path: 'metadata.name',
  },
  {
    name: 'a namespace that walks',
    kind: route,
    metadata: '{name: a, namespace: ".."}',
    code: 'schema.type',
    path: 'metadata.namespace',
  },
  {
    name: 'an unknown kind',
    kind: undefined,
    metadata: '{name: a}',
    code: 'schema.unknown-kind',
    path: 'kind',
  },
]
for (const row of targets)
  test(`target: ${row.name}`, () => {
    const [request] = readEdits([{ text: text(row.metadata) }]).requests
    assert.ok(request?.op === 'write')
    const { target, findings } = targetOfText(request, row.kind)
    assert.equal(target?.ref, row.ref)
    assert.equal(findings[0]?.code, row.code)
    assert.equal(findings[0]?.path, row.path)
    if (row.code) assert.ok(findings[0]?.range)
  })
