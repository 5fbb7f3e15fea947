import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf, routingRef } from './address.ts'

const kind = (group: string, kindName: string, version: string | undefined, state = 'synced') => ({
  group,
  kind: kindName,
  plural: `${kindName.toLowerCase()}s`,
  ...(version ? { version } : {}),
  scope: 'Namespaced' as const,
  state,
})

const rows = [
  {
    name: 'the version that the cluster serves',
    ref: 'VirtualService/shop/web',
    kinds: [kind('networking.istio.io', 'VirtualService', 'v1beta1')],
    expected: {
      group: 'networking.istio.io',
      version: 'v1beta1',
      plural: 'virtualservices',
      namespace: 'shop',
      name: 'web',
    },
  },
  {
    name: 'v1 while the cluster has not said',
    ref: 'VirtualService/shop/web',
    kinds: undefined,
    expected: {
      group: 'networking.istio.io',
      version: 'v1',
      plural: 'virtualservices',
      namespace: 'shop',
      name: 'web',
    },
  },
  {
    name: 'the mesh wins where two groups share a kind',
    ref: 'Gateway/shop/web',
    kinds: [
      kind('gateway.networking.k8s.io', 'Gateway', 'v1'),
      kind('networking.istio.io', 'Gateway', 'v1'),
    ],
    expected: {
      group: 'networking.istio.io',
      version: 'v1',
      plural: 'gateways',
      namespace: 'shop',
      name: 'web',
    },
  },
  { name: 'an unknown kind has no address', ref: 'Thing/a/b', kinds: [], expected: undefined },
  { name: 'text that is no reference has none', ref: 'default', kinds: [], expected: undefined },
]
for (const row of rows)
  test(row.name, () => assert.deepEqual(addressOf(row.ref, row.kinds), row.expected))

test('routing is edited in the VirtualService when there is one', () => {
  assert.equal(routingRef(['Gateway/a/g', 'VirtualService/a/v']), 'VirtualService/a/v')
  assert.equal(routingRef(['EnvoyFilter/a/e']), 'EnvoyFilter/a/e')
  assert.equal(routingRef(['Service/a/s']), undefined)
})
