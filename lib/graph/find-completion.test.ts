import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everyMark } from '#lib/fixtures/every-mark.ts'
import { completeFind } from './find-completion.ts'
import type { Graph } from './graph.ts'
import { without } from './without.ts'

const thing = (id: string, name: string, namespace: string) => ({
  id,
  kind: 'service' as const,
  name,
  namespace,
  findings: { error: 0, warning: 0, info: 0 },
  resources: [],
})
const graph: Graph = {
  nodes: [
    thing('service:shop/web', 'web', 'shop'),
    thing('service:shop/my-web', 'my-web', 'shop'),
    thing('service:my space/x', 'x', 'my space'),
  ],
  edges: [
    {
      id: 'a',
      from: 'service:shop/web',
      to: 'service:shop/my-web',
      via: ['VirtualService/shop/w'],
    },
    {
      id: 'b',
      from: 'service:shop/my-web',
      to: 'service:my space/x',
      via: [],
      mtls: { state: 'plaintext', because: '', decidedBy: [] },
    },
  ],
}

const rows: { name: string; text: string; caret?: number; from: number; options: string[] }[] = [
  { name: 'a field by its beginning', text: 'mt', from: 0, options: ['mtls:'] },
  { name: 'fields before names', text: 'we', from: 0, options: ['weight:', 'web', 'my-web'] },
  {
    name: 'a value of a closed field',
    text: 'mtls:pl',
    from: 0,
    options: ['mtls:plaintext'],
  },
  {
    name: 'a value after a comma, without what stands',
    text: 'kind:service,s',
    from: 0,
    options: [],
  },
  {
    name: 'the second of two values',
    text: 'access:deny,a',
    from: 0,
    options: ['access:deny,allow'],
  },
  { name: 'a negated word', text: 'x -kind:wo', from: 2, options: ['-kind:workload'] },
  { name: 'values with spaces get quotes', text: 'ns:my', from: 0, options: ['ns:"my space"'] },
  {
    name: 'values out of the graph',
    text: 'via:virt',
    from: 0,
    options: ['via:VirtualService/shop/w'],
  },
  {
    name: 'the word at the caret',
    text: 'mtl kind:gateway',
    caret: 3,
    from: 0,
    options: ['mtls:'],
  },
  { name: 'nothing where all is said', text: 'ns:shop', from: 0, options: [] },
]
for (const row of rows)
  test(row.name, () => {
    const { from, options } = completeFind(row.text, row.caret ?? row.text.length, graph)
    assert.deepEqual(
      { from, options: options.map(({ text }) => text) },
      { from: row.from, options: row.options },
    )
  })

test('an empty box offers fields, and never more than ten things', () => {
  const { options } = completeFind('', 0, everyMark())
  assert.equal(options.length, 10)
  assert.ok(options.every(({ text }) => text.endsWith(':')))
})

const hidden: { queries: string[]; nodes: string[]; edges: string[] }[] = [
  { queries: [], nodes: graph.nodes.map((n) => n.id), edges: ['a', 'b'] },
  {
    queries: ['id:service:shop/web'],
    nodes: ['service:shop/my-web', 'service:my space/x'],
    edges: ['b'],
  },
  { queries: ['mtls:plaintext'], nodes: graph.nodes.map((n) => n.id), edges: ['a'] },
  { queries: ['mtls:plaintext', 'ns:shop'], nodes: ['service:my space/x'], edges: [] },
]
for (const row of hidden)
  test(`hidden: ${row.queries.join(', ') || 'nothing'}`, () => {
    const left = without(graph, row.queries)
    assert.deepEqual(
      { nodes: left.nodes.map((n) => n.id), edges: left.edges.map((e) => e.id) },
      { nodes: row.nodes, edges: row.edges },
    )
  })
