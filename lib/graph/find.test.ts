import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findIn, parseFind } from './find.ts'
import type { Graph, GraphNode } from './graph.ts'

const node = (id: string, kind: GraphNode['kind'], namespace: string, more = {}): GraphNode => ({
  id,
  kind,
  name: id,
  namespace,
  findings: { error: 0, warning: 0, info: 0 },
  resources: [],
  ...more,
})
const graph: Graph = {
  nodes: [
    node('gw', 'gateway', 'edge', { hosts: ['shop.example.com'] }),
    node('web', 'service', 'shop', {
      ports: [8080],
      accepts: { mode: 'STRICT', decidedBy: ['PeerAuthentication/shop/default'], because: '' },
    }),
    node('db', 'workload', 'data', { inMesh: 'none', findings: { error: 0, warning: 1, info: 0 } }),
    node('api', 'workload', 'shop', { inMesh: 'native-sidecar', address: ['10.0.0.9'] }),
  ],
  edges: [
    {
      id: 'gw-web',
      from: 'gw',
      to: 'web',
      via: ['VirtualService/shop/web'],
      share: 80,
      written: 80,
      when: 'path starts with /cart',
      mtls: {
        state: 'mtls',
        enforced: true,
        because: '',
        decidedBy: ['PeerAuthentication/shop/default'],
      },
    },
    {
      id: 'api-db',
      from: 'api',
      to: 'db',
      via: [],
      kind: 'allowed',
      verdict: 'deny',
      mtls: { state: 'plaintext', because: '', decidedBy: ['default'] },
    },
  ],
}

const rows: { text: string; nodes: string[]; edges: string[] }[] = [
  { text: 'web', nodes: ['web'], edges: ['gw-web'] },
  { text: 'SHOP.example', nodes: ['gw'], edges: ['gw-web'] },
  { text: '10.0.0.9', nodes: ['api'], edges: ['api-db'] },
  { text: 'kind:workload', nodes: ['db', 'api'], edges: ['api-db'] },
  { text: 'kind:gateway,service', nodes: ['gw', 'web'], edges: ['gw-web'] },
  { text: '-kind:workload ns:shop', nodes: ['web'], edges: ['gw-web'] },
  { text: 'in:native', nodes: ['api'], edges: ['api-db'] },
  { text: 'in:none finding:warning', nodes: ['db'], edges: ['api-db'] },
  { text: 'accepts:strict', nodes: ['web'], edges: ['gw-web'] },
  { text: 'mtls:plaintext', nodes: [], edges: ['api-db'] },
  { text: 'mtls:plaintext ns:shop', nodes: [], edges: ['api-db'] },
  { text: 'mtls:enforced', nodes: [], edges: ['gw-web'] },
  { text: 'mtls:accepted', nodes: [], edges: [] },
  { text: 'weight:<100', nodes: [], edges: ['gw-web'] },
  { text: 'weight:>=81', nodes: [], edges: [] },
  { text: 'share:80', nodes: [], edges: ['gw-web'] },
  { text: 'basis:allowed access:deny', nodes: [], edges: ['api-db'] },
  { text: 'via:VirtualService/shop', nodes: [], edges: ['gw-web'] },
  { text: 'by:PeerAuthentication/shop/default', nodes: ['web'], edges: ['gw-web'] },
  { text: 'port:8080', nodes: ['web'], edges: [] },
  { text: '"starts with /cart"', nodes: [], edges: ['gw-web'] },
  { text: 'from:api', nodes: [], edges: ['api-db'] },
]
for (const row of rows)
  test(row.text, () => {
    const query = parseFind(row.text)
    assert.equal(query.error, undefined)
    const found = findIn(graph, query)
    assert.deepEqual([...(found?.nodes ?? [])], row.nodes, 'things')
    assert.deepEqual([...(found?.edges ?? [])], row.edges, 'hops')
  })

test('nothing to look for is not the same as nothing found', () => {
  assert.equal(findIn(graph, parseFind('  ')), undefined)
  assert.equal(findIn(graph, parseFind('zzz'))?.nodes.size, 0)
  assert.equal(findIn(graph, parseFind('mtls:')), undefined)
})

const errors = [
  { text: 'mtls:plain', error: /^mtls: takes one of mtls, enforced/ },
  { text: 'weight:many', error: /^weight: takes a number, for example weight:<100/ },
  { text: 'colour:red', error: /^colour: is no field/ },
]
for (const row of errors)
  test(`${row.text} says what it takes`, () =>
    assert.match(parseFind(row.text).error ?? '', row.error))

test('a node id is a word, not a field', () => {
  assert.equal(parseFind('10.0.0.9:8080').error, undefined)
})

test('hostile text is only text', () => {
  for (const text of ['__proto__:x', 'constructor', '"unclosed', '-', '((((', 'name:.*+?^$'])
    assert.doesNotThrow(() => findIn(graph, parseFind(text)))
})
