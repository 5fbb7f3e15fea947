import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillingOf, fillLink, parseLink, parseLinks } from './link-template.ts'

const accepted = [
  {
    written: 'Grafana=https://grafana.example.com/d/mesh?var-ns={namespace}&var-svc={service}',
    name: 'Grafana',
  },
  {
    written: ' Kiali = http://kiali:20001/kiali/console/namespaces/{namespace}/services/{service} ',
    name: 'Kiali',
  },
  { written: 'Jaeger=https://jaeger/search?service={name}.{namespace}#{kind}', name: 'Jaeger' },
  { written: 'Runbook=https://wiki.example.com/mesh', name: 'Runbook' },
]
for (const { written, name } of accepted) {
  test(`the link ${written} is taken`, () => {
    assert.deepEqual(parseLink(written), {
      name,
      template: written.slice(written.indexOf('=') + 1).trim(),
    })
  })
}

const refused = [
  { written: 'https://grafana.example.com', says: /needs a name, then =/ },
  { written: '=https://grafana.example.com', says: /needs a name, then =/ },
  { written: 'X=grafana.example.com/{name}', says: /is no address/ },
  { written: 'X=javascript:alert(1)//{name}', says: /https:\/\/ or http:\/\// },
  { written: 'X=data:text/html,{name}', says: /https:\/\/ or http:\/\// },
  { written: 'X={name}://x', says: /not in its host|is no address|https:/ },
  { written: 'X=https://{name}.example.com/', says: /not in its host/ },
  { written: 'X=https://example.com{name}/x', says: /not in its host/ },
  { written: 'X=https://example.com:8{name}/x', says: /not in its host|is no address/ },
  { written: 'X=https://user:secret@example.com/{name}', says: /credentials/ },
  { written: 'X=https://{name}@example.com/', says: /not in its host|credentials/ },
  { written: 'X=https://x/{pod}', says: /\{pod\} is no place of it; known are \{cluster\}/ },
  { written: 'X=https://x/{constructor}', says: /is no place/ },
  { written: 'X=https://x/{name', says: /%7B and %7D/ },
  { written: `${'x'.repeat(41)}=https://x/`, says: /longer than 40/ },
]
for (const { written, says } of refused) {
  test(`the link ${written} is refused with the reason`, () => {
    assert.throws(() => parseLink(written), says)
  })
}

test('links come one in a line, each name once', () => {
  const lines = ['A=https://a/', '', ' ', 'B=https://b/{name}']
  assert.deepEqual(
    parseLinks(lines).map(({ name }) => name),
    ['A', 'B'],
  )
  assert.throws(() => parseLinks(['A=https://a/', 'A=https://b/']), /Two links are named "A"/)
})

const service = { cluster: 'prod eu', kind: 'Service', namespace: 'shop', name: 'web' }
const filled = [
  {
    name: 'a service',
    template: 'https://g/?c={cluster}&n={namespace}&s={service}',
    of: service,
    url: 'https://g/?c=prod%20eu&n=shop&s=web',
  },
  {
    name: 'a workload is no service',
    template: 'https://g/?s={service}',
    of: { ...service, kind: 'Deployment' },
    url: undefined,
  },
  {
    name: 'a workload',
    template: 'https://g/{kind}/{workload}',
    of: { ...service, kind: 'Deployment' },
    url: 'https://g/Deployment/web',
  },
  {
    name: 'a namespace is its own',
    template: 'https://g/{namespace}',
    of: { cluster: 'c', kind: 'Namespace', name: 'shop' },
    url: 'https://g/shop',
  },
  {
    name: 'what has no namespace has no link with one',
    template: 'https://g/{namespace}',
    of: { cluster: 'c', kind: 'Node', name: 'n1' },
    url: undefined,
  },
  {
    name: 'nothing of a name counts as address',
    template: 'https://g/a/{name}?x={name}',
    of: { ...service, name: "../?&#/'(x)" },
    url: 'https://g/a/..%2F%3F%26%23%2F%27%28x%29?x=..%2F%3F%26%23%2F%27%28x%29',
  },
  {
    name: 'dots alone',
    template: 'https://g/a/{name}',
    of: { ...service, name: '..' },
    url: undefined,
  },
  {
    name: 'half of a pair is no reason to throw',
    template: 'https://g/{name}',
    of: { ...service, name: '\ud800' },
    url: 'https://g/%EF%BF%BD',
  },
]
for (const { name, template, of, url } of filled) {
  test(`filled in: ${name}`, () => assert.equal(fillLink(template, fillingOf(of)), url))
}
