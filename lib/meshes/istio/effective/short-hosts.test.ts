import assert from 'node:assert/strict'
import { test } from 'node:test'
import { object } from './istio-objects.fixture.ts'
import { withoutClusterDomain } from './short-hosts.ts'

const rows = [
  {
    name: 'a short host gets the namespace',
    kind: 'DestinationRule',
    spec: { host: 'web' },
    is: { host: 'web.shop' },
  },
  {
    name: 'a dot is left alone',
    kind: 'DestinationRule',
    spec: { host: 'web.books' },
    is: { host: 'web.books' },
  },
  {
    name: 'everything stays everything',
    kind: 'DestinationRule',
    spec: { host: '*' },
    is: { host: '*' },
  },
  {
    name: 'an address is no name',
    kind: 'DestinationRule',
    spec: { host: '::1' },
    is: { host: '::1' },
  },
  {
    name: 'hosts, routes and mirrors',
    kind: 'VirtualService',
    spec: {
      hosts: ['a', 'b.io'],
      http: [{ route: [{ destination: { host: 'c', subset: 'v1' } }], mirror: { host: 'd' } }],
      tcp: [{ route: [{ destination: { host: 'e' } }] }],
    },
    is: {
      hosts: ['a.shop', 'b.io'],
      http: [
        { route: [{ destination: { host: 'c.shop', subset: 'v1' } }], mirror: { host: 'd.shop' } },
      ],
      tcp: [{ route: [{ destination: { host: 'e.shop' } }] }],
    },
  },
  {
    name: 'what is absent stays absent',
    kind: 'VirtualService',
    spec: { hosts: ['a'] },
    is: { hosts: ['a.shop'] },
  },
  {
    name: 'absurd fields stay',
    kind: 'VirtualService',
    spec: { http: [7, { route: 'x' }] },
    is: { http: [7, { route: 'x' }] },
  },
  { name: 'no spec', kind: 'VirtualService', spec: null, is: null },
  {
    name: 'other kinds stay',
    kind: 'ServiceEntry',
    spec: { hosts: ['web'] },
    is: { hosts: ['web'] },
  },
]
for (const { name, kind, spec, is } of rows)
  test(`without a cluster domain: ${name}`, () => {
    assert.deepEqual(withoutClusterDomain(object(kind, 'shop/x', spec)).spec, is)
  })
