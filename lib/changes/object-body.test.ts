import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kind } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { targetOf } from './edits.ts'
import { bodyOf, comparable } from './object-body.ts'

const route: Kind = {
  group: 'example.io',
  kind: 'Route',
  plural: 'routes',
  versions: ['v1'],
  scope: 'Namespaced',
  watch: true,
  editable: true,
}
const live: KubernetesObject = {
  apiVersion: 'example.io/v1',
  kind: 'Route',
  metadata: {
    name: 'a',
    namespace: 'shop',
    uid: 'u1',
    resourceVersion: '7',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
  },
  spec: { to: 1 },
  status: { seen: true },
}
const target = targetOf(route, 'v1', 'shop', 'a')

test('what the server keeps is taken from the live object, not from the text', () => {
  const body = bodyOf(
    {
      apiVersion: 'example.io/v1',
      kind: 'Route',
      metadata: {
        name: 'a',
        uid: 'other',
        resourceVersion: '1',
        generation: 4,
        managedFields: [],
        labels: { x: 'y' },
      },
      spec: { to: 2 },
      status: { seen: false },
    },
    target,
    live,
  )
  assert.deepEqual(body, {
    apiVersion: 'example.io/v1',
    kind: 'Route',
    metadata: {
      name: 'a',
      namespace: 'shop',
      labels: { x: 'y' },
      uid: 'u1',
      resourceVersion: '7',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    },
    spec: { to: 2 },
    status: { seen: true },
  })
})

test('a new object carries neither uid nor version nor status', () => {
  const body = bodyOf(
    { metadata: { name: 'a', uid: 'x', resourceVersion: '1' }, spec: {}, status: {} },
    target,
    undefined,
  )
  assert.deepEqual(body, {
    apiVersion: 'example.io/v1',
    kind: 'Route',
    metadata: { name: 'a', namespace: 'shop' },
    spec: {},
  })
})

test('for comparing, bookkeeping and status are left out', () => {
  assert.deepEqual(comparable(live), {
    apiVersion: 'example.io/v1',
    kind: 'Route',
    metadata: { name: 'a', namespace: 'shop' },
    spec: { to: 1 },
  })
})
