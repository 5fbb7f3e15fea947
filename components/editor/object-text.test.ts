import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import { objectText } from './object-text.ts'

const live = {
  status: { conditions: [] },
  spec: { http: [{ route: [{ weight: 80 }] }], hosts: ['*'] },
  kind: 'VirtualService',
  apiVersion: 'networking.istio.io/v1',
  metadata: {
    uid: 'u',
    resourceVersion: '7',
    generation: 2,
    creationTimestamp: '2026-01-01T00:00:00Z',
    managedFields: [{ manager: 'kubectl' }],
    namespace: 'shop',
    name: 'web',
    annotations: { 'a.b/c': 'true' },
    finalizers: ['keep.me'],
  },
} as unknown as KubernetesObject

test('what can be written stands in the text, what the API server owns does not', () => {
  assert.equal(
    objectText(live),
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: web
  namespace: shop
  annotations:
    a.b/c: "true"
  finalizers:
  - keep.me
spec:
  hosts:
  - "*"
  http:
  - route:
    - weight: 80
`,
  )
})

test('an object without metadata does not throw', () => {
  assert.match(objectText({ apiVersion: 'v1', kind: 'X', metadata: null } as never), /kind: X/)
})
