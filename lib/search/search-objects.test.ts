import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kind } from '#lib/resources/kind.ts'
import type { KubernetesObject } from '#lib/resources/kubernetes-object.ts'
import type { KindSlice, Snapshot } from '#lib/snapshot/snapshot.ts'
import { searchObjects } from './search-objects.ts'

const kindOf = (group: string, kind: string, plural: string): Kind => ({
  group,
  kind,
  plural,
  versions: ['v1'],
  scope: 'Namespaced',
  watch: true,
  editable: true,
})
const SERVICE = kindOf('', 'Service', 'services')
const POD = kindOf('', 'Pod', 'pods')
const ROUTE = kindOf('networking.istio.io', 'VirtualService', 'virtualservices')
const UNSERVED = kindOf('gateway.networking.k8s.io', 'HTTPRoute', 'httproutes')

const sliceOf = (kind: Kind, names: readonly string[], version: string | undefined = 'v1') => {
  const namespaces = new Map<string, Map<string, KubernetesObject>>()
  for (const full of names) {
    const [namespace = '', name = ''] = full.split('/')
    const objects = namespaces.get(namespace) ?? new Map<string, KubernetesObject>()
    objects.set(name, { apiVersion: 'v1', kind: kind.kind, metadata: { name, namespace } })
    namespaces.set(namespace, objects)
  }
  return { kind, version, status: { state: 'synced' }, namespaces, size: names.length } as KindSlice
}

const snapshot: Snapshot = {
  kinds: new Map([
    [
      'core/pods',
      sliceOf(POD, ['shop/reviews-v1-abc', 'shop/reviews-v2-def', 'shop/reviews', 'shop/web-1']),
    ],
    ['core/services', sliceOf(SERVICE, ['shop/reviews', 'test/reviews', 'shop/previews'])],
    [
      'networking.istio.io/virtualservices',
      sliceOf(ROUTE, ['shop/reviews', 'shop/all-reviews', 'shop/gateway']),
    ],
    [
      'gateway.networking.k8s.io/httproutes',
      { ...sliceOf(UNSERVED, ['shop/reviews']), version: undefined },
    ],
  ]),
}

const rows: { name: string; typed: string; found: readonly string[]; total?: number }[] = [
  { name: 'nothing is asked', typed: ' / ', found: [] },
  {
    name: 'whole, prefix, beginning of a word, inside; what is made in numbers after its equals',
    typed: 'reviews',
    found: [
      'Service/shop/reviews',
      'Service/test/reviews',
      'VirtualService/shop/reviews',
      'Pod/shop/reviews',
      'Pod/shop/reviews-v1-abc',
      'Pod/shop/reviews-v2-def',
      'VirtualService/shop/all-reviews',
      'Service/shop/previews',
    ],
  },
  {
    name: 'a short name narrows to its kind',
    typed: 'vs rev',
    found: ['VirtualService/shop/reviews', 'VirtualService/shop/all-reviews'],
  },
  {
    name: 'a name as commands print it',
    typed: 'VirtualService/shop/reviews',
    found: ['VirtualService/shop/reviews', 'VirtualService/shop/all-reviews'],
  },
  { name: 'the namespace counts', typed: 'reviews test', found: ['Service/test/reviews'] },
  {
    name: 'a kind alone lists it, the namesake of the word first',
    typed: 'virtual',
    found: [
      'VirtualService/shop/gateway',
      'VirtualService/shop/reviews',
      'VirtualService/shop/all-reviews',
    ],
  },
  { name: 'nothing has that name', typed: 'reviews nope', found: [] },
]
for (const { name, typed, found } of rows) {
  test(name, () => {
    const { results, total } = searchObjects(snapshot, typed, 20)
    assert.deepEqual(
      results.map((r) => `${r.kind}/${r.namespace}/${r.name}`),
      found,
    )
    assert.equal(total, found.length)
  })
}

test('the best are kept and all are counted', () => {
  const { results, total } = searchObjects(snapshot, 'reviews', 2)
  assert.deepEqual(
    results.map((r) => `${r.kind}/${r.namespace}`),
    ['Service/shop', 'Service/test'],
  )
  assert.equal(total, 8)
})

test('kinds that the cluster does not serve are not found', () => {
  assert.deepEqual(searchObjects(snapshot, 'httproute', 20).results, [])
})

test('40,000 objects with one letter', () => {
  const names = Array.from({ length: 40_000 }, (_, i) => `ns-${i % 200}/service-${i}-a`)
  const large: Snapshot = { kinds: new Map([['core/services', sliceOf(SERVICE, names)]]) }
  const { results, total } = searchObjects(large, 's', 50)
  assert.equal(results.length, 50)
  assert.equal(total, 40_000)
  assert.equal(results[0]?.name, 'service-0-a')
})
