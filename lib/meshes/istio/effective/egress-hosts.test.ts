import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EgressHosts } from './egress-hosts.ts'

const WEB = 'web.shop.svc.cluster.local'
const rows: readonly {
  name: string
  hosts: readonly string[]
  from: string
  host: string
  service: boolean
  route?: boolean
}[] = [
  { name: 'everything', hosts: ['*/*'], from: 'books', host: WEB, service: true },
  {
    name: 'the dot is the workload’s namespace',
    hosts: ['./*'],
    from: 'shop',
    host: WEB,
    service: true,
  },
  { name: 'and no other', hosts: ['./*'], from: 'books', host: 'reviews.books', service: false },
  {
    name: 'one host of one namespace',
    hosts: [`books/${WEB}`],
    from: 'books',
    host: WEB,
    service: true,
  },
  {
    name: 'the namespace is that of the object, not in the host',
    hosts: [`books/${WEB}`],
    from: 'shop',
    host: WEB,
    service: false,
  },
  { name: 'a host of any namespace', hosts: [`*/${WEB}`], from: 'data', host: WEB, service: true },
  {
    name: 'a wildcard takes what it covers',
    hosts: ['*/*.svc.cluster.local'],
    from: 'shop',
    host: WEB,
    service: true,
  },
  {
    name: 'a wildcard host is not within an exact entry, yet a route for it is',
    hosts: ['*/api.partner.com'],
    from: 'x',
    host: '*.partner.com',
    service: false,
    route: true,
  },
  {
    name: 'a narrower wildcard entry takes the route of a wider host',
    hosts: ['*/*.eu.partner.com'],
    from: 'x',
    host: '*.partner.com',
    service: false,
    route: true,
  },
  {
    name: 'a namespace is taken out',
    hosts: ['*/*', '~books/*'],
    from: 'books',
    host: WEB,
    service: false,
  },
  {
    name: 'the order of entries does not matter',
    hosts: ['~books/*', '*/*'],
    from: 'books',
    host: WEB,
    service: false,
  },
  { name: 'others stay', hosts: ['*/*', '~books/*'], from: 'shop', host: WEB, service: true },
  {
    name: 'one host is taken out everywhere',
    hosts: ['*/*', `~/${WEB}`],
    from: 'shop',
    host: WEB,
    service: false,
  },
  {
    name: 'the own namespace is taken out',
    hosts: ['*/*', '~./*'],
    from: 'shop',
    host: WEB,
    service: false,
  },
  {
    name: 'a wider route survives that a part of it is taken out',
    hosts: ['*/*', '~/api.partner.com'],
    from: 'x',
    host: '*.partner.com',
    service: true,
  },
  {
    name: 'exclusions alone import nothing',
    hosts: ['~books/*'],
    from: 'shop',
    host: WEB,
    service: false,
  },
  {
    name: 'the old way to import nothing',
    hosts: ['~/*'],
    from: 'shop',
    host: WEB,
    service: false,
  },
  {
    name: 'an entry without a slash says nothing',
    hosts: [WEB],
    from: 'shop',
    host: WEB,
    service: false,
  },
  { name: 'nor does one with two', hosts: [`a/b/${WEB}`], from: 'a', host: WEB, service: false },
]

for (const { name, hosts, from, host, service, route = service } of rows)
  test(`egress hosts: ${name}`, () => {
    const listed = new EgressHosts(hosts, 'shop', 'spec.egress[0].hosts')
    assert.equal(listed.importsService(from, host) !== undefined, service)
    assert.equal(listed.importsRoute(from, host) !== undefined, route)
  })

test('the entry that imports is named', () => {
  const listed = new EgressHosts(['books/*', './*'], 'shop', 'spec.egress[2].hosts')
  assert.equal(listed.importsService('shop', WEB), 'spec.egress[2].hosts[1]')
})

// @see https://istio.io/latest/news/releases/1.31.x/announcing-1.31/change-notes
for (const [hosts, host, isImported] of [
  [['*/*', '~books/*'], WEB, true],
  [['*/*', `~/${WEB}`], WEB, true],
  [['~/*'], WEB, false],
  [['~books/*'], WEB, false],
] as const)
  test(`egress hosts before 1.31: ${hosts.join(' ')}`, () => {
    const listed = new EgressHosts(hosts, 'shop', '', false)
    assert.equal(listed.importsService('books', host) !== undefined, isImported)
  })
