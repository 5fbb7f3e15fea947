import assert from 'node:assert/strict'
import { test } from 'node:test'
import { creationOrder, type Manifest, readManifests } from './manifests.ts'

const map = (data: string) =>
  readManifests(`{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: ${data}}`)[0]?.data

const scalars: { name: string; text: string; value: unknown }[] = [
  { name: 'on is a boolean', text: '{a: on}', value: { a: true } },
  { name: 'no is a boolean', text: '{a: no}', value: { a: false } },
  { name: 'a leading zero is octal', text: '{a: 0644}', value: { a: 420 } },
  { name: 'a time of day is text', text: '{a: 22:22}', value: { a: '22:22' } },
  { name: 'a date is text', text: '{a: 2019-07-01}', value: { a: '2019-07-01' } },
  { name: 'quotes keep text', text: '{a: "on"}', value: { a: 'on' } },
  { name: 'a merge key merges', text: '{<<: {a: 1}, b: 2}', value: { a: 1, b: 2 } },
]
for (const row of scalars) {
  test(`manifests: ${row.name}`, () => assert.deepEqual(map(row.text), row.value))
}

test('manifests: several documents, empty ones, and Lists', () => {
  const text = `
# nothing but a comment
---
{apiVersion: v1, kind: Namespace, metadata: {name: a}}
---
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Namespace, metadata: {name: b}}
  - {apiVersion: v1, kind: Namespace, metadata: {name: c}}
`
  assert.deepEqual(
    readManifests(text).map(({ metadata }) => metadata.name),
    ['a', 'b', 'c'],
  )
})

const wrong = [
  { name: 'a syntax error', text: 'a: [', error: /./ },
  { name: 'a doubled key', text: '{apiVersion: v1, apiVersion: v1}', error: /unique/ },
  { name: 'a scalar', text: 'hello', error: /no Kubernetes object/ },
  { name: 'no kind', text: 'apiVersion: v1', error: /no Kubernetes object/ },
  { name: 'no name', text: '{apiVersion: v1, kind: Pod, metadata: {}}', error: /no metadata.name/ },
]
for (const row of wrong) {
  test(`manifests: ${row.name} is refused`, () => {
    assert.throws(() => readManifests(row.text), row.error)
  })
}

const object = (kind: string, name: string, owner?: [kind: string, name: string]): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: {
    name,
    namespace: kind === 'Node' ? undefined : 'shop',
    ownerReferences: owner && [{ apiVersion: 'v1', kind: owner[0], name: owner[1] }],
  },
})
const service = (name: string, spec: object): Manifest => ({ ...object('Service', name), spec })

const orders: { name: string; given: Manifest[]; order: string[] }[] = [
  {
    name: 'owners before what they own',
    given: [
      object('Pod', 'p', ['ReplicaSet', 'r']),
      object('ReplicaSet', 'r', ['Deployment', 'd']),
      object('Deployment', 'd'),
    ],
    order: ['d', 'r', 'p'],
  },
  {
    name: 'an owner without a namespace',
    given: [object('Pod', 'p', ['Node', 'n']), object('Node', 'n')],
    order: ['n', 'p'],
  },
  {
    name: 'owners in a circle',
    given: [object('A', 'a', ['A', 'b']), object('A', 'b', ['A', 'a'])],
    order: ['b', 'a'],
  },
  {
    name: 'an owner that is not there',
    given: [object('A', 'a', ['A', 'gone']), object('A', 'b')],
    order: ['a', 'b'],
  },
  {
    name: 'namespaces and accounts first, the rest as written',
    given: [object('Pod', 'z'), object('Pod', 'a'), object('ServiceAccount', 's')],
    order: ['s', 'z', 'a'],
  },
  {
    name: 'fixed addresses before given ones',
    given: [
      service('any', {}),
      service('port', { ports: [{ port: 80, nodePort: 30_080 }] }),
      service('ip', { clusterIP: '10.96.0.7' }),
    ],
    order: ['port', 'ip', 'any'],
  },
]
for (const row of orders) {
  test(`creation order: ${row.name}`, () => {
    const names = creationOrder(row.given).map(({ metadata }) => metadata.name)
    assert.deepEqual(names, row.order)
  })
}
